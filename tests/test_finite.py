"""NaN and infinite numbers are reported with the time step at which they enter."""

import math
import re
from itertools import product

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_demo.gates.trace import trace_gates
from tests.lstm_cases import make_case

# On a CPU, torch says once in a process that oneDNN has no projections.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")

HINT = "mend or cut that step before the trace"


def broken(tensor, *places):
    """Copy a tensor, with NaN, inf and -inf in turn at the places."""
    tensor = tensor.detach().clone()
    for place, value in zip(places, (math.nan, math.inf, -math.inf), strict=False):
        tensor[place] = value
    return tensor


@pytest.fixture(params=[False, True], ids=["loop", "call"], autouse=True)
def grad(request):
    """Both methods of the trace: without gradients short sequences are looped over."""
    with torch.set_grad_enabled(request.param):
        yield


def assert_refused(words: str, lstm: nn.LSTM, *arguments) -> None:
    """Expect exactly these words."""
    with pytest.raises(ValueError, match=f"^{re.escape(words)}$"):
        trace_gates(lstm, *arguments)


@pytest.fixture
def lstm():
    """Two layers in two directions, with a projection."""
    return nn.LSTM(8, 9, 2, bidirectional=True, proj_size=3)


NAN = [(3, 0, 2), (4, 0, 0)]
INF = [(4, 0, 0), (3, 6, 7)]
MINUS_INF = [(4, 0, 0), (4, 1, 1), (3, 5, 6)]


@pytest.mark.parametrize(
    ("shape", "places", "value", "where", "step"),
    [
        ((5, 7, 8), NAN, "nan", "(time, batch, features) = (3, 0, 2)", 3),
        ((5, 7, 8), INF, "inf", "(time, batch, features) = (3, 6, 7)", 3),
        ((5, 7, 8), MINUS_INF, "-inf", "(time, batch, features) = (3, 5, 6)", 3),
        ((5, 8), [(2, 7)], "nan", "(time, features) = (2, 7)", 2),
    ],
)
def test_the_earliest_step_of_the_inputs_is_named(lstm, shape, places, value, where, step):
    """Of several places the first in time counts, with and without a batch."""
    words = f"inputs holds {value} at {where}: it enters first at time step {step}; {HINT}"
    assert_refused(words, lstm, broken(torch.zeros(shape), *places))


def test_time_is_the_second_axis_with_batch_first():
    """The earliest step counts, and not the first sequence."""
    inputs = broken(torch.zeros(7, 5, 8), (0, 4, 2), (6, 3, 1))
    where = "(batch, time, features) = (6, 3, 1)"
    words = f"inputs holds inf at {where}: it enters first at time step 3; {HINT}"
    assert_refused(words, nn.LSTM(8, 9, batch_first=True), inputs)


def test_a_packed_sequence_is_named_by_its_place_in_the_batch(lstm):
    """The batch is counted as before packing sorted it."""
    inputs = broken(torch.zeros(5, 3, 8), (4, 1, 6), (2, 2, 5))
    packed = pack_padded_sequence(inputs, [2, 5, 3], enforce_sorted=False)
    where = "(time, batch, features) = (2, 2, 5)"
    words = f"inputs holds inf at {where}: it enters first at time step 2; {HINT}"
    assert_refused(words, lstm, packed)


@pytest.mark.parametrize(
    ("row", "when"),
    [
        (2, "time step 0"),
        (3, "the last time step, where the reverse direction starts"),
    ],
)
@pytest.mark.parametrize("state", [0, 1])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_state_enters_where_its_direction_starts(lstm, value, state, row, when):
    """Forward states enter at the first step, reverse ones at the last.

    Infinity in c_0 makes no h that is not finite, so h does not tell of it.
    """
    _, inputs, hx = make_case(lstm)
    hx = [state.detach().clone() for state in hx]
    hx[state][row, 6, 1] = value
    assert_refused(
        f"{'hc'[state]}_0 holds {value} at (layers·directions, batch, features) = "
        f"({row}, 6, 1): it enters first at {when}; start from another state, or from "
        "zeros without hx",
        *(lstm, inputs, hx),
    )


def test_every_weight_is_looked_at_and_named(lstm):
    """An infinite weight saturates gates without a trace in the results."""
    both = torch.randn(5, 7, 8), torch.randn(5, 8)  # by the sums of all, and of a alone
    for inputs, (name, weight) in product(both, list(lstm.named_parameters())):
        kept = weight.detach().clone()
        place = tuple(size - 1 for size in weight.shape)
        with torch.no_grad():
            weight[place] = math.inf
        assert_refused(
            f"{name}{list(place)} is inf: it enters first at time step 0, and at every "
            "step after it; load weights from before the training went wrong",
            *(lstm, inputs),
        )
        with torch.no_grad():
            weight.copy_(kept)
    with torch.no_grad():
        trace_gates(lstm, inputs)


def test_a_weight_of_a_module_without_bias_has_its_own_name():
    """Left-out parameters do not shift the names of the others."""
    lstm = nn.LSTM(8, 9, bias=False, proj_size=3)
    with torch.no_grad():
        lstm.weight_hr_l0[2, 8] = math.nan
    with pytest.raises(ValueError, match=r"^weight_hr_l0\[2, 8\] is nan"):
        trace_gates(lstm, torch.zeros(5, 7, 8))


def test_large_finite_numbers_are_traced():
    """Numbers whose sum overflows are finite all the same."""
    lstm = nn.LSTM(8, 9)
    inputs = torch.full((5, 7, 8), 1e37)
    assert inputs.sum().isinf()
    with torch.no_grad():
        assert trace_gates(lstm, inputs).output.isfinite().all()


def test_of_several_numbers_the_earliest_is_named():
    """A state that enters at the start comes before an input of a later step."""
    lstm = nn.LSTM(8, 9, bidirectional=True)
    inputs = broken(torch.zeros(5, 7, 8), (3, 0, 0))
    zeros = torch.zeros(2, 7, 9)
    with pytest.raises(ValueError, match=r"^c_0 holds nan .* = \(0, 2, 0\).* time step 0"):
        trace_gates(lstm, inputs, (zeros, broken(zeros, (0, 2, 0))))
    with pytest.raises(ValueError, match=r"^inputs holds nan"):
        trace_gates(lstm, inputs, (broken(zeros, (1, 0, 0)), zeros))
    both = broken(zeros, (1, 0, 0), (0, 3, 1))
    with pytest.raises(ValueError, match=r"^h_0 holds inf .* = \(0, 3, 1\)"):
        trace_gates(lstm, torch.zeros(5, 7, 8), (both, zeros))
