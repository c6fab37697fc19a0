"""Unrolled networks have the true shapes, and the numbers that they say are equal."""

from itertools import product

import pytest
import torch
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from torch import nn
from torch.nn.utils.rnn import pack_sequence

from lstm_demo import plot_h_n, plot_unrolled
from lstm_demo.pictures.call import call_of
from lstm_demo.pictures.shelf import same_rows
from tests.pictures.drawn import after, texts


@pytest.mark.parametrize(
    ("layers", "bidirectional", "proj_size", "batch", "batch_first"),
    [
        (1, False, 0, (2,), False),
        (1, False, 3, (2,), True),
        (1, False, 0, (), True),
        (1, True, 3, (), False),
        (3, False, 3, (2,), False),
        (3, True, 0, (2,), True),
    ],
)
def test_every_part_has_its_shape(layers, bidirectional, proj_size, batch, batch_first):
    """Inputs, what goes up at a step, outputs and all states are those of the call."""
    lstm = nn.LSTM(
        *(9, 5, layers),
        bidirectional=bidirectional,
        proj_size=proj_size,
        batch_first=batch_first,
        dtype=torch.float64,  # in float32, a projection warns
    )
    inputs = torch.randn(4, *batch, 9, dtype=torch.float64)
    if batch_first and batch:
        inputs = inputs.transpose(0, 1)
    output, (h_n, c_n) = lstm(inputs)
    written = texts(plot_unrolled(lstm, inputs))
    assert written.count(str((*batch, 9))) == 4
    assert {str(tuple(inputs.shape)), str(tuple(output.shape))} <= set(written)
    for when, (name, state) in product("0n", {"h": h_n, "c": c_n}.items()):
        if len(state) == 1:
            assert after(written, f"{name}_{when}") == str(tuple(state.shape))
        else:
            shape = str(tuple(state[0].shape))
            for row in range(len(state)):
                assert after(written, f"{name}_{when}[{row}]") == shape
    if len(h_n) > 1:
        assert written.count(str((*batch, output.shape[-1]))) >= 4 * layers


def test_packed_steps_have_as_many_rows_as_sequences_go_on():
    """On the arrows stand the sizes of the batch at each step."""
    packed = pack_sequence([torch.randn(length, 9) for length in (4, 2, 1)])
    written = texts(plot_unrolled(nn.LSTM(9, 5), packed))
    at_step = [text for text in written if text.endswith(", 9)")]
    assert at_step == ["(3, 9)", "(2, 9)", "(1, 9)", "(1, 9)", "(7, 9)"]
    assert written.count("x.data") == written.count("output.data") == 1


def test_the_reverse_direction_runs_backwards():
    """Arrows of the forward row point right, those of the reverse row left."""
    (axes,) = plot_unrolled(nn.LSTM(4, 3, bidirectional=True), torch.randn(3, 2, 4)).axes
    ways: dict[float, set[bool]] = {}
    for patch in axes.patches:
        if isinstance(patch, FancyArrowPatch):
            (start, bottom), (end, top) = patch._posA_posB
            if bottom == top:
                ways.setdefault(bottom, set()).add(bool(end > start))
    assert [ways[height] for height in sorted(ways)] == [{True}] * 2 + [{False}] * 2
    where = {text.get_text(): text.get_position()[0] for text in axes.texts}
    assert where["h_0[0]"] == where["h_n[1]"] < where["h_n[0]"] == where["h_0[1]"]


def test_what_is_lit_is_filled():
    """Only the parts that are asked for have a face, and their names are bold."""
    for part in ("x", "output", "h_0", "c_0", "h_n", "c_n"):
        (axes,) = plot_unrolled(nn.LSTM(4, 3), torch.randn(5, 1, 4), lit=part).axes
        bold = [text.get_text() for text in axes.texts if text.get_weight() == "bold"]
        assert bold == [part]
    boxes = [patch for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    assert sum(box.get_facecolor()[3] for box in boxes) == 5 + 1  # the cells, and c_n


def test_long_and_deep_networks_leave_out_the_middle():
    """The first and the last steps and layers stay, with their true numbers."""
    written = texts(plot_unrolled(nn.LSTM(9, 5, 7), torch.randn(100, 2, 9)))
    assert {"$x_{1}$", "$x_{3}$", "$x_{100}$", "l0", "l1", "l6", "…", "⋮"} <= set(written)
    assert not {"$x_{4}$", "$x_{99}$", "l2", "l5"} & set(written)


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("layers", [1, 2])
def test_rows_of_h_n_are_found_where_output_has_them(layers: int, batch_first: bool):
    """The last rows are in output: forward in its last step, reverse in its first.

    Equality is looked up: if output had other numbers, nothing in it would be filled.
    """
    lstm = nn.LSTM(4, 3, layers, bidirectional=True, batch_first=batch_first)
    inputs = torch.randn(2, 5, 4)
    call = call_of(lstm, inputs)
    last = 2 * layers - 1
    assert same_rows(call) == {(-1, 0): last - 1, (0, 1): last}
    assert same_rows(call._replace(output=call.output + 1)) == {}
    figure = plot_h_n(lstm, inputs)
    assert f"output[-1] holds the same numbers as h_n[{last - 1}]" in figure.get_label()
    written = texts(figure)
    assert written.count(f"h_n[{last}]") == written.count(f"h_n[{last - 1}]") == 2
    assert f"h_n.view{(layers, 2, *call.h_n.shape[1:])}" in written
