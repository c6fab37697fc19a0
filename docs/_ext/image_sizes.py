"""Tell the browser how large each image is, so that nothing moves on loading."""

import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

IMAGE = re.compile(
    r'<img (?P<before>[^>]*?)src="(?P<src>[^":]+\.(?:png|webp))"(?P<after>[^>]*)>'
)


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
    # Sphinx copies its images after the pages, sphinx-gallery has copied its own.
    sources = {
        posixpath.join(app.builder.imagedir, name): Path(app.srcdir, source)
        for source, name in app.builder.images.items()
    }
    here = posixpath.dirname(app.builder.get_target_uri(pagename))
    seen = 0

    def add(match: re.Match[str]) -> str:
        nonlocal seen
        image = posixpath.normpath(posixpath.join(here, unquote(match["src"])))
        path = sources.get(image, Path(app.outdir, image))
        if " width=" in match[0] or not path.is_file():
            return match[0]
        seen += 1
        with Image.open(path) as picture:
            size = f'width="{picture.width}" height="{picture.height}"'
        lazy = ' loading="lazy"' if seen > 1 else ""
        before, src, after = match.groups()
        return f'<img {before}src="{src}" {size}{lazy}{after}>'

    context["body"] = IMAGE.sub(add, context["body"])
