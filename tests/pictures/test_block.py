"""Blocks, grids and bars show where the numbers of a tensor are."""

import pytest
import torch
from matplotlib.patches import Polygon
from torch.nn.utils.rnn import pack_sequence

from lstm_demo import plot_axes, plot_packing, plot_transpose_and_reshape
from tests.pictures.drawn import texts


@pytest.mark.parametrize("batch_first", [False, True])
def test_each_slice_has_its_index_and_shape(batch_first: bool):
    """What stands below a block is what PyTorch returns for that expression."""
    x = torch.randn(5, 3, 4)
    written = texts(plot_axes(x, batch_first=batch_first))
    slices = [text for text in written if text.startswith("x[")]
    codes = ["x[1]", "x[:, 1]", "x[:, :, 1]"]
    assert slices == [
        f"{code} {tuple(eval(code, {'x': x}).shape)}"  # noqa: S307, our own text
        for code in ([codes[1], codes[0], codes[2]] if batch_first else codes)
    ]
    names = ("batch", "time") if batch_first else ("time", "batch")
    for axis, name in enumerate((*names, "features")):
        assert f"axis {axis}: {name} {x.shape[axis]}" in written


@pytest.mark.parametrize(
    ("shape", "drawn", "lit"),
    [
        ((5, 3, 4), (5, 3, 4), {"time": 3 + 4, "batch": 5 + 4, "features": 5 + 3}),
        ((50, 7, 2), (7, 7, 2), {"time": 7 + 2}),
    ],
)
def test_every_entry_is_drawn_or_the_axis_says_how_many_are(shape, drawn, lit):
    """There are as many cells as the shape says, up to 7; a slice is lit on two faces."""
    steps, rows, features = drawn
    for axis, count in lit.items():
        figure = plot_axes(torch.randn(shape), lit=axis)
        cells = [patch for patch in figure.axes[0].patches if isinstance(patch, Polygon)]
        faces = steps * rows + steps * features + rows * features
        filled = [cell for cell in cells if cell.get_facecolor()[3]]
        assert (len(cells), len(filled)) == (faces, count), axis
        assert ("axis 0: time 50 (7 drawn)" in texts(figure)) == (shape[0] > 7)


def test_cells_go_where_the_tensors_send_them():
    """Turned, each row is one sequence; reshaped, rows hold several, unless it is alone."""
    written = texts(plot_transpose_and_reshape(torch.randn(3, 2, 4)))
    cells = [text for text in written if text[0] in "AB" and text[1:].isdigit()]
    as_read = ["A1", "B1", "A2", "B2", "A3", "B3"]
    turned = ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert cells == as_read + turned + as_read
    right, wrong = "✓ each row is one sequence", "✗ rows mix the sequences"
    assert {right, wrong, "x.reshape(2, 3, 4)"} <= set(written)
    assert texts(plot_transpose_and_reshape(torch.randn(3, 1, 4))).count(right) == 2


def test_data_holds_the_cells_in_the_order_that_is_drawn():
    """The rows of ``data`` are named after the sequence and step that they are."""
    sequences = [
        torch.tensor([10 * row + step for step in range(length)])
        for row, length in enumerate((2, 5, 3))
    ]
    packed = pack_sequence(sequences, enforce_sorted=False)
    figure = plot_packing(packed)
    named = [text for text in figure.axes[0].texts if text.get_text()[0] in "ABC"]
    low = min(text.get_position()[1] for text in named)
    data = [text for text in named if text.get_position()[1] == low]
    data.sort(key=lambda text: text.get_position()[0])
    wanted = [f"{'ABC'[number // 10]}{number % 10 + 1}" for number in packed.data.tolist()]
    assert [text.get_text() for text in data] == wanted
    written = texts(figure)
    sizes = [text for text in written if text.isdigit()]
    assert list(map(int, sizes)) == packed.batch_sizes.tolist() == [3, 3, 2, 1, 1]
    assert [text for text in written if text[0] == "["] == ["[1]", "[2]", "[0]"]
    assert "data (10,)" in written
