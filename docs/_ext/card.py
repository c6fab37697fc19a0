"""The picture that messengers show with a link."""

import textwrap
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

SIZE, DPI = (12.0, 6.3), 100
INK, PAPER, CURVES = "#1b1f24", "#ffffff", ("#1f6feb", "#bf4b8a")


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
