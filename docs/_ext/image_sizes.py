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
    r'<img (?P<before>[^>]*?)src="(?P<src>[^":]+\.(?:png|svg|webp))"(?P<after>[^>]*)>'
)
POINTS = re.compile(r'<svg [^>]*?\bwidth="([\d.]+)pt" height="([\d.]+)pt"')
"""The size of a drawing, as Matplotlib writes it; what it has not drawn is left alone."""

PIXELS = 96 / 72
"""In a point, as CSS has it."""


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
        size = _size(path)
        if " width=" in match[0] or not size:
            return match[0]
        seen += 1
        width, height = size
        lazy = ' loading="lazy"' if seen > 1 else ""
        before, src, after = match.groups()
        return f'<img {before}src="{src}" width="{width}" height="{height}"{lazy}{after}>'

    context["body"] = IMAGE.sub(add, context["body"])


def _size(path: Path) -> tuple[int, int] | None:
    """Return the width and the height of an image in pixels, if it is there and has any."""
    if not path.is_file():
        return None
    if path.suffix == ".svg":
        sides = POINTS.search(path.read_text(encoding="utf-8"))
        return sides and (round(float(sides[1]) * PIXELS), round(float(sides[2]) * PIXELS))
    with Image.open(path) as picture:
        return picture.size
