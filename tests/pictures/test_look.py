"""Pictures are legible to all, and look as they were seen to look."""

from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from torch import nn

from docs._make.places import ROOT
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


# What readers see of linear red, green and blue who lack the cones for long, middle or
# short waves: Machado, Oliveira and Fernandes, https://doi.org/10.1109/TVCG.2009.113.
SEEN = {
    "all": np.eye(3),
    "long": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "middle": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "short": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour) -> np.ndarray:
    """Undo the gamma of sRGB."""
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one, other) -> float:
    """Compute the contrast of two colours as WCAG does."""
    low, high = sorted(float(TO_XYZ[1] @ linear(each)) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def cielab(rgb: np.ndarray) -> np.ndarray:
    """Place a linear colour where distance is difference to the eye."""
    x, y, z = np.cbrt(TO_XYZ @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("cones", SEEN)
def test_lines_are_told_apart_without_any_one_kind_of_cone(cones: str):
    """All colours are 25 or more apart in CIELAB, and each has its marker."""
    seen = [cielab(np.array(SEEN[cones]) @ linear(colour)) for colour in COLOURS]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 25
    assert len(set(MARKERS)) == len(COLOURS)


def test_lines_and_names_stand_out_from_the_ground():
    """Lines and their names have the contrast with white that text needs."""
    inks = [edge for letter, (edge, _) in COLOURS_OF.items() if letter]
    assert all(contrast(colour, "white") >= 4.5 for colour in (*COLOURS, *inks, MUTED))
    # Names are written on the faces as well.
    assert all(contrast(*COLOURS_OF[letter]) >= 4.5 for letter in "ifgoxhc")


def test_gates_have_the_colours_of_the_site():
    """In pictures, in the explorer and in the equations a gate is known by one colour."""
    css = (ROOT / "docs" / "_static" / "palette.css").read_text(encoding="utf-8")
    for letter in "ifgo":
        assert f"--gate-{letter}: {COLOURS_OF[letter][0]};" in css


@pytest.mark.parametrize("limits", [(0, 1), (-1, 1)])
def test_numbers_on_a_heat_map_stand_out(limits):
    """Black or white has a contrast of 4.5 with every colour of both kinds of map."""
    values = np.linspace(*limits, 50)
    image = heat_map(plt.figure().add_subplot(), values[:, None], limits, "#00785a")
    for value in values:
        ground = image.cmap(image.norm(value))
        assert contrast(ink_on(image, value), ground) >= 4.5
