"""The runners call the module as a hand-written loop does, and leave all else alone."""

import copy

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from lstm_demo import run_batched, run_in_chunks, run_stepwise
from tests.cell_reference import run_cells
from tests.lstm_cases import (
    BATCH,
    HIDDEN,
    INPUT,
    LAYERS,
    LENGTH,
    PROJ,
    assert_same,
    chunks_by_module,
    make_case,
)


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(3)


@pytest.mark.parametrize("chunk_size", [1, 2, LENGTH])
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16], ids=str)
def test_half_precision_runs_as_the_module_does(dtype, chunk_size):
    """In the short dtypes the numbers are those of the same calls by hand."""
    case = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS, dtype=dtype))
    run = run_in_chunks(*case, chunk_size=chunk_size)
    expected = chunks_by_module(case, chunk_size, case.hx)
    assert run.output.dtype == dtype
    torch.testing.assert_close(tuple(run), tuple(expected), rtol=0, atol=0)


def test_autocast_runs_as_the_module_does():
    """Under autocast the runners return what the module does, in the dtype it chooses."""
    case = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for inputs in (case.inputs, case.inputs.bfloat16()):
            run = run_stepwise(case.lstm, inputs, case.hx)
            expected = chunks_by_module(case._replace(inputs=inputs), 1, case.hx)
            torch.testing.assert_close(tuple(run), tuple(expected), rtol=0, atol=0)


def test_the_runners_stay_on_the_device_of_the_module():
    """On the meta device, which holds no numbers, the right shapes come out."""
    lstm = nn.LSTM(INPUT, HIDDEN, LAYERS, proj_size=PROJ, device="meta")
    run = run_stepwise(lstm, torch.empty(LENGTH, BATCH, INPUT, device="meta"))
    assert {tensor.device.type for tensor in run} == {"meta"}
    assert [tuple(tensor.shape) for tensor in run] == [
        (LENGTH, BATCH, PROJ),
        (LAYERS, BATCH, PROJ),
        (LAYERS, BATCH, HIDDEN),
        (LENGTH, LAYERS, BATCH, PROJ),
        (LENGTH, LAYERS, BATCH, HIDDEN),
    ]


@pytest.mark.parametrize("batch_first", [False, True])
def test_steps_without_carrying_are_a_batch_of_sequences_of_one_step(batch_first):
    """Steps that all start from one state are independent sequences of length one."""
    lstm = nn.LSTM(INPUT, HIDDEN, LAYERS, batch_first=batch_first, dtype=torch.float64)
    case = make_case(lstm, batch=1)
    run = run_stepwise(*case, carry_state=False)
    h_0, c_0 = (state.expand(-1, LENGTH, -1).contiguous() for state in case.hx)
    output, (h_n, c_n) = lstm(case.inputs.transpose(0, 1), (h_0, c_0))
    got = (run.output, run.h_calls.squeeze(2), run.c_calls.squeeze(2))
    expected = (output.transpose(0, 1), h_n.transpose(0, 1), c_n.transpose(0, 1))
    assert_same(got, expected, case)


@pytest.mark.parametrize("carry_state", [True, False])
@pytest.mark.parametrize(("chunk_size", "calls"), [(1, 5), (2, 3), (3, 2), (5, 1), (9, 1)])
def test_the_module_is_called_once_per_chunk(chunk_size, calls, carry_state):
    """A run makes one call of the module per chunk, hooks and all."""
    case = make_case(nn.LSTM(INPUT, HIDDEN))
    seen = []
    case.lstm.register_forward_pre_hook(lambda _, arguments: seen.append(arguments[0]))
    run_in_chunks(*case, chunk_size=chunk_size, carry_state=carry_state)
    assert len(seen) == calls
    torch.testing.assert_close(torch.cat(seen), case.inputs, rtol=0, atol=0)


@pytest.mark.parametrize("chunk_size", [1, 2, LENGTH])
def test_dropout_in_training_draws_as_the_same_calls_of_the_module(chunk_size):
    """In training mode the same seed and the same calls give the same numbers."""
    case = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS, dropout=0.5))
    torch.manual_seed(3)
    run = run_in_chunks(*case, chunk_size=chunk_size)
    torch.manual_seed(3)
    expected = chunks_by_module(case, chunk_size, case.hx)
    torch.testing.assert_close(tuple(run), tuple(expected), rtol=0, atol=0)


def test_dropout_parts_the_two_runs_in_training_only():
    """Stepwise draws a mask per step: it differs from one call until `eval()`."""
    case = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS, dropout=0.5, dtype=torch.float64))
    training = run_batched(*case).output - run_stepwise(*case).output
    assert training.abs().max() > 1e-3
    case.lstm.eval()
    assert_same(run_batched(*case)[:3], run_stepwise(*case)[:3], case)


def test_no_input_is_modified():
    """Inputs and states keep their numbers, and no operation has written to them."""
    case = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS))
    tensors = [tensor.detach() for tensor in (case.inputs, *case.hx)]
    before = [(tensor.clone(), tensor._version) for tensor in tensors]
    for chunk_size in (1, 2, LENGTH):
        run_in_chunks(case.lstm, tensors[0], tuple(tensors[1:]), chunk_size=chunk_size)
    for tensor, (numbers, version) in zip(tensors, before, strict=True):
        assert torch.equal(tensor, numbers)
        assert tensor._version == version


def test_no_graph_is_kept_where_none_is_wanted():
    """Under `no_grad` nothing that comes out requires a gradient; else all does."""
    case = make_case(nn.LSTM(INPUT, HIDDEN))
    assert all(tensor.requires_grad for tensor in run_stepwise(*case))
    with torch.no_grad():
        assert not any(tensor.requires_grad for tensor in run_stepwise(*case))


def test_strided_inputs_and_a_list_of_states_and_a_subclass_are_honoured():
    """Tensors need not be contiguous, `hx` may be a list, the module a subclass."""

    class Named(nn.LSTM):
        pass

    case = make_case(Named(INPUT, HIDDEN, batch_first=True, dtype=torch.float64))
    strided = case.inputs.transpose(0, 1).contiguous().transpose(0, 1)
    assert not strided.is_contiguous()
    for run in (run_stepwise, run_batched):
        assert_same(run(case.lstm, strided, list(case.hx))[:3], run(*case)[:3], case)


class Noise(nn.Module):
    """A parametrization that draws at every use, as weight dropout does."""

    def forward(self, weight: Tensor) -> Tensor:
        """Add a fresh number to every weight."""
        return weight + torch.randn_like(weight)


def test_a_parametrization_runs_only_as_often_as_the_module_runs_it():
    """The checks do not evaluate a parametrized weight: the draws are the module's."""
    case = make_case(nn.LSTM(INPUT, HIDDEN))
    parametrize.register_parametrization(case.lstm, "weight_ih_l0", Noise())
    with torch.no_grad():
        torch.manual_seed(3)
        run = run_stepwise(*case)
        torch.manual_seed(3)
        expected = chunks_by_module(case, 1, case.hx)
    torch.testing.assert_close(tuple(run), tuple(expected), rtol=0, atol=0)


def test_weights_that_are_no_parameters_are_honoured():
    """Weights computed elsewhere may stand in the parameters' place."""
    case = make_case(nn.LSTM(INPUT, HIDDEN))
    other = copy.deepcopy(case.lstm)
    for key, weight in case.lstm.named_parameters():
        delattr(other, key)
        setattr(other, key, weight * 1.0)
    assert not list(other.parameters())
    assert_same(run_stepwise(other, *case[1:]), run_stepwise(*case), case)


def test_a_bidirectional_module_runs_where_one_chunk_holds_the_sequence():
    """One step, or one chunk of all steps, knows the future that it needs."""
    lstm = nn.LSTM(INPUT, HIDDEN, LAYERS, bidirectional=True, dtype=torch.float64)
    one = make_case(lstm, length=1)
    assert_same(run_stepwise(*one)[:3], run_cells(*one)[:3], one)
    case = make_case(lstm)
    run = run_in_chunks(*case, chunk_size=LENGTH)
    assert_same(run[:3], run_cells(*case)[:3], case)
