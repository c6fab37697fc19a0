"""Leave nothing behind of a page that is no more.

Sphinx forgets such a page, but not what it has written of it: the page, its figures, its
downloads. When one has gone, all is written anew; nothing has to be read or run for that.
"""

import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.connect("env-get-outdated", _clear_outputs)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _clear_outputs(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> list[str]:
    if removed:
        for path in Path(app.outdir).iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "searchindex.js":  # which Sphinx mends itself
                path.unlink()
    return []
