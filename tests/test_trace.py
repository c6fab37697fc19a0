"""The oracle writes down the gates that PyTorch computes; traces hold the very same."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, unpack_sequence

from lstm_demo.gates.oracle import watch_gates
from lstm_demo.gates.records import GateTrace
from lstm_demo.gates.trace import trace_gates
from tests.lstm_cases import (
    HIDDEN,
    INPUT,
    LENGTH,
    PROJ,
    TOLERANCES,
    Case,
    draw_module,
    make_case,
    run_cells,
)

KINDS = "batched", "unbatched", "sorted", "unsorted"


def make_sequence(lstm: nn.LSTM, kind: str, length: int, batch: int = 3) -> Case:
    """Draw inputs of one kind, and states for them."""
    case = make_case(lstm, kind != "unbatched", length, 0 if kind == "empty" else batch)
    lengths = [max(1, length - 2 * n) for n in range(batch)]
    if kind == "unsorted":
        return pack(case, lengths[1:] + lengths[:1])
    return pack(case, lengths, enforce_sorted=True) if kind == "sorted" else case


def pack(case: Case, lengths: list[int], enforce_sorted: bool = False) -> Case:
    """Pack the inputs of a case."""
    batch_first = case.lstm.batch_first
    packed = pack_padded_sequence(case.inputs, lengths, batch_first, enforce_sorted)
    return case._replace(inputs=packed)


def flatten(trace: GateTrace) -> dict[str, torch.Tensor | PackedSequence]:
    """Name everything that a trace holds."""
    named = {name: getattr(trace, name) for name in ("output", "h_n", "c_n")}
    for k, layer in enumerate(trace.layers):
        for d, values in enumerate(layer):
            for name, value in values._asdict().items():
                named[f"layers[{k}][{d}].{name}"] = value
    return named


def assert_same_trace(got: GateTrace, expected: GateTrace, tolerance=None) -> None:
    """Compare the kind, the axes and every number of all that two traces hold."""
    tolerance = tolerance or TOLERANCES[expected.h_n.dtype]
    got, expected = flatten(got), flatten(expected)
    assert list(got) == list(expected)
    for name, value in expected.items():
        assert type(got[name]) is type(value), name
        if isinstance(value, PackedSequence):
            torch.testing.assert_close(got[name][1:], value[1:], rtol=0, atol=0)
        said = f"{name}: {{}}".format
        torch.testing.assert_close(got[name].data, value.data, **tolerance, msg=said)


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("proj_size", [0, PROJ])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_the_states_that_the_oracle_sees_are_those_of_the_cells(
    bidirectional, proj_size, batch_first
):
    """Of every layer, direction and step: h and c against cells run one by one."""
    options = {"bidirectional": bidirectional, "proj_size": proj_size}
    lstm = nn.LSTM(INPUT, HIDDEN, 2, batch_first=batch_first, **options).double()
    case = make_case(lstm)
    trace, cells = watch_gates(*case), run_cells(*case)
    rows = [values for layer in trace.layers for values in layer]
    for row, values in enumerate(rows):
        for got, calls in ((values.h, cells.h_calls), (values.c, cells.c_calls)):
            in_time = calls[:, row].flip(0) if bidirectional and row % 2 else calls[:, row]
            expected = in_time.transpose(0, 1) if batch_first else in_time
            torch.testing.assert_close(got, expected, rtol=0, atol=1e-12)


def test_the_oracle_leaves_the_fused_kernel_on():
    """The setting is as it was after several watches at once, and after one that failed."""
    lstm, inputs = nn.LSTM(INPUT, HIDDEN), torch.randn(50, 3, INPUT)
    assert torch.backends.mkldnn.enabled
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: watch_gates(lstm, inputs), range(40)))
    assert torch.backends.mkldnn.enabled
    lstm.register_forward_hook(lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        watch_gates(lstm, inputs)
    assert torch.backends.mkldnn.enabled


def test_the_oracle_watches_in_inference_mode_too():
    """There the module would be one call; what is seen is the same as without."""
    lstm, inputs = nn.LSTM(INPUT, HIDDEN), torch.randn(5, 3, INPUT)
    expected = watch_gates(lstm, inputs)
    with torch.inference_mode():
        seen = watch_gates(lstm, inputs.clone())
    torch.testing.assert_close(seen.layers, expected.layers, rtol=0, atol=0)


BOTH = {"bidirectional": True}
CONFIGURATIONS = {
    "the post's": ({}, "batched", LENGTH),
    "one step": (BOTH, "batched", 1),
    "no batch, two directions": (BOTH, "unbatched", LENGTH),
    "batch first": ({"batch_first": True, "num_layers": 2}, "batched", LENGTH),
    "no sequence": (BOTH, "empty", LENGTH),
    "no bias": (BOTH | {"bias": False}, "batched", LENGTH),
    "dropout in evaluation": ({"num_layers": 2, "dropout": 0.5}, "batched", LENGTH),
    "projected, two layers": ({"proj_size": PROJ, "num_layers": 2}, "batched", LENGTH),
    "projected, no batch": ({"proj_size": PROJ, "bias": False}, "unbatched", LENGTH),
    "sorted": ({"num_layers": 2}, "sorted", LENGTH),
    "unsorted, batch first": ({"batch_first": True}, "unsorted", LENGTH),
    "unsorted, two directions": (BOTH, "unsorted", LENGTH),
    "unsorted, projected": (
        BOTH | {"proj_size": PROJ, "num_layers": 2},
        "unsorted",
        LENGTH,
    ),
}
"""Options, kind of input and length, which each went wrong once or easily would."""


def compare(case: Case, tolerance=None) -> None:
    """Compare a trace with the oracle, and its results with what the module returns."""
    expected, trace = watch_gates(*case), trace_gates(*case)
    assert_same_trace(trace, expected, tolerance)
    with torch.no_grad():
        output, (h_n, c_n) = case.lstm(case.inputs, case.hx)
    if h_n.dtype == torch.float64:  # the oracle does without oneDNN, which has no float64
        for got, returned in zip(expected[:3], (output, h_n, c_n), strict=True):
            assert torch.equal(got.data, returned.data)
    # As it is: oneDNN included, which the oracle does without.
    returned = trace._replace(output=output, h_n=h_n, c_n=c_n)
    assert_same_trace(trace, returned, tolerance)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=str)
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_value_is_the_one_that_pytorch_computes(name, dtype):
    """Gates and states are those the oracle sees, with and without a graph and hx."""
    options, kind, length = CONFIGURATIONS[name]
    lstm = nn.LSTM(INPUT, HIDDEN, dtype=dtype, **options).train("dropout" not in options)
    case = make_sequence(lstm, kind, length)
    for hx in (case.hx, None):
        compare(case._replace(hx=hx))
        with torch.no_grad():
            compare(case._replace(hx=hx))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_configuration_equals_the_oracle(data):
    """Whatever the sizes, options and lengths, the oracle agrees."""
    lstm = draw_module(data, bidirectional=True)
    lengths = data.draw(st.lists(st.integers(1, 40), min_size=1, max_size=5), "lengths")
    case = make_case(lstm, length=max(lengths), batch=len(lengths))
    if data.draw(st.booleans(), "packed"):
        case = pack(case, lengths, enforce_sorted=False)
    with torch.set_grad_enabled(data.draw(st.booleans(), "grad")):
        compare(case)


@pytest.mark.parametrize("hidden_size", [64, 128, 256])
def test_wide_inputs_are_as_exact_as_is_said(hidden_size):
    """In float32 no value is further than 1e-6 from the oracle's."""
    case = Case(nn.LSTM(256, hidden_size), torch.randn(40, 16, 256), None)
    with torch.no_grad():
        compare(case, tolerance={"atol": 1e-6, "rtol": 0.0})


def test_compiled_it_is_the_same():
    """What ``torch.compile`` makes of the loop arrives in the trace."""
    lstm, inputs, hx = make_case(nn.LSTM(INPUT, HIDDEN), batch=3)
    compiled = torch.compile(trace_gates, backend="aot_eager")
    with torch.no_grad():
        assert_same_trace(compiled(lstm, inputs, hx), trace_gates(lstm, inputs, hx))


def test_states_follow_from_the_gates_step_by_step():
    """The printed equations hold between neighbours in time, in each direction.

    Time is that of the input: what comes before a step in reverse stands after it. The
    equations stand here once more because the oracle only tells what PyTorch computes,
    and not that a reader who puts the trace into them arrives at the next step.
    """
    lstm = nn.LSTM(INPUT, HIDDEN, bidirectional=True, proj_size=PROJ).double()
    _, inputs, (h_0, c_0) = make_case(lstm, length=4, batch=2)
    for d, values in enumerate(trace_gates(lstm, inputs, (h_0, c_0)).layers[0]):
        w_ih, w_hh, b_ih, b_hh, w_hr = lstm.all_weights[d]
        h, c = h_0[d], c_0[d]
        for t in reversed(range(4)) if d else range(4):
            a = inputs[t] @ w_ih.T + b_ih + h @ w_hh.T + b_hh
            i, f, g, o = a.split(HIDDEN, dim=1)
            i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
            c = f * c + i * g
            unprojected = o * c.tanh()
            h = unprojected @ w_hr.T
            got, expected = [value[t] for value in values], [i, f, g, o, c, unprojected, h]
            torch.testing.assert_close(got, expected, rtol=0, atol=1e-12)


def test_a_packed_trace_holds_the_trace_of_each_sequence():
    """Unpacked, every sequence has the values it has when it is traced by itself."""
    lstm = nn.LSTM(INPUT, HIDDEN, 2, bidirectional=True).double()
    case = make_case(lstm, length=6, batch=4)
    lengths = [2, 6, 1, 4]
    together = flatten(trace_gates(case.lstm, pack(case, lengths).inputs))
    for n, length in enumerate(lengths):
        alone = flatten(trace_gates(case.lstm, case.inputs[:length, n]))
        for key, value in together.items():
            packed = isinstance(value, PackedSequence)
            got = unpack_sequence(value)[n] if packed else value[:, n]
            torch.testing.assert_close(got, alone[key], rtol=0, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("proj_size", [0, 1])
def test_gradients_flow_through_every_value(kind, proj_size):
    """Numerical differentiation confirms the gradient of every field of the trace."""
    lstm = nn.LSTM(2, 3, 2, bidirectional=True, proj_size=proj_size).double()
    case = make_sequence(lstm, kind, length=4, batch=2)
    leaves = [case.inputs.data.detach().requires_grad_(), *case.hx, *lstm.parameters()]
    factors = torch.randn(2000, dtype=torch.float64)

    def total(data, h_0, c_0, *_):
        inputs = case.inputs._replace(data=data) if "sorted" in kind else data
        values = flatten(trace_gates(lstm, inputs, (h_0, c_0))).values()
        every = [
            value[0] if isinstance(value, PackedSequence) else value for value in values
        ]
        numbers = torch.cat([value.flatten() for value in every])
        # Each number has a factor of its own in the sum that is differentiated.
        return (numbers * factors[: len(numbers)]).sum()

    assert torch.autograd.gradcheck(total, leaves, fast_mode=True)


def test_nothing_is_changed_and_no_graph_kept_unasked():
    """Inputs, states and weights stay; `no_grad` and frozen leaves are heeded."""
    lstm = nn.LSTM(INPUT, HIDDEN, 2, bidirectional=True)
    case = make_case(lstm)
    before = [value.clone() for value in (case.inputs, *case.hx, *lstm.parameters())]
    assert all(value.requires_grad for value in flatten(trace_gates(*case)).values())
    with torch.no_grad():
        inference = trace_gates(*case)
    assert all(map(torch.equal, before, (case.inputs, *case.hx, *lstm.parameters())))
    frozen = trace_gates(lstm.requires_grad_(False), case.inputs.detach())
    for trace in (inference, frozen):
        assert not any(value.requires_grad for value in flatten(trace).values())


def test_weights_are_read_as_the_module_reads_them():
    """A weight that a parametrization computes is the one that is traced."""
    lstm = nn.LSTM(INPUT, HIDDEN, dtype=torch.float64)
    nn.utils.parametrizations.weight_norm(lstm, "weight_hh_l0")
    with torch.no_grad():
        lstm.parametrizations.weight_hh_l0.original0.mul_(3)
    inputs = torch.randn(LENGTH, 3, INPUT, dtype=torch.float64)
    compare(Case(lstm, inputs, None))


def test_a_packed_sequence_is_traced_whatever_the_default_device():
    """Its sizes stay on the CPU, where PyTorch wants them."""
    case = make_sequence(nn.LSTM(INPUT, HIDDEN), "sorted", LENGTH)
    with torch.device("meta"):
        trace = trace_gates(*case)
    assert_same_trace(trace, watch_gates(*case))
