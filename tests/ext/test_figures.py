"""Figures are drawings that need no pixels and are the same bytes on any day."""

import base64
import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import matplotlib.pyplot as plt
from PIL import Image
from sphinx_gallery.scrapers import ImagePathIterator

from docs._ext.figures import scrape

CONFIGURATION = {
    "image_srcset": (),
    "compress_images": (),
    "matplotlib_animations": (False, None),
}


def save(
    folder: Path, finish: Callable[[], object] = lambda: plt.title("Squares")
) -> tuple[bytes, str]:
    """Draw a figure and save it as the gallery does; return the file and the markup."""
    plt.close("all")
    plt.figure(figsize=(3, 2))
    plt.plot([0, 1, 4, 9])
    finish()
    paths = ImagePathIterator(folder / "figure_{0:03}.png")
    configuration = CONFIGURATION | {"src_dir": str(folder)}
    variables = {"image_path_iterator": paths, "file_conf": {}}
    markup = scrape(("code", "", 1), variables, configuration)
    return (folder / "figure_001_drawn.svg").read_bytes(), markup


def test_a_figure_is_shown_as_svg(tmp_path: Path) -> None:
    """The page asks for the file that is there, which is drawn and tells its size.

    Its title is its alternative text; a diagram without one tells in words what it shows.
    Beside it is a picture, which sphinx-gallery finds for the thumbnail. Drawn again, it is
    the same; it tells neither its day nor its maker.
    """
    figure, markup = save(tmp_path)
    assert save(tmp_path)[0] == figure
    assert b"metadata" not in figure
    assert ".. image-sg:: /figure_001_drawn.svg" in markup
    assert ".webp" not in markup
    assert ":alt: Squares\n" in markup
    root = ET.fromstring(figure)
    assert root.tag.endswith("svg")
    assert (root.get("width"), root.get("height")) == ("216pt", "144pt")
    assert b"<image" not in figure
    with Image.open(tmp_path / "figure_001.webp") as picture:
        assert picture.width == 3 * picture.height / 2
    _, markup = save(tmp_path, lambda: plt.gcf().set_label("Boxes, side by side"))
    assert ":alt: Boxes, side by side\n" in markup


def test_a_heat_map_has_two_pixels_for_each_of_the_screen(tmp_path: Path) -> None:
    """What a drawing holds in pixels is sharp on a dense screen, too."""
    figure, _ = save(tmp_path, lambda: plt.imshow([[1, 2], [3, 4]]))
    image = ET.fromstring(figure).find(".//{*}image")
    assert image is not None
    link = image.attrib["{http://www.w3.org/1999/xlink}href"]
    with Image.open(io.BytesIO(base64.b64decode(link.partition(",")[2]))) as pixels:
        assert pixels.width >= 2 * float(image.attrib["width"]) * 96 / 72
