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
    assert len(slices) == 3
    for text in slices:
        code, shape = text[2:].split("] ")
        axis = code.count(":,")
        assert shape == str(tuple(x.select(axis, 1).shape))
    steps, sequences, _ = slices
    assert steps.startswith("x[:, 1]" if batch_first else "x[1]")
    assert sequences.startswith("x[1]" if batch_first else "x[:, 1]")
    names = ("batch", "time") if batch_first else ("time", "batch")
    for axis, name in enumerate((*names, "features")):
        assert f"axis {axis}: {name} {x.shape[axis]}" in written


def test_a_slice_is_lit_on_every_face_that_shows_it():
    """One step of three sequences is three cells in front and four on top."""
    counts = {
        "time": 3 + 4,  # in front and on top
        "batch": 5 + 4,  # in front and on the right
        "features": 5 + 3,  # on top and on the right
    }
    for axis, count in counts.items():
        (axes,) = plot_axes(torch.randn(5, 3, 4), lit=axis).axes
        filled = [patch for patch in axes.patches if patch.get_facecolor()[3]]
        cells = [patch for patch in filled if patch.get_zorder() == 3]
        assert len(cells) == count, axis


def test_every_entry_is_drawn_or_the_axis_says_how_many_are():
    """The cells in sight are as many as the shape says, up to 7 along an axis."""
    for shape, (steps, rows, features) in (
        ((7, 5, 4), (7, 5, 4)),
        ((50, 7, 2), (7, 7, 2)),
    ):
        figure = plot_axes(torch.randn(shape), lit="time")
        (axes,) = figure.axes
        cells = steps * rows + steps * features + rows * features
        faces = [patch for patch in axes.patches if isinstance(patch, Polygon)]
        assert len(faces) == cells
        told = "axis 0: time 50 (7 drawn)" in texts(figure)
        assert told == (shape[0] > 7)


def test_cells_go_where_the_tensors_send_them():
    """Turned, each row is one sequence; reshaped, rows hold several."""
    x = torch.randn(3, 2, 4)
    written = texts(plot_transpose_and_reshape(x))
    cells = [text for text in written if text[0] in "AB" and text[1:].isdigit()]
    assert cells[:6] == ["A1", "B1", "A2", "B2", "A3", "B3"]
    assert cells[6:12] == ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert cells[12:] == ["A1", "B1", "A2", "B2", "A3", "B3"]
    assert {"✓ each row is one sequence", "✗ rows mix the sequences"} <= set(written)
    assert "x.reshape(2, 3, 4)" in written


def test_one_sequence_alone_cannot_be_mixed():
    """With a batch of one, both ways give the same."""
    written = texts(plot_transpose_and_reshape(torch.randn(3, 1, 4)))
    assert written.count("✓ each row is one sequence") == 2


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


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: plot_axes(torch.zeros(5, 4)), ValueError, r"three axes, got \(5, 4\)"),
        (lambda: plot_axes(torch.zeros(5, 3, 4), lit="x"), ValueError, "got 'x'"),
        (lambda: plot_transpose_and_reshape(torch.zeros(9, 2, 4)), ValueError, "at most 8"),
        (lambda: plot_packing(torch.zeros(5)), TypeError, "PackedSequence, got Tensor"),
        (lambda: plot_packing(pack_sequence([torch.zeros(25)])), ValueError, "got 25"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, error, words):
    """The message says what came and what can be drawn."""
    with pytest.raises(error, match=words):
        call()
