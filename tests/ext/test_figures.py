"""Figures are drawings that need no pixels and are the same bytes on any day."""

import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from sphinx_gallery.scrapers import ImagePathIterator

from figures import scrape


def save(folder: Path) -> tuple[bytes, str]:
    """Draw a figure and save it as the gallery does; return the file and the markup."""
    plt.close("all")
    plt.figure(figsize=(3, 2))
    plt.plot([0, 1, 4, 9])
    plt.title("Squares")
    paths = ImagePathIterator(folder / "figure_{0:03}.png")
    configuration = {
        "src_dir": str(folder),
        "image_srcset": (),
        "compress_images": (),
        "matplotlib_animations": (False, None),
    }
    markup = scrape(("code", "", 1), {"image_path_iterator": paths}, configuration)
    return (folder / "figure_001_drawn.svg").read_bytes(), markup


def test_a_figure_is_shown_as_svg(tmp_path: Path) -> None:
    """The page asks for the file that is there, which is drawn and tells its size."""
    figure, markup = save(tmp_path)
    assert ".. image-sg:: /figure_001_drawn.svg" in markup
    root = ET.fromstring(figure)
    assert root.tag.endswith("svg")
    assert (root.get("width"), root.get("height")) == ("216pt", "144pt")
    assert b"<image" not in figure


def test_a_figure_says_nothing_of_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn twice, on days that are apart, it is the same; no one is named as its maker."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    before, _ = save(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    after, _ = save(tmp_path)
    assert before == after
    assert b"metadata" not in after
