"""Give intersphinx the objects of other projects that these pages name, offline.

`external_objects` maps a project to its address and to the pages of its objects. Naming
an object that is not listed is still a warning, as with any inventory.
"""

import zlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build, before intersphinx reads its mapping."""
    app.add_config_value("external_objects", {}, "env", dict)
    app.connect("config-inited", _write_inventories, priority=1)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _write_inventories(app: Sphinx, config: Config) -> None:
    for project, (address, objects) in config.external_objects.items():
        path = Path(app.srcdir).parent / f"{project}.inv"
        path.write_bytes(_inventory(project, objects))
        config.intersphinx_mapping[project] = (address, str(path))


def _inventory(project: str, objects: dict[str, str]) -> bytes:
    """Write an inventory in Sphinx's format, version 2."""
    header = (
        "# Sphinx inventory version 2\n"
        f"# Project: {project}\n"
        "# Version: \n"
        "# The remainder of this file is compressed using zlib.\n"
    )
    rows = "".join(
        f"{name} py:{kind} 1 {page} -\n"
        for (kind, name), page in (
            (key.split(" "), page) for key, page in sorted(objects.items())
        )
    )
    return header.encode() + zlib.compress(rows.encode())
