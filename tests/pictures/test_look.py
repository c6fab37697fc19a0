"""Every picture is whole, legible to all, and speaks the reader's language."""

from itertools import combinations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from torch import nn
from torch.nn.utils.rnn import pack_sequence

from lstm_demo import pictures
from lstm_demo.pictures.gates import heat_map, ink_on
from lstm_demo.pictures.style import COLOUR_OF, FACE_OF, LINE_COLOURS, MARKERS, MUTED
from tests.pictures.drawn import random_gates

torch.manual_seed(3)  # or numbers that are written would have another width at each run


def pack(*lengths: int):
    """Pack sequences of four features."""
    sequences = [torch.randn(length, 4) for length in lengths]
    return pack_sequence(sequences, enforce_sorted=False)


LSTM = nn.LSTM(4, 3)
FIVE_STEPS = torch.randn(5, 1, 4)
LARGE = nn.LSTM(64, 256, 6, bidirectional=True, proj_size=128, dtype=torch.float64)
DRAWINGS = [
    (pictures.plot_unrolled, LSTM, FIVE_STEPS),
    (pictures.plot_unrolled, LARGE, torch.randn(9, 32, 64, dtype=torch.float64)),
    (pictures.plot_unrolled, LSTM, pack(2, 4, 1)),
    (pictures.plot_unrolled, nn.GRU(4, 3, 2), torch.randn(3, 4)),
    (pictures.plot_h_n, LSTM, FIVE_STEPS),
    (pictures.plot_h_n, nn.LSTM(4, 3, 2, dropout=0.5), FIVE_STEPS),
    (pictures.plot_h_n, nn.LSTM(4, 128, 2, bidirectional=True), torch.randn(3, 32, 4)),
    (pictures.plot_axes, torch.randn(5, 3, 4)),
    (pictures.plot_axes, torch.randn(7, 7, 7)),
    (pictures.plot_axes, torch.randn(1, 1, 1)),
    (pictures.plot_transpose_and_reshape, torch.randn(5, 3, 4)),
    (pictures.plot_transpose_and_reshape, torch.randn(8, 5, 4)),
    (pictures.plot_packing, pack(2, 5, 3)),
    (pictures.plot_packing, pack(8, 6, 4, 3, 2, 1)),
    (pictures.plot_heads, LSTM, nn.Linear(3, 2), torch.randn(50, 32, 4)),
    (pictures.plot_chunks, 12, 4),
    (pictures.plot_chunks, 24, 5),
    (pictures.plot_which_tool,),
    (pictures.plot_cell,),
    (pictures.plot_cell, "ig", random_gates()),
    (pictures.plot_weights, LSTM),
    (pictures.plot_weights, nn.LSTM(64, 256)),
    (pictures.plot_windows, torch.randn(40), 12, 3),
    (pictures.plot_windows, torch.randn(900), 100, 50),
    (pictures.plot_roads_back, LSTM, torch.randn(6, 4)),
]
"""Functions with their arguments: each diagram, and some of the largest."""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing[0].__name__)
def test_a_diagram_is_whole_and_legible(drawing, language: str, monkeypatch):
    """No two words overlap; all are on the sheet, and large enough for a telephone.

    What it shows is told in the reader's language, and a program goes on as without it.
    """
    monkeypatch.setenv("LANGUAGE", language)
    random, settings = torch.get_rng_state(), dict(mpl.rcParams)
    draw, *arguments = drawing
    figure = draw(*arguments)
    assert torch.equal(torch.get_rng_state(), random)
    assert dict(mpl.rcParams) == settings
    told = figure.get_label()
    assert len(told) > 60
    assert bool({"the", "The", "on"} & set(told.split())) == (language == "en")
    assert bool({"de", "del", "los"} & set(told.split())) == (language == "es")
    assert not set('{"<>&\n') & set(told)  # it will stand in an attribute of HTML
    renderer, sheet = figure.canvas.get_renderer(), figure.bbox
    words = figure.axes[0].texts
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in words]
    for (one, box), (other, second) in combinations(boxes, 2):
        assert not box.overlaps(second), (one, other)
    for word, box in boxes:
        assert sheet.x0 <= box.x0 < box.x1 <= sheet.x1, word
        assert sheet.y0 <= box.y0 < box.y1 <= sheet.y1, word
    # On 390 pixels, 6.5 points are less than 6 pixels.
    assert not [text for text in words if text.get_fontsize() < 6.5]


def test_pictures_ignore_and_keep_the_settings_of_the_session():
    """A dark style changes nothing, and is still there afterwards."""
    call = nn.LSTM(4, 3), torch.randn(5, 1, 4)
    plain = pictures.plot_unrolled(*call, title="x").canvas.print_to_buffer()
    with mpl.style.context(["dark_background", {"font.size": 20, "axes.grid": True}]):
        before = dict(mpl.rcParams)
        dark = pictures.plot_unrolled(*call, title="x").canvas.print_to_buffer()
        assert dict(mpl.rcParams) == before
    assert dark == plain


# What readers see of linear red, green and blue who lack the cones for long, middle or
# short waves: Machado, Oliveira and Fernandes, https://doi.org/10.1109/TVCG.2009.113.
SEEN = {
    "all": np.eye(3),
    "long": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "middle": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "short": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}
TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]


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
    seen = [cielab(np.array(SEEN[cones]) @ linear(colour)) for colour in LINE_COLOURS]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 25
    assert len(set(MARKERS)) == len(LINE_COLOURS)


def test_lines_and_names_stand_out_from_the_ground():
    """Lines and their names have the contrast with white that text needs."""
    for colour in (*LINE_COLOURS, *COLOUR_OF.values(), MUTED):
        assert contrast(colour, "white") >= 4.5
    # Names are written on the faces as well.
    for letter in "ifgoxhc":
        assert contrast(COLOUR_OF[letter], FACE_OF[letter]) >= 4.5


@pytest.mark.parametrize("limits", [(0, 1), (-1, 1)])
def test_numbers_on_a_heat_map_stand_out(limits):
    """Black or white has a contrast of 4.5 with every colour of both kinds of map."""
    values = np.linspace(*limits, 50)
    image = heat_map(plt.figure().add_subplot(), values[:, None], limits, COLOUR_OF["i"])
    for value in values:
        ground = image.cmap(image.norm(value))
        assert contrast(ink_on(image, value), ground) >= 4.5
