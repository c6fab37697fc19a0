"""Say in a sentence or two what each page is about, for search engines and for sharing.

The words are the first paragraph of the page, which the templates find as `description`,
and other extensions in the page's metadata.
"""

import re
import textwrap
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.typing import ExtensionMetadata

WIDTH = 200
"""How many characters search engines and messengers show at most."""

END = re.compile(r"[.?!](?= |$)")
"""The end of a sentence."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.connect("doctree-read", _describe)
    app.connect("html-page-context", _offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _describe(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the first paragraph that stands in a section itself, not in a box or a list."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            app.env.metadata[app.env.docname]["description"] = opening(paragraph.astext())
            return


def opening(text: str) -> str:
    """Return as many sentences of a text as fit; of a long one as many words."""
    text = " ".join(text.split())
    sentences = [end for end in END.finditer(text) if end.end() <= WIDTH]
    if sentences and len(text) > WIDTH:
        return text[: sentences[-1].end()]
    return textwrap.shorten(text, WIDTH, placeholder=" …")


def _offer(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    context["description"] = description(app, pagename)


def description(app: Sphinx, docname: str) -> str:
    """Return what a page is about; of a page without prose, what the site is about."""
    site = _("what goes into an LSTM and what comes out of it, shown by running it.")
    found = app.env.metadata.get(docname, {}).get("description", "")
    return found or site[0].upper() + site[1:]
