"""The runners return what the module and the cells return, however time is cut."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from lstm_demo import Run, run_batched, run_in_chunks, run_stepwise
from lstm_demo.checks import axes_of
from tests.cell_reference import run_cells
from tests.lstm_cases import (
    HIDDEN,
    INPUT,
    LAYERS,
    LENGTH,
    PROJ,
    Case,
    assert_same,
    make_case,
    pieces,
)

# On a CPU, torch says once in a process that oneDNN has no projections.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(3)


CONFIGURATIONS = {
    "the post's": ({}, True, torch.float32),
    "no batch": ({"num_layers": LAYERS}, False, torch.float64),
    "batch first": ({"batch_first": True, "bias": False}, True, torch.float64),
    "batch first, no batch": ({"batch_first": True}, False, torch.float32),
    "projected": ({"proj_size": PROJ, "num_layers": LAYERS}, True, torch.float64),
    "projected, batch first": (
        {"proj_size": PROJ, "batch_first": True},
        True,
        torch.float32,
    ),
    "projected, no batch": ({"proj_size": PROJ, "bias": False}, False, torch.float64),
}
"""Options of the module, whether there is a batch, and the dtype."""


def chunks_by_cells(case: Case, chunk_size: int, carry_state: bool) -> Run:
    """Run the chunks by cells, each from the state before it or from `hx`."""
    runs, state = [], case.hx
    for piece in pieces(case, chunk_size):
        runs.append(run_cells(case.lstm, piece, state))
        if carry_state:
            state = runs[-1].h_n, runs[-1].c_n
    return Run(
        torch.cat([run.output for run in runs], axes_of(*case[:2]).index("time")),
        runs[-1].h_n,
        runs[-1].c_n,
        torch.stack([run.h_n for run in runs]),
        torch.stack([run.c_n for run in runs]),
    )


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_one_call_is_the_bare_call_and_equals_the_cells(name, bidirectional):
    """`run_batched` returns the module's own numbers, which the cells confirm."""
    options, batched, dtype = CONFIGURATIONS[name]
    lstm = nn.LSTM(INPUT, HIDDEN, bidirectional=bidirectional, dtype=dtype, **options)
    case = make_case(lstm, batched)
    zeros = tuple(torch.zeros_like(state) for state in case.hx)
    for hx in (case.hx, None):
        run = run_batched(lstm, case.inputs, hx)
        output, (h_n, c_n) = lstm(case.inputs, hx)
        bare = (output, h_n, c_n, h_n[None], c_n[None])
        torch.testing.assert_close(tuple(run), bare, rtol=0, atol=0)
        assert_same(run[:3], bare[:3], case)
        assert_same(run[:3], run_cells(lstm, case.inputs, hx or zeros)[:3], case)


@pytest.mark.parametrize("carry_state", [True, False])
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_stepwise_run_equals_the_cells_and_carried_the_bare_call(name, carry_state):
    """Step by step, output and the state after every step are the cells' own."""
    options, batched, dtype = CONFIGURATIONS[name]
    case = make_case(nn.LSTM(INPUT, HIDDEN, dtype=dtype, **options), batched)
    run = run_stepwise(*case, carry_state=carry_state)
    assert_same(run, chunks_by_cells(case, 1, carry_state), case)
    zeros = tuple(torch.zeros_like(state) for state in case.hx)
    from_zeros = run_stepwise(case.lstm, case.inputs, carry_state=carry_state)
    assert_same(from_zeros, chunks_by_cells(case._replace(hx=zeros), 1, carry_state), case)
    if carry_state:
        output, (h_n, c_n) = case.lstm(case.inputs, case.hx)
        assert_same(run[:3], (output, h_n, c_n), case)


@pytest.mark.parametrize("carry_state", [True, False])
@pytest.mark.parametrize("batch_first", [False, True])
def test_chunks_of_every_size_equal_the_cells(carry_state, batch_first):
    """Every chunk size gives the cells' numbers; the last chunk may be short or all."""
    lstm = nn.LSTM(INPUT, HIDDEN, LAYERS, batch_first=batch_first, dtype=torch.float64)
    case = make_case(lstm)
    for chunk_size in range(1, LENGTH + 2):
        run = run_in_chunks(*case, chunk_size=chunk_size, carry_state=carry_state)
        assert_same(run, chunks_by_cells(case, chunk_size, carry_state), case)
        if carry_state:
            output, (h_n, c_n) = lstm(case.inputs, case.hx)
            assert_same(run[:3], (output, h_n, c_n), case)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_configuration_equals_the_cells(data):
    """Whatever the sizes and options, values and gradients are those of the cells."""
    torch.manual_seed(data.draw(st.integers(0, 2**16), "seed"))
    size = st.integers(1, 4)
    hidden = data.draw(size, "hidden_size")
    lstm = nn.LSTM(
        data.draw(size, "input_size"),
        hidden,
        data.draw(st.integers(1, 3), "num_layers"),
        bias=data.draw(st.booleans(), "bias"),
        batch_first=data.draw(st.booleans(), "batch_first"),
        proj_size=data.draw(st.integers(0, hidden - 1), "proj_size"),
        dtype=data.draw(st.sampled_from([torch.float64, torch.float32]), "dtype"),
    )
    case = make_case(
        lstm,
        batched=data.draw(st.booleans(), "batched"),
        length=data.draw(st.integers(1, 6), "length"),
        batch=data.draw(st.integers(0, 3), "batch"),
    )
    chunk_size = data.draw(st.integers(1, 7), "chunk_size")
    carry_state = data.draw(st.booleans(), "carry_state")
    run = run_in_chunks(*case, chunk_size=chunk_size, carry_state=carry_state)
    assert_same(run, chunks_by_cells(case, chunk_size, carry_state), case)
