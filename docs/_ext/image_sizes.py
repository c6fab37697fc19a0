"""Tell the browser how large each image is, so that nothing moves while a page loads."""

import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

IMAGE = re.compile(r'<img (?P<before>[^>]*?)src="(?P<src>[^":]+\.png)"(?P<after>[^>]*)>')


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.connect("html-page-context", _add_sizes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _add_sizes(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add width and height to the images of a page, and load those below lazily."""
    if doctree is None:
        return
    sources = {
        posixpath.join(app.builder.imagedir, name): Path(app.srcdir, source)
        for source, name in app.builder.images.items()
    }
    here = posixpath.dirname(pagename)
    seen = 0

    def add(match: re.Match[str]) -> str:
        nonlocal seen
        source = sources.get(posixpath.normpath(posixpath.join(here, unquote(match["src"]))))
        if source is None or " width=" in match[0]:
            return match[0]
        seen += 1
        with Image.open(source) as image:
            size = f' width="{image.width}" height="{image.height}"'
        lazy = ' loading="lazy"' if seen > 1 else ""
        return f'<img {match["before"]}src="{match["src"]}"{size}{lazy}{match["after"]}>'

    context["body"] = IMAGE.sub(add, context["body"])
