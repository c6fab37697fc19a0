"""The oracle lets the module run and writes down what PyTorch computes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_demo.gates.oracle import watch_gates
from tests.cell_reference import run_cells
from tests.lstm_cases import HIDDEN, INPUT, PROJ, make_case

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")


@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("proj_size", [0, PROJ])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_the_states_it_sees_are_those_of_the_cells(bidirectional, proj_size, batch_first):
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


def test_what_the_module_returns_is_returned():
    """output, h_n and c_n are the very numbers of the call, packed too."""
    lstm = nn.LSTM(INPUT, HIDDEN, 2, bidirectional=True, dtype=torch.float64)
    _, inputs, hx = make_case(lstm, length=5, batch=3)
    packed = pack_padded_sequence(inputs, [2, 5, 3], enforce_sorted=False)
    for sequence in (inputs, packed):
        trace = watch_gates(lstm, sequence, hx)
        output, (h_n, c_n) = lstm(sequence, hx)
        for got, expected in ((trace.h_n, h_n), (trace.c_n, c_n), (trace.output, output)):
            assert torch.equal(got.data, expected.data)


def test_the_fused_kernel_is_switched_on_again():
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


def test_it_watches_in_inference_mode_too():
    """There the module would be one call; what is seen is the same as without."""
    lstm, inputs = nn.LSTM(INPUT, HIDDEN), torch.randn(5, 3, INPUT)
    expected = watch_gates(lstm, inputs)
    with torch.inference_mode():
        seen = watch_gates(lstm, inputs.clone())
    torch.testing.assert_close(seen.layers, expected.layers, rtol=0, atol=0)
