"""Pictures are legible to all, and look as they were seen to look."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from torch import nn

from lstm_demo import plot_unrolled
from lstm_demo.pictures.gates import heat_map, ink_on
from lstm_demo.pictures.style import COLOURS, COLOURS_OF, MARKERS, MUTED


def test_pictures_ignore_and_keep_the_settings_of_the_session():
    """A dark style changes nothing, and is still there afterwards."""
    call = nn.LSTM(4, 3), torch.randn(5, 1, 4)
    plain = pixels(plot_unrolled(*call, title="x"))
    with mpl.style.context(["dark_background", {"font.size": 20, "axes.grid": True}]):
        before = dict(mpl.rcParams)
        dark = pixels(plot_unrolled(*call, title="x"))
        assert dict(mpl.rcParams) == before
    np.testing.assert_array_equal(plain, dark)


def pixels(figure: Figure) -> np.ndarray:
    """Draw a figure."""
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba()).copy()


LUMINANCE = 0.2126729, 0.7151522, 0.0721750
"""The share of linear red, green and blue in it."""


def linear(colour) -> np.ndarray:
    """Undo the gamma of sRGB."""
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one, other) -> float:
    """Compute the contrast of two colours as WCAG does."""
    low, high = sorted(float(LUMINANCE @ linear(each)) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_lines_and_names_stand_out_from_the_ground():
    """Lines and their names have the contrast of text, and no colour tells a line alone."""
    assert len(set(MARKERS)) == len(COLOURS)
    inks = [edge for letter, (edge, _) in COLOURS_OF.items() if letter]
    assert all(contrast(colour, "white") >= 4.5 for colour in (*COLOURS, *inks, MUTED))
    # Names are written on the faces as well.
    assert all(contrast(*COLOURS_OF[letter]) >= 4.5 for letter in "ifgoxhc")


@pytest.mark.parametrize("limits", [(0, 1), (-1, 1)])
def test_numbers_on_a_heat_map_stand_out(limits):
    """Black or white has a contrast of 4.5 with every colour of both kinds of map."""
    values = np.linspace(*limits, 50)
    image = heat_map(plt.figure().add_subplot(), values[:, None], limits, "#00785a")
    for value in values:
        ground = image.cmap(image.norm(value))
        assert contrast(ink_on(image, value), ground) >= 4.5
