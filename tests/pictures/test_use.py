"""Heads, chunks, windows, weights, the cell and the roads back are those of the objects."""

import pytest
import torch
from torch import nn

from lstm_demo import (
    plot_cell,
    plot_chunks,
    plot_heads,
    plot_roads_back,
    plot_weights,
    plot_windows,
    trace_gates,
)
from lstm_demo.pictures.cell import EQUATIONS
from lstm_demo.pictures.roads import what_is_left
from lstm_demo.pictures.style import number
from tests.pictures.drawn import random_gates, texts


@pytest.mark.parametrize("batch_first", [False, True])
def test_heads_have_the_shapes_that_they_return(batch_first: bool):
    """One answer for each sequence, for each step, and for one step at a time."""
    lstm, head = nn.LSTM(4, 3, batch_first=batch_first), nn.Linear(3, 2)
    inputs = torch.randn(5, 7, 4)
    output, (h_n, _) = lstm(inputs)
    written = texts(plot_heads(lstm, head, inputs))
    for code, result in (("h_n[-1]", h_n[-1]), ("output", output)):
        at = written.index(f"head({code})")
        assert written[at + 1] == str(tuple(head(result).shape))
    assert written[written.index("head(output[-1])") + 1] == str(tuple(head(h_n[-1]).shape))


def test_without_the_gradient_only_the_state_is_drawn():
    """No scissors, no way back, and a lower sheet."""
    figure = plot_chunks(5, 2, gradient=False)
    written = texts(figure)
    assert {"1", "5", "call 3", "forward: the state h, c"} <= set(written)
    assert not {"✂", "backward: the gradient"} & set(written)
    assert "gradient" not in figure.get_label()
    assert figure.get_figheight() < plot_chunks(5, 2).get_figheight()


@pytest.mark.parametrize("detach", [True, False])
def test_scissors_stand_between_the_chunks_that_are_detached(detach: bool):
    """Eleven steps in chunks of four are three calls, and two cuts."""
    figure = plot_chunks(11, 4, detach=detach)
    written = texts(figure)
    assert [text for text in written if text.isdigit()] == [str(k + 1) for k in range(11)]
    assert [text for text in written if text[:4] == "call"] == [
        "call 1",
        "call 2",
        "call 3",
    ]
    assert written.count("✂") == 2 * detach
    assert "chunks of [4, 4, 3]" in figure.get_label()
    assert ("scissors" in figure.get_label()) == detach


def test_windows_are_those_that_unfold_makes():
    """Bars begin where the windows do, and the counts are those of the tensors."""
    series = torch.arange(30.0)
    windows = series.unfold(0, 8 + 3, 4)
    (axes,) = plot_windows(series, 8, 3, stride=4).axes
    bars = [patch for patch in axes.patches if patch.get_height() == pytest.approx(0.2)]
    starts = sorted({bar.get_x() for bar in bars[:-2] if not bar.get_hatch()})
    step = (starts[1] - starts[0]) / 4
    begun = [round((start - starts[0]) / step) for start in starts]
    assert begun == windows[:4, 0].tolist()
    assert [bar.get_width() / step for bar in bars[:2]] == pytest.approx([8, 3])
    written = texts(axes.figure)
    assert any(text.endswith(f" {(len(windows), 8)}") for text in written)
    assert any(text.endswith(f" {(len(windows), 3)}") for text in written)


@pytest.mark.parametrize("layer", [0, 1])
def test_rows_of_a_gate_are_those_that_compute_it(layer: int):
    """Setting the rows that stand beside f to a large bias opens f, and no other gate."""
    lstm = nn.LSTM(4, 3, 2, dtype=torch.float64)
    written = texts(plot_weights(lstm, layer=layer))
    for gate in "ifgo":
        begin, end = map(int, written[written.index(f"${gate}$") + 1].split(":"))
        opened = nn.LSTM(4, 3, 2, dtype=torch.float64)
        getattr(opened, f"bias_ih_l{layer}")[begin:end] = 50
        trace = trace_gates(opened, torch.randn(2, 1, 4, dtype=torch.float64))
        found = {
            name for name in "ifgo" if (getattr(trace.layers[layer][0], name) == 1).all()
        }
        assert found == {gate}
    for name, weight in lstm.named_parameters():
        assert (name in written) == name.endswith(str(layer))
        assert str(tuple(weight.shape)) in written or not name.endswith(str(layer))


def test_the_cell_has_the_numbers_of_the_record():
    """Gates and states of one step and unit, and the states of the step before."""
    layer = random_gates()
    written = texts(plot_cell("c", layer, step=2, unit=1, batch=1))
    for gate in "ifgo":
        assert number(float(getattr(layer, gate)[2, 1, 1])) in written
    for name, value in {
        "c_t": layer.c[2, 1, 1],
        "c_{t-1}": layer.c[1, 1, 1],
        "h_t": layer.h[2, 1, 1],
        "h_{t-1}": layer.h[1, 1, 1],
    }.items():
        assert f"${name}$ = {number(float(value))}" in written
    assert written[0] == f"${EQUATIONS['c']}$"
    assert "$c_{t-1}$" in texts(plot_cell("c", layer, step=0))


def test_the_roads_back_are_the_jacobians():
    """Through c alone, what is left is the largest product of f over the steps after."""
    lstm = nn.LSTM(4, 3, dtype=torch.float64)
    inputs = torch.randn(5, 4, dtype=torch.float64)
    f = trace_gates(lstm, inputs).layers[0][0].f
    left = what_is_left(lstm, inputs)
    wanted = [float(f[step + 1 :].prod(0).max()) for step in range(5)]
    assert left["c"] == pytest.approx(wanted)
    assert left["h"][-1] == 1
    weight = lstm.weight_hh_l0.clone()
    lstm.weight_hh_l0.zero_()
    assert what_is_left(lstm, inputs)["h"] == [0, 0, 0, 0, 1]
    lstm.weight_hh_l0.copy_(weight)
    written = texts(plot_roads_back(lstm, inputs))
    assert all(number(share) in written for share in left["c"] + left["h"])


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: plot_cell("x"), ValueError, "got 'x'"),
        (lambda: plot_cell("f", random_gates(), step=11), ValueError, "below 11 and 7"),
        (lambda: plot_cell("f", nn.LSTM(4, 3)), TypeError, "got a LSTM without i"),
        (lambda: plot_chunks(25, 5), ValueError, "got steps=25 and chunk=5"),
        (lambda: plot_chunks(5, 6), ValueError, "chunk from 1 to steps"),
        (lambda: plot_weights(nn.GRU(4, 3)), TypeError, "torch.nn.LSTM, got GRU"),
        (lambda: plot_weights(nn.LSTM(4, 3), layer=1), ValueError, "layer must be below 1"),
        (lambda: plot_windows(torch.zeros(9), 8, 2), ValueError, r"8 \+ 2 steps"),
        (lambda: plot_windows(torch.zeros(9, 1), 2), ValueError, r"got \(9, 1\)"),
        (
            lambda: plot_roads_back(nn.LSTM(4, 3), torch.zeros(7, 4)),
            ValueError,
            r"2 to 6 steps, got \(7, 4\)",
        ),
        (
            lambda: plot_heads(nn.LSTM(4, 3, bidirectional=True), len, torch.zeros(2, 4)),
            ValueError,
            "one direction",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, error, words):
    """The message says what came and what can be drawn."""
    with pytest.raises(error, match=words):
        call()
