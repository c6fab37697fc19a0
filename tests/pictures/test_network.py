"""Pictures of networks have the true shapes at their arrows."""

from itertools import combinations

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from lstm_demo.pictures import plot_network
from lstm_demo.pictures.plan import shown
from lstm_demo.shapes.options import Options
from lstm_demo.shapes.shapes import shapes_of
from tests.pictures.drawn import titles


def texts(axes: Axes) -> list[str]:
    """Collect what is written."""
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize("batch", [None, 2])
@pytest.mark.parametrize("proj_size", [0, 3])
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("layers", [1, 3])
def test_every_arrow_has_the_shape_of_what_goes_along(
    layers, bidirectional, proj_size, batch
):
    """Inputs, what goes from layer to layer, outputs and all states are labelled."""
    options = Options(9, 5, layers, bidirectional=bidirectional, proj_size=proj_size)
    directions, hout = options.directions, options.state_size
    (axes,) = plot_network(shapes_of(options, 4, batch)).axes
    front = () if batch is None else (batch,)
    written = texts(axes)
    assert written.count(str((*front, 9))) == 4
    assert written.count(str((*front, directions * hout))) == 4 * layers
    for row in range(layers * directions):
        for when in "0n":
            wanted = f"h_{when}[{row}] {(*front, hout)}\nc_{when}[{row}] {(*front, 5)}"
            assert written.count(wanted) == 1
    cells = [patch for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    assert len(cells) == 4 * layers * directions
    assert written.count(f"l{layers - 1}") == 4 * directions
    assert [f"x_{t}" in written and f"h_{t}" in written for t in (1, 2, 3, 4)] == [True] * 4


def test_the_reverse_direction_runs_backwards():
    """Arrows of the forward row point right, those of the reverse row left."""
    (axes,) = plot_network(shapes_of(Options(4, 3, bidirectional=True), 3, 2)).axes
    rows: dict[float, set[bool]] = {}
    for patch in axes.patches:
        if isinstance(patch, FancyArrowPatch):
            (start, bottom), (end, top) = patch._posA_posB
            if bottom == top:
                rows.setdefault(bottom, set()).add(bool(end > start))
    assert [rows[height] for height in sorted(rows)] == [{True}, {False}]
    where = {text.get_text()[:6]: text.get_position()[0] for text in axes.texts}
    assert where["h_0[0]"] == where["h_n[1]"] < where["h_n[0]"] == where["h_0[1]"]


def test_packed_lengths_are_on_the_arrows_and_in_the_strip():
    """Each step has as many sequences as go on, and the squares tell which."""
    lengths = (2, 4, 1)
    (axes,) = plot_network(shapes_of(Options(9, 5), lengths=lengths)).axes
    written = texts(axes)
    for features in (9, 5):
        shapes = [text for text in written if text.endswith(f", {features})")]
        shapes = [text for text in shapes if text.startswith("(")]
        assert sorted(shapes) == sorted(f"({batch}, {features})" for batch in (3, 2, 1, 1))
    squares = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    filled: dict[float, int] = {}
    for square in squares:
        dark = to_hex(square.get_facecolor()) != "#ffffff"
        filled[square.get_y()] = filled.get(square.get_y(), 0) + dark
    assert [filled[height] for height in sorted(filled, reverse=True)] == list(lengths)
    assert [each for each in written if "]: " in each] == ["[0]: 2", "[1]: 4", "[2]: 1"]
    assert titles(axes.figure) == [
        "nn.LSTM(9, 5)\n"
        "input.data (7, 9) → output.data (7, 5), h_n (1, 3, 5), c_n (1, 3, 5)"
    ]


def test_long_and_deep_networks_leave_out_the_middle():
    """The first and the last steps and layers stay, with their true numbers."""
    (axes,) = plot_network(shapes_of(Options(9, 5, 7), 100, 2)).axes
    written = texts(axes)
    assert {"x_1", "x_3", "x_100", "l0", "l1", "l6", "…", "⋮"} <= set(written)
    assert not {"x_4", "x_99", "l2", "l5"} & set(written)
    assert shown(5, 5) == [0, 1, 2, 3, 4]
    assert shown(6, 5) == [0, 1, 2, None, 5]


def test_words_and_axes_of_the_network_come_from_the_caller():
    """The names at the arrows and the title can be passed in."""
    figure, axes = plt.subplots()
    shapes = shapes_of(Options(4, 3), 2, 1)
    assert plot_network(shapes, axes, inputs="e", outputs="s", title="Red") is figure
    assert {"e_1", "e_2", "s_1", "s_2"} <= set(texts(axes))
    assert titles(figure)[0] == "Red"


def test_what_is_written_does_not_touch():
    """No two labels overlap, on the largest network that is drawn whole."""
    options = Options(64, 256, 4, bidirectional=True, proj_size=128)
    figure = plot_network(shapes_of(options, 5, 32))
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    whole = figure.bbox
    assert all(whole.x0 <= box.x0 and box.x1 <= whole.x1 for box in boxes)
