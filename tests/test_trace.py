"""Traces hold the gates that PyTorch computes, for every configuration of a module."""

from contextlib import nullcontext
from unittest import mock

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import PackedSequence, unpack_sequence

from lstm_demo.gates import layers
from lstm_demo.gates.oracle import watch_gates
from lstm_demo.gates.records import LayerTrace
from lstm_demo.gates.second_pass import scan
from lstm_demo.gates.trace import trace_gates
from tests.cell_reference import run_cells
from tests.lstm_cases import HIDDEN, INPUT, PROJ, Case, draw_module, make_case
from tests.trace_values import KINDS, assert_same_trace, flatten, make_sequence, pack

# On a CPU, torch says once in a process that oneDNN has no projections.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")

SHORT, LONG = 5, 23
"""Lengths for either method; the long one makes blocks of steps, and a rest."""


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(7)


CONFIGURATIONS = {
    "the post's": ({}, "batched", SHORT),
    "one step": ({"bidirectional": True}, "batched", 1),
    "no batch, two directions": ({"bidirectional": True}, "unbatched", LONG),
    "batch first": ({"batch_first": True, "num_layers": 2}, "batched", LONG),
    "no bias": ({"bias": False, "bidirectional": True}, "batched", LONG),
    "projected, two layers": ({"proj_size": PROJ, "num_layers": 2}, "batched", SHORT),
    "projected, no batch": ({"proj_size": PROJ, "bias": False}, "unbatched", LONG),
    "sorted": ({"num_layers": 2}, "sorted", LONG),
    "unsorted, batch first": ({"batch_first": True}, "unsorted", SHORT),
    "unsorted, two directions": ({"bidirectional": True}, "unsorted", LONG),
    "unsorted, projected, two directions": (
        {"bidirectional": True, "proj_size": PROJ, "num_layers": 2},
        "unsorted",
        LONG,
    ),
}
"""Options, kind of input and length, which each went wrong once or easily would."""


METHODS = "loop", "second pass", "as the rule chooses"


def compare(case: Case, *methods: str, tolerance=None) -> None:
    """Compare a trace with the oracle, and its results with what the module returns."""
    expected = watch_gates(*case)
    with torch.no_grad():
        output, (h_n, c_n) = case.lstm(case.inputs, case.hx)
    for method in methods:
        chosen = nullcontext()
        if method != METHODS[-1]:
            rule = {"return_value": method == "second pass"}
            chosen = mock.patch.object(layers, "_is_second_pass_better", **rule)
        with chosen:
            trace = trace_gates(*case)
        assert_same_trace(trace, expected, tolerance)
        # As it is: oneDNN included, which the oracle does without.
        returned = trace._replace(output=output, h_n=h_n, c_n=c_n)
        assert_same_trace(trace, returned, tolerance)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=str)
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_value_is_the_one_that_pytorch_computes(name, dtype):
    """Gates and states are those the oracle sees, with and without a graph and hx."""
    options, kind, length = CONFIGURATIONS[name]
    lstm = nn.LSTM(INPUT, HIDDEN, dtype=dtype, **options)
    case = make_sequence(lstm, kind, length)
    for hx in (case.hx, None):
        compare(case._replace(hx=hx), METHODS[-1])
        with torch.no_grad():
            compare(case._replace(hx=hx), *METHODS[:2])


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_configuration_equals_the_oracle(data):
    """Whatever the sizes, options, lengths and the method, the oracle agrees."""
    lstm = draw_module(data, bidirectional=True)
    lengths = data.draw(st.lists(st.integers(1, 40), min_size=1, max_size=5), "lengths")
    case = make_case(lstm, length=max(lengths), batch=len(lengths))
    if data.draw(st.booleans(), "packed"):
        case = pack(case, lengths, enforce_sorted=False)
    with torch.set_grad_enabled(data.draw(st.booleans(), "grad")):
        compare(case, data.draw(st.sampled_from(METHODS), "method"))


@pytest.mark.parametrize("method", METHODS[:2])
@pytest.mark.parametrize("hidden_size", [64, 128, 256])
def test_wide_inputs_are_as_exact_as_is_said(hidden_size, method):
    """In float32 no value is further than 1e-6 from the oracle's."""
    case = Case(nn.LSTM(256, hidden_size), torch.randn(40, 16, 256), None)
    with torch.no_grad():
        compare(case, method, tolerance={"atol": 1e-6, "rtol": 0.0})


@pytest.mark.parametrize(
    ("options", "kind", "length", "hidden_size", "better"),
    [
        ({}, "batched", 100, 128, True),
        ({}, "batched", 5, 128, False),
        ({}, "batched", 100, 512, False),
        ({}, "sorted", 100, 128, False),
        ({"proj_size": PROJ}, "batched", 100, 128, False),
        ({"dtype": torch.float64}, "batched", 100, 128, False),
    ],
)
def test_a_second_pass_is_made_where_it_pays(
    options, kind, length, hidden_size, better, monkeypatch
):
    """Long sequences with little to compute at a step are read in one fused call."""
    calls = []
    plain = torch.lstm
    monkeypatch.setattr(torch, "lstm", lambda *given: calls.append(1) or plain(*given))
    case = make_sequence(nn.LSTM(INPUT, hidden_size, **options), kind, length)
    with torch.no_grad():
        trace_gates(*case)
    assert bool(calls) == better


@pytest.mark.parametrize("length", [SHORT, LONG])
def test_compiled_it_is_the_same(length):
    """What ``torch.compile`` makes of writing in place arrives in the trace."""
    lstm, inputs, hx = make_case(nn.LSTM(INPUT, HIDDEN), length=length, batch=3)
    compiled = torch.compile(trace_gates, backend="aot_eager")
    with torch.no_grad():
        assert_same_trace(compiled(lstm, inputs, hx), trace_gates(lstm, inputs, hx))


def test_states_follow_from_the_gates_step_by_step():
    """The printed equations hold between neighbours in time, in each direction.

    Time is that of the input: what comes before a step in reverse stands after it.
    """
    lstm = nn.LSTM(INPUT, HIDDEN, bidirectional=True, proj_size=PROJ).double()
    _, inputs, (h_0, c_0) = make_case(lstm, length=4, batch=2)
    for d, values in enumerate(trace_gates(lstm, inputs, (h_0, c_0)).layers[0]):
        suffix = "_reverse" if d else ""
        w_ih, w_hh, w_hr = (
            getattr(lstm, f"weight_{part}_l0{suffix}") for part in ("ih", "hh", "hr")
        )
        bias = getattr(lstm, f"bias_ih_l0{suffix}") + getattr(lstm, f"bias_hh_l0{suffix}")
        h, c = h_0[d], c_0[d]
        for t in reversed(range(4)) if d else range(4):
            a = inputs[t] @ w_ih.T + h @ w_hh.T + bias
            i, f, g, o = a.split(HIDDEN, dim=1)
            i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
            c = f * c + i * g
            unprojected = o * c.tanh()
            h = unprojected @ w_hr.T
            torch.testing.assert_close(
                tuple(value[t] for value in values),
                (i, f, g, o, c, unprojected, h),
                rtol=0,
                atol=1e-12,
            )


def test_a_packed_trace_holds_the_trace_of_each_sequence():
    """Unpacked, every sequence has the values it has when it is traced by itself."""
    case = make_case(
        nn.LSTM(INPUT, HIDDEN, 2, bidirectional=True).double(), length=6, batch=4
    )
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
    leaves = [case.inputs.data.detach().requires_grad_(), *case.hx]
    leaves += lstm.parameters()

    def values(data, h_0, c_0, *_):
        inputs = case.inputs._replace(data=data) if "sorted" in kind else data
        trace = flatten(trace_gates(lstm, inputs, (h_0, c_0)))
        return tuple(
            value.data if isinstance(value, PackedSequence) else value
            for value in trace.values()
        )

    assert torch.autograd.gradcheck(values, leaves, fast_mode=True)


def test_gradients_in_float32_are_those_of_the_cells():
    """Through oneDNN's kernel too, the gradient of every c and h is the cells' own."""
    lstm = nn.LSTM(INPUT, HIDDEN, 2)
    case = make_case(lstm, length=LONG)
    trace = trace_gates(*case)
    cells = run_cells(*case)
    for k in range(2):
        for got, expected in (
            (trace.layers[k][0].h, cells.h_calls[:, k]),
            (trace.layers[k][0].c, cells.c_calls[:, k]),
        ):
            factors = torch.randn_like(expected)
            leaves = (case.inputs, *case.hx, lstm.weight_hh_l0, lstm.bias_ih_l0)
            gradients = [
                torch.autograd.grad((value * factors).sum(), leaves, retain_graph=True)
                for value in (got, expected)
            ]
            torch.testing.assert_close(*gradients, rtol=1e-4, atol=1e-5)


def test_a_graph_is_kept_only_if_something_asks_for_it():
    """No field requires a gradient under no_grad, or if no leaf does; else all do."""
    lstm = nn.LSTM(INPUT, HIDDEN, 2)
    inputs = torch.randn(LONG, 3, INPUT)
    assert all(value.requires_grad for value in flatten(trace_gates(lstm, inputs)).values())
    with torch.no_grad():
        inference = trace_gates(lstm, inputs)
    frozen = trace_gates(lstm.requires_grad_(False), inputs)
    for trace in (inference, frozen):
        assert not any(value.requires_grad for value in flatten(trace).values())


@pytest.mark.parametrize("length", [SHORT, LONG])
def test_nothing_that_goes_in_is_changed(length):
    """Inputs, states and weights are the same numbers after the trace."""
    lstm = nn.LSTM(INPUT, HIDDEN, 2, bidirectional=True)
    case = make_case(lstm, length=length)
    before = [value.clone() for value in (case.inputs, *case.hx, *lstm.parameters())]
    with torch.no_grad():
        trace_gates(*case)
    after = (case.inputs, *case.hx, *lstm.parameters())
    assert all(map(torch.equal, before, after))


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=str)
@pytest.mark.parametrize("length", [1, SHORT, LONG])
def test_an_empty_batch_has_an_empty_trace(length, dtype):
    """With no sequence in the batch every field is empty, in its right shape."""
    lstm = nn.LSTM(INPUT, HIDDEN, bidirectional=True, dtype=dtype)
    inputs = torch.zeros(length, 0, INPUT, dtype=dtype)
    output, (h_n, c_n) = lstm(inputs)
    for grad in (True, False):
        with torch.set_grad_enabled(grad):
            trace = trace_gates(lstm, inputs)
        assert trace.output.shape == output.shape
        assert (trace.h_n.shape, trace.c_n.shape) == (h_n.shape, c_n.shape)
        assert trace.layers[0][1].f.shape == (length, 0, HIDDEN)


def test_weights_are_read_as_the_module_reads_them():
    """A weight that a parametrization computes is the one that is traced."""
    lstm = nn.LSTM(INPUT, HIDDEN, dtype=torch.float64)
    nn.utils.parametrizations.weight_norm(lstm, "weight_hh_l0")
    with torch.no_grad():
        lstm.parametrizations.weight_hh_l0.original0.mul_(3)
    inputs = torch.randn(SHORT, 3, INPUT, dtype=torch.float64)
    trace = trace_gates(lstm, inputs)
    torch.testing.assert_close(trace.output, lstm(inputs)[0], rtol=0, atol=1e-12)


def test_parts_of_a_sequence_are_traced_one_after_the_other():
    """Each part starts from the states of the one before, and is the reader's own."""
    lstm = nn.LSTM(INPUT, HIDDEN, 2, proj_size=PROJ, dtype=torch.float64)
    case = make_case(lstm, length=LONG)
    whole, state, parts = trace_gates(*case), case.hx, []
    for piece in case.inputs.split(4):
        parts.append(trace_gates(lstm, piece, state))
        state = parts[-1].h_n, parts[-1].c_n
    for name in LayerTrace._fields:
        got = torch.cat([getattr(part.layers[1][0], name) for part in parts])
        expected = getattr(whole.layers[1][0], name)
        torch.testing.assert_close(got, expected, rtol=0, atol=1e-12)
    torch.testing.assert_close(state, (whole.h_n, whole.c_n), rtol=0, atol=1e-12)


def test_dropout_that_does_nothing_is_allowed():
    """In evaluation mode dropout leaves no mask, so the gates are known."""
    compare(make_case(nn.LSTM(INPUT, HIDDEN, 2, dropout=0.5).eval()), METHODS[-1])


def test_a_packed_sequence_is_traced_whatever_the_default_device():
    """Its sizes stay on the CPU, where PyTorch wants them."""
    case = make_sequence(nn.LSTM(INPUT, HIDDEN), "sorted", SHORT)
    with torch.device("meta"):
        trace = trace_gates(*case)
    assert_same_trace(trace, watch_gates(*case))


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("power", [1, 0, 60, 3000])
def test_the_scan_is_the_recurrence_step_by_step(power, reverse):
    """For forget gates that are open, the same at all steps, nearly shut, or zero."""
    for length, width in [(1, 3), (11, 3), (12, 3), (60, 3), (700, 3), (12, 300)]:
        f, start = torch.rand(2, length, 2, width, dtype=torch.float64)
        f = f.pow(power) if power else torch.full_like(f, 0.1)
        first = torch.rand(2, width, dtype=torch.float64)
        c, expected, c_t = start.clone(), [], first
        for t in reversed(range(length)) if reverse else range(length):
            c_t = f[t] * c_t + start[t]
            expected.append(c_t)
        scan(f, c, first, reverse=reverse)
        expected = torch.stack(expected[::-1] if reverse else expected)
        torch.testing.assert_close(c, expected, rtol=0, atol=1e-12)
