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
from tests.pictures.drawn import after, random_gates, texts


@pytest.mark.parametrize("batch_first", [False, True])
def test_heads_have_the_shapes_that_they_return(batch_first: bool):
    """One answer for each sequence, for each step, and for one step at a time."""
    lstm, head = nn.LSTM(4, 3, batch_first=batch_first), nn.Linear(3, 2)
    inputs = torch.randn(5, 7, 4)
    output, (h_n, _) = lstm(inputs)
    written = texts(plot_heads(lstm, head, inputs))
    for code, result in (("h_n[-1]", h_n[-1]), ("output", output)):
        assert after(written, f"head({code})") == str(tuple(head(result).shape))
    code = "head(output[:, -1])" if batch_first else "head(output[-1])"
    one = head(output[:, -1] if batch_first else output[-1])
    assert after(written, code) == f"{tuple(one.shape)} at each step"


@pytest.mark.parametrize("options", [{}, {"detach": False}, {"gradient": False}], ids=str)
def test_scissors_stand_between_the_chunks_that_are_detached(options: dict[str, bool]):
    """Eleven steps in chunks of four are three calls, with two cuts of the gradient."""
    figure = plot_chunks(11, 4, **options)
    written = texts(figure)
    assert [text for text in written if text.isdigit()] == [str(k + 1) for k in range(11)]
    calls = [text for text in written if text[:4] == "call"]
    assert calls == ["call 1", "call 2", "call 3"]
    assert written.count("✂") == (0 if options else 2)
    assert ("scissors" in figure.get_label()) == (not options)
    gradient = options.get("gradient", True)
    assert ("backward: the gradient" in written) == gradient
    assert ("gradient" in figure.get_label()) == gradient
    assert "forward: the state h, c" in written
    if gradient:
        assert "chunks of [4, 4, 3]" in figure.get_label()


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
        begin, end = map(int, after(written, f"${gate}$").split(":"))
        opened = nn.LSTM(4, 3, 2, dtype=torch.float64)
        getattr(opened, f"bias_ih_l{layer}")[begin:end] = 50
        trace = trace_gates(opened, torch.randn(2, 1, 4, dtype=torch.float64))
        values = trace.layers[layer][0]._asdict()
        assert {name for name in "ifgo" if (values[name] == 1).all()} == {gate}
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
