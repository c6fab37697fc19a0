"""Diagrams have the true shapes and numbers of the tensors and calls that they show."""

from itertools import product

import pytest
import torch
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Polygon
from torch import nn
from torch.nn.utils.rnn import pack_sequence

from lstm_demo import pictures, trace_gates
from lstm_demo.pictures import plot_axes, plot_transpose_and_reshape, plot_unrolled
from lstm_demo.pictures.call import call_to_draw
from lstm_demo.pictures.cell import EQUATIONS
from lstm_demo.pictures.h_n import same_rows
from lstm_demo.pictures.roads_back import what_is_left
from lstm_demo.pictures.style import two_decimals
from tests.pictures.drawn import after, random_gates, texts


def test_each_slice_has_its_index_and_shape():
    """What stands below a block is what PyTorch returns for that expression."""
    x = torch.randn(5, 3, 4)
    written = texts(plot_axes(x))
    slices = {"x[1]": x[1], "x[:, 1]": x[:, 1], "x[:, :, 1]": x[:, :, 1]}
    told = [f"{code} {tuple(part.shape)}" for code, part in slices.items()]
    assert [text for text in written if text.startswith("x[")] == told
    axes = {"axis 0: time 5", "axis 1: batch 3", "axis 2: features 4"}
    assert axes <= set(written)
    assert "x[0] (1, 1)" in texts(plot_axes(torch.randn(1, 1, 1)))


@pytest.mark.parametrize("shape", [(5, 3, 4), (7, 7, 2), (1, 1, 1)])
def test_every_entry_is_drawn(shape: tuple[int, int, int]):
    """A block has as many cells as the shape says; below it each slice is on two faces."""
    steps, rows, features = shape
    (axes,) = plot_axes(torch.randn(shape)).axes
    cells = [patch for patch in axes.patches if isinstance(patch, Polygon)]
    faces = steps * rows + steps * features + rows * features
    assert len(cells) == 4 * faces
    lit = [cell for cell in cells if cell.get_facecolor()[3]]
    one_step, one_sequence = rows + features, steps + features
    one_feature = steps + rows
    if shape == (1, 1, 1):  # the cell in sight on all three faces
        one_step = one_sequence = one_feature = 3
    assert len(lit) == one_step + one_sequence + one_feature


def test_cells_go_where_the_tensors_send_them():
    """Turned, each row is one sequence; reshaped, rows hold several, unless it is alone."""
    written = texts(plot_transpose_and_reshape(torch.randn(3, 2, 4)))
    cells = [text for text in written if text[0] in "AB" and text[1:].isdigit()]
    as_read, turned = "A1 B1 A2 B2 A3 B3", "A1 A2 A3 B1 B2 B3"
    assert " ".join(cells) == f"{as_read} {turned} {as_read}"
    right, wrong = "✓ each row is one sequence", "✗ rows mix the sequences"
    assert {right, wrong, "x.reshape(2, 3, 4)"} <= set(written)
    assert texts(plot_transpose_and_reshape(torch.randn(3, 1, 4))).count(right) == 2


def test_data_holds_the_cells_in_the_order_that_is_drawn():
    """The rows of ``data``, at the foot, are named after their sequence and step."""
    sequences = [10 * row + torch.arange(length) for row, length in enumerate((2, 5, 3))]
    packed = pack_sequence(sequences, enforce_sorted=False)
    figure = pictures.plot_packing(packed)
    named = [text for text in figure.axes[0].texts if text.get_text()[0] in "ABC"]
    named.sort(key=lambda text: text.get_position()[::-1])
    wanted = [f"{'ABC'[number // 10]}{number % 10 + 1}" for number in packed.data.tolist()]
    assert [text.get_text() for text in named[: len(wanted)]] == wanted
    written = texts(figure)
    sizes = [text for text in written if text.isdigit()]
    assert list(map(int, sizes)) == packed.batch_sizes.tolist() == [3, 3, 2, 1, 1]
    assert [text for text in written if text[0] == "["] == ["[1]", "[2]", "[0]"]
    assert "data (10,)" in written


@pytest.mark.parametrize(
    ("options", "batch"),
    [
        ({}, [2]),
        ({"proj_size": 3, "batch_first": True}, [2]),
        ({"batch_first": True}, []),
        ({"bidirectional": True, "proj_size": 3}, []),
        ({"num_layers": 3, "proj_size": 3}, [2]),
        ({"num_layers": 3, "bidirectional": True, "batch_first": True}, [2]),
    ],
)
def test_every_part_has_its_shape(options: dict[str, int], batch: list[int]):
    """Inputs, what goes up at a step, outputs and all states are those of the call."""
    lstm = nn.LSTM(9, 5, **options, dtype=torch.float64)  # in float32, a projection warns
    inputs = torch.randn(4, *batch, 9, dtype=torch.float64)
    if lstm.batch_first and batch:
        inputs = inputs.transpose(0, 1)
    output, (h_n, c_n) = lstm(inputs)
    written = texts(plot_unrolled(lstm, inputs))
    assert written.count(str((*batch, 9))) == 4
    assert {str(tuple(inputs.shape)), str(tuple(output.shape))} <= set(written)
    several = len(h_n) > 1
    for name, state in {"h_0": h_n, "h_n": h_n, "c_0": c_n, "c_n": c_n}.items():
        shape = str(tuple((state[0] if several else state).shape))
        for row in range(len(state)):
            assert after(written, f"{name}[{row}]" if several else name) == shape
    if several:
        assert written.count(str((*batch, output.shape[-1]))) >= 4 * lstm.num_layers


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
    call = call_to_draw(lstm, inputs)
    last = 2 * layers - 1
    assert same_rows(call) == {(-1, 0): last - 1, (0, 1): last}
    assert same_rows(call._replace(output=call.output + 1)) == {}
    figure = pictures.plot_h_n(lstm, inputs)
    assert f"output[-1] holds the same numbers as h_n[{last - 1}]" in figure.get_label()
    written = texts(figure)
    assert written.count(f"h_n[{last}]") == written.count(f"h_n[{last - 1}]") == 2
    assert f"h_n.view{(layers, 2, *call.h_n.shape[1:])}" in written


@pytest.mark.parametrize("batch_first", [False, True])
def test_heads_have_the_shapes_that_they_return(batch_first: bool):
    """One answer for each sequence, for each step, and for one step at a time."""
    lstm, head = nn.LSTM(4, 3, batch_first=batch_first), nn.Linear(3, 2)
    inputs = torch.randn(5, 7, 4)
    output, (h_n, _) = lstm(inputs)
    written = texts(pictures.plot_heads(lstm, head, inputs))
    for code, result in (("h_n[-1]", h_n[-1]), ("output", output)):
        assert after(written, f"head({code})") == str(tuple(head(result).shape))
    code = "head(output[:, -1])" if batch_first else "head(output[-1])"
    one = head(output[:, -1] if batch_first else output[-1])
    assert after(written, code) == f"{tuple(one.shape)} at each step"


@pytest.mark.parametrize("gradient", [False, True])
def test_scissors_stand_between_the_chunks(gradient: bool):
    """Eleven steps in chunks of four are three calls, with two cuts of the gradient."""
    figure = pictures.plot_chunks(11, 4, gradient=gradient)
    written, told = texts(figure), figure.get_label()
    assert [text for text in written if text.isdigit()] == [str(k + 1) for k in range(11)]
    calls = [text for text in written if text[:4] == "call"]
    assert calls == ["call 1", "call 2", "call 3"]
    assert written.count("✂") == (2 if gradient else 0)
    assert ("scissors" in told) == gradient
    assert ("backward: the gradient" in written) == gradient
    assert "forward: the state (h, c)" in written
    assert "chunks of [4, 4, 3]" in told


def test_windows_are_those_that_unfold_makes():
    """Bars begin where the windows do, and the counts are those of the tensors."""
    series = torch.arange(30.0)
    windows = series.unfold(0, 8 + 3, 4)
    (axes,) = pictures.plot_windows(series, 8, 3, stride=4).axes
    bars = [patch for patch in axes.patches if patch.get_height() == pytest.approx(0.2)]
    starts = sorted({bar.get_x() for bar in bars[:-2] if not bar.get_hatch()})
    step = (starts[1] - starts[0]) / 4
    begun = [round((start - starts[0]) / step) for start in starts]
    assert begun == windows[:4, 0].tolist()
    assert [bar.get_width() / step for bar in bars[:2]] == pytest.approx([8, 3])
    for size in (8, 3):
        shape = f" {(len(windows), size)}"
        assert any(text.endswith(shape) for text in texts(axes.figure))


def test_rows_of_a_gate_are_those_that_compute_it():
    """Setting the rows that stand beside f to a large bias opens f, and no other gate."""
    lstm = nn.LSTM(4, 3, 2, dtype=torch.float64)
    written = texts(pictures.plot_weights(lstm))
    for gate in "ifgo":
        begin, end = map(int, after(written, f"${gate}$").split(":"))
        opened = nn.LSTM(4, 3, 2, dtype=torch.float64)
        opened.bias_ih_l0[begin:end] = 50
        trace = trace_gates(opened, torch.randn(2, 1, 4, dtype=torch.float64))
        values = trace.layers[0][0]._asdict()
        assert {name for name in "ifgo" if (values[name] == 1).all()} == {gate}
    for name, weight in lstm.named_parameters():
        if name.endswith("l0"):
            assert after(written, name) == str(tuple(weight.shape))
        else:
            assert name not in written
    assert "bias_ih_l0" not in texts(pictures.plot_weights(nn.LSTM(4, 3, bias=False)))


def test_the_cell_has_the_numbers_of_the_record():
    """Gates and states of one step and unit, and the states of the step before."""
    layer = random_gates()
    written = texts(pictures.plot_cell("c", layer, step=2, unit=1))
    assert written[0] == f"${EQUATIONS['c']}$"
    gates = {two_decimals(getattr(layer, gate)[2, 0, 1].item()) for gate in "ifgo"}
    assert gates <= set(written)
    for name, (step, when) in product("ch", ((2, "t"), (1, "{t-1}"))):
        value = getattr(layer, name)[step, 0, 1].item()
        assert f"${name}_{when}$ = {two_decimals(value)}" in written
    assert "$c_{t-1}$" in texts(pictures.plot_cell("c", layer, step=0))


def test_the_roads_back_are_the_jacobians():
    """Through c alone, what is left is the largest product of f over the steps after."""
    lstm = nn.LSTM(4, 3, dtype=torch.float64)
    inputs = torch.randn(5, 4, dtype=torch.float64)
    f = trace_gates(lstm, inputs).layers[0][0].f
    left = what_is_left(lstm, inputs)
    assert left["c"] == pytest.approx([float(f[t + 1 :].prod(0).max()) for t in range(5)])
    assert left["h"][-1] == 1
    written = texts(pictures.plot_roads_back(lstm, inputs))
    assert all(two_decimals(share) in written for share in left["c"] + left["h"])
    lstm.weight_hh_l0.zero_()
    assert what_is_left(lstm, inputs)["h"] == [0, 0, 0, 0, 1]
