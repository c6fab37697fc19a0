"""What cannot be honoured is refused, with the words that name and mend it."""

from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils import prune, rnn

import lstm_demo.pictures
from lstm_demo import run_batched, run_stepwise, trace_gates, watch_gates
from lstm_demo.checks import check_call


class Doubled(nn.LSTM):
    """Does something beside the LSTM."""

    def forward(self, inputs, hx=None):
        """Take twice the inputs."""
        return super().forward(2 * inputs, hx)


def pruned() -> nn.LSTM:
    """Make a module in which a hook makes a weight before each call."""
    return prune.l1_unstructured(nn.LSTM(8, 9), "weight_hh_l0", amount=0.5)


def zeros(*shape: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Make two states of one shape."""
    return torch.zeros(shape), torch.zeros(shape)


PLAIN = nn.LSTM(8, 9, num_layers=2)
FIRST = nn.LSTM(8, 9, num_layers=2, batch_first=True)
PROJECTED = nn.LSTM(8, 9, num_layers=2, proj_size=3, bidirectional=True)
INPUTS = torch.zeros(5, 7, 8)
PACKED = rnn.pack_padded_sequence(INPUTS, [5, 5, 4, 3, 2, 2, 1])
STATE = torch.zeros(2, 7, 9)
NARROW, WIDE = torch.zeros(4, 7, 3), torch.zeros(4, 7, 9)

NAMES = {**vars(lstm_demo), **vars(lstm_demo.pictures), **globals()}
RUNS, TRACES = (run_batched, run_stepwise), (trace_gates, watch_gates)
TOGETHER = {"run": RUNS, "trace": TRACES, "each": RUNS + TRACES}
"""Names in the table that stand for several functions, which all say the same."""

TABLE = (Path(__file__).parent / "data" / "refusals.txt").read_text("utf-8")
LINES = [line for line in TABLE.splitlines() if line and line[0] != "#"]
PAIRS = zip(LINES[::2], LINES[1::2], strict=True)
CASES = [(call, *said.strip().split(": ", 1)) for call, said in PAIRS]


@pytest.mark.parametrize(("call", "error", "words"), CASES)
def test_what_cannot_be_honoured_is_refused(call: str, error: str, words: str):
    """Each call of the table raises this very error with these very words."""
    name = call.partition("(")[0]
    for function in TOGETHER.get(name, (NAMES.get(name),)):
        with pytest.raises((TypeError, ValueError)) as refused:
            eval(call, {**NAMES, name: function})  # noqa: S307, our own
        assert (refused.type.__name__, str(refused.value)) == (error, words)


def test_products_rounded_to_bfloat16_are_not_traced():
    """PyTorch can be told to make all products so."""
    torch.set_float32_matmul_precision("medium")
    try:
        with pytest.raises(ValueError, match=r"^the float32 matmul precision is 'medium'"):
            trace_gates(PLAIN, INPUTS)
    finally:
        torch.set_float32_matmul_precision("highest")
    trace_gates(PLAIN, INPUTS)


def test_what_is_nearly_wrong_is_honoured():
    """Features that were moved, and a weight that was pruned for good."""
    check_call(PLAIN, torch.zeros(5, 8, 7).movedim(1, -1), None)
    kept = prune.remove(pruned(), "weight_hh_l0")
    torch.testing.assert_close(trace_gates(kept, INPUTS).output, kept(INPUTS)[0])


SHAPES = st.lists(st.integers(0, 3), min_size=0, max_size=4).map(tuple)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_what_is_refused_is_what_the_module_cannot_run(data):
    """For any shapes of inputs and states, the checks and the module agree."""
    lstm = nn.LSTM(
        2,
        3,
        data.draw(st.integers(1, 2), "num_layers"),
        batch_first=data.draw(st.booleans(), "batch_first"),
        bidirectional=data.draw(st.booleans(), "bidirectional"),
        proj_size=data.draw(st.sampled_from([0, 1]), "proj_size"),
    )
    rows = lstm.num_layers * (2 if lstm.bidirectional else 1)
    good = [(3, 1, 2), (1, 3, 2), (3, 2)]
    inputs = torch.zeros(data.draw(st.sampled_from(good) | SHAPES, "inputs"))
    state = st.sampled_from([(rows, 1), (rows, 3), (rows,)])
    h_0 = data.draw(state.map(lambda s: (*s, lstm.proj_size or 3)) | SHAPES, "h_0")
    c_0 = data.draw(state.map(lambda s: (*s, 3)) | SHAPES, "c_0")
    hx = data.draw(st.sampled_from([None, (torch.zeros(h_0), torch.zeros(c_0))]), "hx")
    try:
        lstm(inputs, hx)
    except (ValueError, RuntimeError, IndexError):
        with pytest.raises(ValueError, match="got"):
            check_call(lstm, inputs, hx)
    else:
        check_call(lstm, inputs, hx)
