"""Keep figures as SVG: sharp on any screen, and small when they are compressed.

Beside each there is a small picture of it in pixels, from which the thumbnail is made: many
thumbnails are on one page.
"""

import re
from io import StringIO
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt
from sphinx_gallery.scrapers import matplotlib_scraper

# The end of a drawing's name. Under the bare name, sphinx-gallery would take it for the
# thumbnail, in place of the picture.
DRAWN = "_drawn.svg"
# Resolution of what a drawing holds in pixels, such as a heat map: two per CSS pixel.
RASTER_DPI = 200
# Comments, which repeat each text of a drawing, indentation, and numbers of its parts.
NOT_DRAWN = re.compile(r"""<!--.*?-->|(?<=\s)\s+| id="[\w.]+_\d{1,3}\"""")
# What Matplotlib would say of itself and of the day: None leaves it out.
NOTHING = dict.fromkeys(("Creator", "Date", "Format", "Type"))
# The alternative text of a figure, which sphinx-gallery makes of its titles.
ALT = re.compile(r"(?<=:alt: ).*")


def scrape(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """Save the figures of a block, and return the markup that shows them."""
    figures = [plt.figure(number) for number in plt.get_fignums()]
    before = len(block_vars["image_path_iterator"])
    markup: str = matplotlib_scraper(block, block_vars, gallery_conf, format="webp")
    paths = block_vars["image_path_iterator"].paths[before:]
    with plt.rc_context({"svg.hashsalt": "figure"}):  # or every name in it is random
        for figure, path in zip(figures, paths, strict=True):
            name = f"{Path(path).stem}{DRAWN}"
            drawing = StringIO()
            figure.savefig(
                drawing, format="svg", dpi=RASTER_DPI, metadata=NOTHING, transparent=True
            )
            lean = NOT_DRAWN.sub("", drawing.getvalue())
            Path(path).with_name(name).write_text(lean, encoding="utf-8")
    # What a figure shows, in words, is its label; without one, its titles stand for it.
    shown = iter(figures)
    markup = ALT.sub(lambda found: str(next(shown).get_label()) or found[0], markup)
    return markup.replace(".webp", DRAWN)
