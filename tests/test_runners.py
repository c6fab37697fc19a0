"""The runners return what the module and the cells return, and leave all else alone."""

import copy
import runpy

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn.utils import parametrize

from docs._make.places import ROOT
from lstm_demo import Run, run_batched, run_in_chunks, run_stepwise
from lstm_demo.checks import State, axes_of
from tests.lstm_cases import (
    BATCH,
    HIDDEN,
    INPUT,
    LAYERS,
    LENGTH,
    PROJ,
    Case,
    assert_same,
    draw_module,
    make_case,
    run_cells,
)

SIZES = 1, 2, LENGTH, LENGTH + 1
"""Steps per chunk: the last chunk may be short, or hold all."""


CONFIGURATIONS = {
    "the post's": ({}, True, torch.float32),
    "no batch": ({"num_layers": LAYERS}, False, torch.float64),
    "batch first": ({"batch_first": True, "bias": False}, True, torch.float64),
    "batch first, no batch": ({"batch_first": True}, False, torch.float32),
    "projected": ({"proj_size": PROJ, "num_layers": LAYERS}, True, torch.float64),
    "projected, first": ({"proj_size": PROJ, "batch_first": True}, True, torch.float32),
    "projected, no batch": ({"proj_size": PROJ, "bias": False}, False, torch.float64),
}
"""Options of the module, whether there is a batch, and the dtype."""


def chunks_by_hand(
    module, case: Case, chunk_size: int, hx: State | None, carry_state: bool = True
) -> Run:
    """Write the loop over the chunks by hand, for a module or for its cells."""
    time = axes_of(case.lstm, case.inputs).index("time")
    outputs, states = [], []
    for piece in case.inputs.split(chunk_size, time):
        output, state = module(piece, hx)
        outputs.append(output)
        states.append(state)
        if carry_state:
            hx = state
    h_calls, c_calls = (torch.stack(each) for each in zip(*states, strict=True))
    return Run(torch.cat(outputs, time), *states[-1], h_calls, c_calls)


def compare(case: Case, chunk_size: int, carry_state: bool) -> None:
    """Compare a run with the cells, and with the bare call if the state is carried."""

    def cells(inputs: Tensor, hx: State):
        output, h_n, c_n, *_ = run_cells(case.lstm, inputs, hx)
        return output, (h_n, c_n)

    run = run_in_chunks(*case, chunk_size=chunk_size, carry_state=carry_state)
    assert_same(run, chunks_by_hand(cells, case, chunk_size, case.hx, carry_state), case)
    if carry_state:
        output, (h_n, c_n) = case.lstm(case.inputs, case.hx)
        assert_same(run[:3], (output, h_n, c_n), case)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_runs_are_the_bare_call_and_equal_the_cells(name, bidirectional):
    """Called once, and however time is cut: output and the states after every chunk.

    With two directions a chunk has to hold all that there is, so that it knows the future.
    """
    options, batched, dtype = CONFIGURATIONS[name]
    lstm = nn.LSTM(INPUT, HIDDEN, bidirectional=bidirectional, dtype=dtype, **options)
    case = make_case(lstm, batched)
    zeros = tuple(torch.zeros_like(state) for state in case.hx)
    for hx in (case.hx, None):
        run = run_batched(lstm, case.inputs, hx)
        output, (h_n, c_n) = lstm(case.inputs, hx)
        bare = (output, h_n, c_n, h_n[None], c_n[None])
        torch.testing.assert_close(tuple(run), bare, rtol=0, atol=0)
        assert_same(run[:3], run_cells(lstm, case.inputs, hx or zeros)[:3], case)
    one_step = case.inputs.narrow(axes_of(lstm, case.inputs).index("time"), 0, 1)
    cut = case._replace(inputs=one_step) if bidirectional else case
    for carry_state in (True, False):
        for chunk_size in SIZES:
            compare(cut if chunk_size < LENGTH else case, chunk_size, carry_state)
        expected = run_in_chunks(*cut[:2], zeros, chunk_size=1, carry_state=carry_state)
        assert_same(run_stepwise(*cut[:2], carry_state=carry_state), expected, cut)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_configuration_equals_the_cells(data):
    """Whatever the sizes and options, values and gradients are those of the cells."""
    case = make_case(
        draw_module(data, bidirectional=False),
        batched=data.draw(st.booleans(), "batched"),
        length=data.draw(st.integers(1, 6), "length"),
        batch=data.draw(st.integers(0, 3), "batch"),
    )
    chunk_size = data.draw(st.integers(1, 7), "chunk_size")
    compare(case, chunk_size, data.draw(st.booleans(), "carry_state"))


class Noise(nn.Module):
    """Draws at every use, as weight dropout does."""

    def forward(self, tensor: Tensor) -> Tensor:
        """Add a fresh number to every one."""
        return tensor + torch.randn_like(tensor)


@pytest.mark.parametrize(
    "options",
    [{"dtype": torch.float16}, {"dtype": torch.bfloat16}, {"dropout": 0.5}, {}],
    ids=["float16", "bfloat16", "dropout", "noise"],
)
def test_numbers_and_draws_are_those_of_the_same_calls_by_hand(options):
    """In short dtypes, and where the module, or a weight or hook of it, draws at each call.

    There is one call for each chunk, and the checks evaluate no parametrized weight.
    """
    case = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS, **options))
    if not options:
        parametrize.register_parametrization(case.lstm, "weight_ih_l0", Noise())
        case.lstm.register_forward_pre_hook(lambda _, given: (Noise()(given[0]), given[1]))
    for chunk_size in SIZES:
        torch.manual_seed(3)
        run = run_in_chunks(*case, chunk_size=chunk_size)
        torch.manual_seed(3)
        expected = chunks_by_hand(case.lstm, case, chunk_size, case.hx)
        torch.testing.assert_close(tuple(run), tuple(expected), rtol=0, atol=0)


@pytest.mark.parametrize(
    "chunk_size", [np.int64(2), torch.tensor(2)], ids=["numpy", "torch"]
)
def test_a_chunk_size_is_any_whole_number(chunk_size):
    """An integer of NumPy or of torch makes the chunks that an ``int`` makes."""
    case = make_case(nn.LSTM(INPUT, HIDDEN))
    run = run_in_chunks(*case, chunk_size=chunk_size)
    expected = run_in_chunks(*case, chunk_size=2)
    torch.testing.assert_close(tuple(run), tuple(expected), rtol=0, atol=0)


def test_autocast_runs_as_the_module_does():
    """Under autocast the runners return what the module does, in the dtype it chooses."""
    case = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for inputs in (case.inputs, case.inputs.bfloat16()):
            run = run_stepwise(case.lstm, inputs, case.hx)
            expected = chunks_by_hand(case.lstm, case._replace(inputs=inputs), 1, case.hx)
            torch.testing.assert_close(tuple(run), tuple(expected), rtol=0, atol=0)


def test_the_runners_stay_on_the_device_of_the_module():
    """On the meta device, which holds no numbers, the right shapes come out."""
    lstm, inputs, _ = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS, proj_size=PROJ))
    shapes = [tensor.shape for tensor in run_stepwise(lstm, inputs)]
    run = run_stepwise(lstm.to("meta"), inputs.to("meta"))
    assert [tensor.shape for tensor in run] == shapes
    assert {tensor.device.type for tensor in run} == {"meta"}


def test_whatever_the_module_takes_is_honoured():
    """Strided tensors, a list of states, a subclass, and weights that are no parameters."""

    class Named(nn.LSTM):
        pass

    case = make_case(Named(INPUT, HIDDEN, batch_first=True, dtype=torch.float64))
    strided = case.inputs.transpose(0, 1).contiguous().transpose(0, 1)
    assert not strided.is_contiguous()
    for run in (run_stepwise, run_batched):
        assert_same(run(case.lstm, strided, list(case.hx))[:3], run(*case)[:3], case)
    other = copy.deepcopy(case.lstm)
    for key, weight in case.lstm.named_parameters():
        delattr(other, key)
        setattr(other, key, weight * 1.0)
    assert not list(other.parameters())
    assert_same(run_stepwise(other, *case[1:]), run_stepwise(*case), case)


def test_detach_keeps_the_numbers_and_cuts_the_history() -> None:
    """Values are those of the whole; gradients those of each chunk, read by itself."""
    case = make_case(nn.LSTM(INPUT, HIDDEN, LAYERS, dtype=torch.float64))
    cut = run_in_chunks(*case, chunk_size=2, detach=True)
    torch.testing.assert_close(tuple(cut), tuple(run_in_chunks(*case, chunk_size=2)))
    outputs, state = [], case.hx
    for chunk in case.inputs.split(2):
        run = run_batched(case.lstm, chunk, state)
        outputs.append(run.output)
        state = run.h_n.detach(), run.c_n.detach()
    assert_same((cut.output,), (torch.cat(outputs),), case)


def test_without_detach_gradients_reach_the_first_step() -> None:
    """They do not with it: in the last chunk they end where that begins."""
    lstm, inputs, _ = make_case(nn.LSTM(INPUT, HIDDEN))
    reached = {}
    for detach in (False, True):
        run = run_in_chunks(lstm, inputs, chunk_size=2, detach=detach)
        (gradient,) = torch.autograd.grad(run.output[-1].sum(), inputs)
        reached[detach] = gradient.abs().sum(dim=(1, 2)).ne(0).tolist()
    assert reached == {False: [True] * LENGTH, True: [False] * 4 + [True]}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_reset_begins_a_sequence_of_its_own(name: str) -> None:
    """Each row gives what its pieces give by themselves, the later ones from zeros."""
    options, batched, dtype = CONFIGURATIONS[name]
    case = make_case(nn.LSTM(INPUT, HIDDEN, dtype=dtype, **options), batched)
    axes = axes_of(case.lstm, case.inputs)[:-1]
    time = axes.index("time")
    resets = torch.rand(case.inputs.shape[:-1]) < 0.4
    run = run_stepwise(*case, resets=resets)
    for n in range(BATCH if batched else 1):
        row = resets.select(1 - time, n) if batched else resets
        inputs = case.inputs.select(1 - time, n) if batched else case.inputs
        hx = tuple(s[:, n] if batched else s for s in case.hx)
        starts = [0, *(t for t in row.nonzero().flatten().tolist() if t > 0)]
        pieces = []
        for start, end in zip(starts, [*starts[1:], LENGTH], strict=True):
            first = hx if start == 0 and not row[0] else None
            piece = run_batched(case.lstm, inputs[start:end], first)
            pieces.append(piece.output)
        output = run.output.select(1 - time, n) if batched else run.output
        h_n, c_n = (s[:, n] if batched else s for s in (run.h_n, run.c_n))
        alone = (torch.cat(pieces), piece.h_n, piece.c_n)
        assert_same((output, h_n, c_n), alone, case)


def test_a_reset_clears_a_state_that_is_nan() -> None:
    """A product with 0 would keep the NaN."""
    lstm, inputs, hx = make_case(nn.LSTM(INPUT, HIDDEN))
    broken = tuple(s.detach().clone() for s in hx)
    broken[1][0, 2] = torch.nan
    resets = torch.zeros(LENGTH, BATCH, dtype=torch.bool)
    assert run_stepwise(lstm, inputs, broken, resets=resets).output[:, 2].isnan().any()
    resets[0, 2] = True
    assert run_stepwise(lstm, inputs, broken, resets=resets).output.isfinite().all()


def test_the_example_of_the_reference_runs() -> None:
    """The page shows this file; what it claims, it asserts."""
    runpy.run_path(str(ROOT / "docs/reference/runners.py"))
