"""Keep figures as SVG: sharp on any screen, and small when they are compressed.

Beside the one that a script has for its thumbnail there is a picture of it in pixels, since
many thumbnails are on one page.
"""

import re
from io import StringIO
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt
from sphinx_gallery.scrapers import figure_rst

DRAWN = "_drawn.svg"  # under the bare name, it would be taken for the thumbnail
# A heat map and the like have two pixels for each of the screen. Nothing is said of
# Matplotlib or of the day.
NOTHING = dict.fromkeys(("Creator", "Date", "Format", "Type"))
AS_SVG: dict[str, Any] = {"format": "svg", "dpi": 200, "metadata": NOTHING}
# Comments, which repeat each text of a drawing, indentation, and numbers of its parts.
NOT_DRAWN = re.compile(r"""<!--.*?-->|(?<=\s)\s+| id="[\w.]+_\d{1,3}\"""")


def scrape(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """Save the figures of a block, and return the markup that shows them."""
    markup = ""
    thumbnail = block_vars["file_conf"].get("thumbnail_number", 1)
    paths = map(Path, block_vars["image_path_iterator"])
    figures = [plt.figure(number) for number in plt.get_fignums()]
    for figure, path in zip(figures, paths, strict=False):  # the paths never end
        drawing = path.with_suffix(".svg")
        if path.stem.endswith(f"_{thumbnail:03}"):
            figure.savefig(path.with_suffix(".webp"))
            drawing = path.with_name(f"{path.stem}{DRAWN}")
        drawn = StringIO()
        with plt.rc_context({"svg.hashsalt": "figure"}):  # or every name in it is random
            figure.savefig(drawn, transparent=True, **AS_SVG)
        drawing.write_text(NOT_DRAWN.sub("", drawn.getvalue()), encoding="utf-8")
        # What a figure shows, in words, is its label; without one, its titles stand for it.
        titles = [figure.get_suptitle(), *(axes.get_title() for axes in figure.axes)]
        shown = str(figure.get_label()) or ", ".join(filter(None, titles))
        markup += figure_rst([drawing], gallery_conf["src_dir"], shown)
    plt.close("all")
    return markup
