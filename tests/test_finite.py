"""NaN and infinite numbers are reported with the time step at which they enter."""

import math
import re

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_demo.gates.trace import trace_gates
from tests.lstm_cases import make_case


def broken(shape, *places):
    """Make zeros, with NaN, inf and -inf in turn at the places."""
    tensor = torch.zeros(shape)
    for place, value in zip(places, (math.nan, math.inf, -math.inf), strict=False):
        tensor[place] = value
    return tensor


def assert_refused(words: str, lstm: nn.LSTM, *arguments) -> None:
    """Expect exactly these words."""
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        trace_gates(lstm, *arguments)


PADDED = broken((5, 3, 8), (4, 1, 6), (2, 2, 5))


@pytest.mark.parametrize(
    ("batch_first", "inputs", "value", "where", "step"),
    [
        (0, broken((5, 7, 8), (3, 0, 2), (4, 0, 0)), "nan", (3, 0, 2), 3),
        (0, broken((5, 7, 8), (4, 0, 0), (3, 6, 7)), "inf", (3, 6, 7), 3),
        (0, broken((5, 7, 8), (4, 0, 0), (4, 1, 1), (3, 5, 6)), "-inf", (3, 5, 6), 3),
        (0, broken((5, 8), (2, 7)), "nan", (2, 7), 2),
        (1, broken((7, 5, 8), (0, 4, 2), (6, 3, 1)), "inf", (6, 3, 1), 3),
        # Its place in the batch is counted as before packing sorted it.
        (0, pack_padded_sequence(PADDED, [2, 5, 3], False, False), "inf", (2, 2, 5), 2),
    ],
)
def test_the_earliest_step_of_the_inputs_is_named(batch_first, inputs, value, where, step):
    """Of several places the first in time counts, and not the first sequence."""
    lstm = nn.LSTM(8, 9, 2, batch_first=bool(batch_first), bidirectional=True, proj_size=3)
    axes = "batch, time" if batch_first else "time, batch" if len(where) == 3 else "time"
    words = f"inputs holds {value} at ({axes}, features) = {where}: it enters first at time"
    assert_refused(
        f"{words} step {step}; mend or cut that step before the trace", lstm, inputs
    )


@pytest.mark.parametrize(
    ("row", "when"),
    [(2, "time step 0"), (3, "the last time step, where the reverse direction starts")],
)
@pytest.mark.parametrize("state", [0, 1])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_state_enters_where_its_direction_starts(value, state, row, when):
    """Forward states enter at the first step, reverse ones at the last.

    Infinity in c_0 makes no h that is not finite, so h does not tell of it.
    """
    lstm, inputs, hx = make_case(nn.LSTM(8, 9, 2, bidirectional=True, proj_size=3))
    hx = [state.detach().clone() for state in hx]
    hx[state][row, 6, 1] = value
    assert_refused(
        f"{'hc'[state]}_0 holds {value} at (layers·directions, batch, features) = "
        f"({row}, 6, 1): it enters first at {when}; start from another state, or from "
        "zeros without hx",
        *(lstm, inputs, hx),
    )


@pytest.mark.parametrize(
    "options", [{"num_layers": 2, "bidirectional": True}, {"bias": False}]
)
def test_every_weight_is_looked_at_and_named(options):
    """An infinite weight saturates gates without a trace in the results.

    Those that a module leaves out do not shift the names of the others.
    """
    for name, _ in nn.LSTM(8, 9, proj_size=3, **options).named_parameters():
        for value in (math.inf, math.nan):
            lstm = nn.LSTM(8, 9, proj_size=3, **options)
            weight = lstm.get_parameter(name)
            last = [size - 1 for size in weight.shape]
            weight.data[tuple(last)] = value
            words = (
                f"{name}{last} is {value}: it enters first at time step 0, and at every "
                "step after it; load weights from before the training went wrong"
            )
            assert_refused(words, lstm, torch.randn(5, 7, 8))


def test_large_finite_numbers_are_traced():
    """Numbers whose sum overflows are finite all the same."""
    inputs = torch.full((5, 7, 8), 1e37)
    assert inputs.sum().isinf()
    assert trace_gates(nn.LSTM(8, 9), inputs).output.isfinite().all()


SOUND, AT_3, ZEROS = broken((5, 7, 8)), broken((5, 7, 8), (3, 0, 0)), broken((2, 7, 9))


@pytest.mark.parametrize(
    ("inputs", "h_0", "c_0", "words"),
    [
        (AT_3, ZEROS, broken((2, 7, 9), (0, 2, 0)), r"c_0 .*= \(0, 2, 0\).* time step 0"),
        (AT_3, broken((2, 7, 9), (1, 0, 0)), ZEROS, "inputs holds nan"),
        (SOUND, broken((2, 7, 9), (1, 0, 0), (0, 3, 1)), ZEROS, r"h_0 .*inf .*= \(0, 3, 1"),
    ],
)
def test_of_several_numbers_the_earliest_is_named(inputs, h_0, c_0, words):
    """A state that enters at the start comes before an input of a later step."""
    lstm = nn.LSTM(8, 9, bidirectional=True)
    with pytest.raises(ValueError, match=f"^{words}"):
        trace_gates(lstm, inputs, (h_0, c_0))
