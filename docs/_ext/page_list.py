"""Write down which pages there are, in reading order, for what is made of all languages."""

import json
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from descriptions import description

FILE = "pages.json"
"""The list, in the folder of the pages."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build; descriptions must be there too."""
    app.connect("build-finished", _write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html":
        return
    pages = [
        {
            "page": app.builder.get_target_uri(docname),
            "title": app.env.titles[docname].astext(),
            "description": description(app, docname),
        }
        for docname in _in_order(app.env, app.config.root_doc, set())
    ]
    Path(app.outdir, FILE).write_text(json.dumps(pages), encoding="utf-8")


def _in_order(env: BuildEnvironment, docname: str, seen: set[str]) -> Iterator[str]:
    """Yield a page and all that its tables of contents lead to, each once."""
    if docname not in seen:
        seen.add(docname)
        yield docname
        for included in env.toctree_includes.get(docname, ()):
            yield from _in_order(env, included, seen)
