"""Ask for nothing that a page has no use for."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

UNUSED = ("_static/mystnb.",)
"""myst-nb's styles: the few that count are in ours, and its address changes from the first
build to the second, since it copies the file when all pages are written."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.connect("html-page-context", _drop_unused)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _drop_unused(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    context["css_files"] = [
        file for file in context["css_files"] if not str(file.filename).startswith(UNUSED)
    ]
