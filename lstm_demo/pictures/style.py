"""How every picture looks, whatever the settings of the session are."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

PALETTE = tomllib.loads(Path(__file__).with_name("palette.toml").read_text("utf-8"))
"""The colours that pictures share with the site."""

LETTERS = PALETTE["gate"] | PALETTE["var"]
PAGE = PALETTE["page"]

COLOUR_OF: dict[str, str] = {letter: colour["light"] for letter, colour in LETTERS.items()}
"""The colour of each letter of the equations: x, h, c, i, f, g and o."""

FACE_OF: dict[str, str] = {letter: colour["face"] for letter, colour in LETTERS.items()}
"""The pale colour inside the boxes that stand for a letter."""

INK = PAGE["ink"]["light"]
MUTED = PAGE["muted"]["light"]
LINE = PAGE["line"]["light"]
SURFACE = PAGE["surface"]["light"]
ACCENT, TINT = PAGE["accent"]["light"], PAGE["accent"]["face"]
RIGHT = PAGE["right"]["light"]
WRONG = PAGE["wrong"]["light"]
FAINT = "#767676"

UNLIT = LINE, "none"
"""The edge and the face of a box that is not lit."""

LINE_COLOURS = ("#12408f", "#c24a00", "#00855d", "#6a1450", "#000000")
"""Blue, vermilion, green, purple and black after Okabe and Ito
(https://jfly.uni-koeln.de/color/), darkened to a contrast of 4.5 to 1 with white, and
far from one another for readers who lack any one kind of cone as well."""

MARKERS = ("o", "s", "^", "D", "v")

# Which keys Matplotlib's stubs allow depends on its version.
FRAME: dict[Any, Any] = {
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.dpi": 100,
}
"""Settings of the pictures that the plots of the lessons have as well."""

STYLE: dict[Any, Any] = {
    **FRAME,
    "axes.edgecolor": FAINT,
    "axes.facecolor": "white",
    "axes.labelcolor": INK,
    "axes.labelsize": 11,
    "axes.linewidth": 0.8,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "figure.facecolor": "white",
    "figure.titlesize": 13,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "savefig.facecolor": "white",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}

WIDTH = 6.4
"""Inches; 640 pixels at 100 dots an inch."""

Numbers = NDArray[np.float64]


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the same style everywhere, and leave the settings as they were.

    ``@house_style()`` draws a whole function so.
    """
    with mpl.style.context(["default", STYLE]):
        yield


def count_steps(axes: Axes, steps: int, margin: float = 0.5) -> None:
    """Put whole steps, counted from 1, on the x axis."""
    axes.set_xlim(1 - margin, steps + margin)
    axes.xaxis.set_major_locator(whole_numbers(10))


def whole_numbers(most: int) -> MaxNLocator:
    """Place ticks at whole numbers, ``most`` of them or fewer."""
    return MaxNLocator(most, integer=True, min_n_ticks=1, steps=[1, 2, 5, 10])


def reach_of(values: Numbers) -> float:
    """Say how far from 0 the finite numbers go."""
    return float(np.abs(values[np.isfinite(values)]).max(initial=0))


def two_decimals(value: float) -> str:
    """Write a number with two decimals and a true minus sign."""
    text = f"{value:.2f}"
    if float(text) == 0:
        return text.removeprefix("-")
    return text.replace("-", "\N{MINUS SIGN}")
