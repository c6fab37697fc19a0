"""Ask for nothing that a page has no use for."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

UNUSED = (
    "_static/mystnb.",  # its address changes from the first build to the second, too
    "_static/sg-tags.js",  # no lesson has tags
    "_static/design-tabs.js",  # no page has tabs
)
"""Files of extensions. The few of myst-nb's styles that count are in ours."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build, after all that add files."""
    app.connect("html-page-context", _drop_unused, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _drop_unused(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    for kind in ("css_files", "script_files"):
        # What has no name is a line of the theme's, for options that this site leaves off.
        context[kind] = [
            file
            for file in context[kind]
            if file.filename and not str(file.filename).startswith(UNUSED)
        ]
