"""The card of a page is a picture that is the same whenever it is drawn."""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from PIL import Image

from card import PAPER, draw
from social_cards import HEIGHT, WIDTH

WORDS = {"Title": "Qué entra y qué sale", "Description": "Una lección.", "Source": "demo"}


def test_a_card_is_the_same_bytes_whatever_matplotlib_is_set_to(tmp_path: Path) -> None:
    """Fonts and colours that a script has set do not reach the card."""
    draw(tmp_path / "first.png", WORDS)
    with mpl.rc_context({"font.size": 30, "axes.grid": True, "savefig.dpi": 50}):
        draw(tmp_path / "second.png", WORDS)
    first, second = (tmp_path / f"{name}.png" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_a_card_has_its_size_and_leaves_a_margin(tmp_path: Path) -> None:
    """The longest words leave the edge free, and are kept in the file as text."""
    words = WORDS | {"Title": "palabras " * 8, "Description": "y más " * 33}
    draw(tmp_path / "card.png", words)
    with Image.open(tmp_path / "card.png") as picture:
        assert picture.size == (WIDTH, HEIGHT)
        assert picture.info["Title"] == words["Title"]
        pixels = np.asarray(picture.convert("RGB"))
    paper = mpl.colors.to_rgb(PAPER)
    assert (pixels[:, -40:][:400] == np.array(paper) * 255).all()
    assert (pixels[-20:] == np.array(paper) * 255).all()
