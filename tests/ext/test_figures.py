"""Figures are small files that look as they were drawn."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image
from sphinx_gallery.scrapers import ImagePathIterator

from figures import scrape


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Path, Path, str]:
    """A figure, saved by Matplotlib and by the gallery; and the gallery's markup."""
    plt.figure(figsize=(3, 2))
    plt.plot([0, 1, 4, 9], color="#5599cc", alpha=0.6)
    plt.savefig(tmp_path / "drawn.png")
    paths = ImagePathIterator(tmp_path / "figure_{0:03}.png")
    configuration = {
        "src_dir": str(tmp_path),
        "image_srcset": (),
        "compress_images": (),
        "matplotlib_animations": (False, None),
    }
    markup = scrape(("code", "", 1), {"image_path_iterator": paths}, configuration)
    return tmp_path / "drawn.png", tmp_path / "figure_001.webp", markup


def test_a_figure_is_shown_as_webp(saved: tuple[Path, Path, str]) -> None:
    """The page asks for the file that is there, and it is less than half of the PNG."""
    drawn, figure, markup = saved
    assert figure.name in markup
    assert figure.stat().st_size < drawn.stat().st_size / 2


def test_no_colour_is_far_from_what_was_drawn(saved: tuple[Path, Path, str]) -> None:
    """No channel of any pixel differs by more than 4 of 255; white stays white."""
    drawn, figure, _ = saved
    with Image.open(drawn) as before, Image.open(figure) as after:
        assert before.size == after.size
        wanted, got = (np.asarray(it.convert("RGB"), dtype=int) for it in (before, after))
    assert np.abs(wanted - got).max() <= 4
    assert (got[wanted.min(axis=-1) == 255] == 255).all()
