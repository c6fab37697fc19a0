"""Draw the pictures that messengers show with a link: one for each part of the site.

They are asked for by absolute addresses, so that there are none where the site has none.
A part is a folder with an index page, whose title the picture shows; all other pages have
that of the first page.
"""

import posixpath
import textwrap
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from docutils import nodes
from matplotlib.figure import Figure
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from descriptions import description

FOLDER = "_static/cards"
SIZE, DPI = (12.0, 6.3), 100
INK, PAPER, CURVES = "#1b1f24", "#ffffff", ("#1f6feb", "#bf4b8a")


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
        context["card_size"] = [round(side * DPI) for side in SIZE]


def _draw_all(app: Sphinx, exception: Exception | None) -> None:
    if exception or app.builder.format != "html" or not app.config.site_url:
        return
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


def draw(path: Path, words: dict[str, str]) -> None:
    """Draw a card, the same bytes from the same words."""
    with mpl.rc_context():
        mpl.rcdefaults()  # not what the scripts of the gallery have set
        figure = Figure(SIZE, DPI, facecolor=PAPER)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set(xlim=(0, 12), ylim=(0, 6.3))
        x = np.linspace(0, 12, 400)
        gates = 1 / (1 + np.exp(6 - x)), np.tanh(x - 6)
        for curve, colour in zip(gates, CURVES, strict=True):
            axes.plot(x, 0.9 + 0.5 * curve, color=colour, linewidth=4)
        title = textwrap.fill(words["Title"], 26)
        said = textwrap.fill(words["Description"], 62)
        axes.text(0.8, 5.5, words["Source"], color=CURVES[0], fontsize=22, weight="bold")
        axes.text(0.8, 5.2, title, color=INK, fontsize=46, weight="bold", va="top")
        below = 5.2 - 0.85 * (title.count("\n") + 1)
        axes.text(0.8, below - 0.2, said, color=INK, fontsize=20, va="top")
        figure.savefig(path, metadata={**words, "Software": None})
