"""What cannot be traced is refused before anything is computed, with the reason."""

import pytest
import torch
from torch import nn
from torch.nn.utils import prune
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from lstm_demo.gates.oracle import watch_gates
from lstm_demo.gates.trace import trace_gates
from tests.refusals import FIRST, INPUTS, PLAIN, STATE, refusal

PACKED = pack_padded_sequence(INPUTS, [5, 5, 4, 3, 2, 2, 1])


def test_dropout_between_layers_in_training_is_refused():
    """Masks that the module draws cannot be seen, so the upper gates cannot either."""
    lstm = nn.LSTM(8, 9, num_layers=2, dropout=0.25)
    words = (
        "dropout=0.25 is active between 2 layers in training mode: the module draws "
        "masks at every call and shows none, so the gates above the first layer cannot "
        "be known; call lstm.eval() first"
    )
    for inputs in (INPUTS, PACKED):
        with refusal(ValueError, words):
            trace_gates(lstm, inputs)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_precision_is_refused(dtype):
    """In 16 bits PyTorch's kernels differ from one another, so nothing is exact."""
    with refusal(
        ValueError,
        f"the weights are {dtype}, in which PyTorch's own kernels differ at every "
        "step, so no gates are exactly those of the module; "
        "convert lstm and inputs with .float()",
    ):
        trace_gates(nn.LSTM(8, 9, dtype=dtype), INPUTS.to(dtype))


def test_autocast_is_refused():
    """Autocast computes in another precision than the weights have."""
    with (
        torch.autocast("cpu"),
        refusal(
            ValueError,
            "autocast is on, and runs the module in a lower precision than its weights "
            "have, in which no gates can be exact; trace outside torch.autocast",
        ),
    ):
        trace_gates(PLAIN, INPUTS)


def test_a_module_without_numbers_is_refused():
    """The meta device holds shapes only."""
    with refusal(
        ValueError,
        "lstm is on the meta device, which holds no numbers to trace; "
        "lstm.to_empty(device='cpu') and load its weights",
    ):
        trace_gates(nn.LSTM(8, 9, device="meta"), INPUTS.to("meta"))


@pytest.mark.parametrize("trace", [trace_gates, watch_gates])
@pytest.mark.parametrize("inputs", [INPUTS, PACKED], ids=["padded", "packed"])
def test_a_call_that_does_not_fit_is_refused_as_by_the_runners(trace, inputs):
    """The checks of the call are those of the runners, for packed sequences too."""
    with refusal(
        TypeError,
        "lstm must be a torch.nn.LSTM, got torch.nn.modules.rnn.GRU; "
        "pass the nn.LSTM itself, not a model that holds it or its class",
    ):
        trace(nn.GRU(8, 9), inputs)
    for lstm in (PLAIN, FIRST):
        with refusal(
            ValueError,
            "c_0 must be (layers·directions, batch, features) = (2, "
            f"{5 if lstm is FIRST and inputs is INPUTS else 7}, 9), got (2, 6, 9); "
            "its batch axis is 6, but inputs has a batch of "
            f"{5 if lstm is FIRST and inputs is INPUTS else 7}",
        ):
            h_0 = STATE[:, :5] if lstm is FIRST and inputs is INPUTS else STATE
            trace(lstm, inputs, (h_0, STATE[:, :6]))
    with pytest.raises(ValueError, match=r"^inputs.* is torch.float64, the weights are"):
        trace(PLAIN, inputs.double() if inputs is INPUTS else inputs.to(torch.float64))
    with pytest.raises(TypeError, match=r"^hx must be the pair \(h_0, c_0\)"):
        trace(PLAIN, inputs, STATE)


def test_packed_rows_that_do_not_fit_are_refused():
    """Wrong features and lengths beyond the padding are named."""
    with refusal(
        ValueError,
        "inputs.data must be (rows, features) = (22, input_size = 8), got (22, 3); "
        "pack a tensor (time, batch, features), or one with the batch first",
    ):
        trace_gates(PLAIN, PACKED._replace(data=PACKED.data[:, :3]))
    beyond = PackedSequence(PACKED.data[:20], PACKED.batch_sizes)
    with refusal(
        ValueError,
        "inputs.data holds 20 rows, but inputs.batch_sizes adds up to 22: a length was "
        "greater than the padded length; "
        "mend the lengths given to pack_padded_sequence",
    ):
        trace_gates(PLAIN, beyond)


@pytest.mark.parametrize("trace", [trace_gates, watch_gates])
def test_a_forward_of_its_own_is_refused(trace):
    """What it does beside the LSTM, nobody knows."""

    class Doubled(nn.LSTM):
        def forward(self, inputs, hx=None):
            return super().forward(2 * inputs, hx)

    with pytest.raises(TypeError, match=r"Doubled with a forward of its own.*state_dict"):
        trace(Doubled(8, 9), INPUTS)


def test_weights_that_a_hook_makes_are_refused():
    """They may be those of another call; kept, they are traced."""
    lstm = nn.LSTM(8, 9)
    prune.l1_unstructured(lstm, "weight_hh_l0", amount=0.5)
    with refusal(
        ValueError,
        "weight_hh_l0 is made by a hook before each call of the module, as pruning and the "
        "older weight_norm do, and a trace makes no call; keep what the hook has made: "
        "torch.nn.utils.prune.remove, or torch.nn.utils.remove_weight_norm",
    ):
        trace_gates(lstm, INPUTS)
    prune.remove(lstm, "weight_hh_l0")
    torch.testing.assert_close(trace_gates(lstm, INPUTS).output, lstm(INPUTS)[0])


def test_products_of_fewer_digits_are_refused():
    """PyTorch can be told to round the products to bfloat16, which oneDNN then may."""
    torch.set_float32_matmul_precision("medium")
    try:
        with pytest.raises(ValueError, match=r"^the float32 matmul precision is 'medium'"):
            trace_gates(PLAIN, INPUTS)
    finally:
        torch.set_float32_matmul_precision("highest")
    trace_gates(PLAIN, INPUTS)


def test_inputs_that_are_not_dense_are_refused():
    """A sparse tensor is not what the module reads."""
    with refusal(
        ValueError,
        "inputs has the layout torch.sparse_coo, which nn.LSTM does not read; "
        "pass inputs.to_dense()",
    ):
        trace_gates(PLAIN, INPUTS.to_sparse())


def test_the_oracle_needs_numbers_on_a_cpu():
    """Elsewhere PyTorch runs the module in calls that show no gates."""
    with refusal(
        ValueError,
        "lstm is on meta, where PyTorch runs it in one call that shows no gates; "
        "pass lstm.cpu() and inputs.cpu()",
    ):
        watch_gates(nn.LSTM(8, 9, device="meta"), INPUTS.to("meta"))
