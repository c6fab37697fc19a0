"""Draw the pictures that messengers show with a link: one for each part of the site.

They are asked for by absolute addresses, so that there are none where the site has none.
A part is a folder with an index page, whose title the picture shows; all other pages have
that of the first page.
"""

import posixpath
from pathlib import Path
from typing import Any

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from descriptions import description

FOLDER = "_static/cards"
WIDTH, HEIGHT = 1200, 630
"""In pixels, as `card` draws them."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build; descriptions must be there too."""
    app.connect("html-page-context", _offer)
    app.connect("build-finished", _draw_all)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def part(app: Sphinx, pagename: str) -> str:
    """Return the first page of the part of the site that a page belongs to."""
    index = posixpath.join(pagename.split("/")[0], "index")
    return index if index in app.env.all_docs else app.config.root_doc


def _name(index: str) -> str:
    return f"{index.replace('/', '-')}.png"


def _offer(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template where the card of a page is."""
    if app.config.site_url:
        here = f"{app.config.site_url}{app.config.language}/"
        context["card"] = f"{here}{FOLDER}/{_name(part(app, pagename))}"
        context["card_size"] = WIDTH, HEIGHT


def _draw_all(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html" or not app.config.site_url:
        return
    from card import draw  # only now, since it takes Matplotlib

    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for index in sorted({part(app, docname) for docname in app.env.all_docs}):
        words = {
            "Title": app.env.titles[index].astext(),
            "Description": description(app, index),
            "Source": app.config.project,
        }
        path = folder / _name(index)
        if not (path.exists() and _words_of(path) == words):
            draw(path, words)


def _words_of(path: Path) -> dict[str, str]:
    """Return the words of a card, which it holds as text too."""
    with Image.open(path) as picture:
        return {str(key): str(text) for key, text in picture.info.items() if key != "dpi"}
