"""What cannot be honoured is refused, with the words that name and mend it."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils import parametrizations
from torch.nn.utils.rnn import pack_sequence
from torch.utils._python_dispatch import TorchDispatchMode

from lstm_demo import run_batched, run_in_chunks, run_stepwise
from lstm_demo.checks import axes_of, check_call
from tests.refusals import FIRST, INPUTS, PLAIN, PROJECTED, STATE, refusal

# On a CPU, torch says once in a process that oneDNN has no projections.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")


@pytest.mark.parametrize("run", [run_batched, run_stepwise])
@pytest.mark.parametrize(
    ("lstm", "kind"),
    [
        (nn.GRU(8, 9), "torch.nn.modules.rnn.GRU"),
        (nn.LSTMCell(8, 9), "torch.nn.modules.rnn.LSTMCell"),
        (nn.Sequential(nn.LSTM(8, 9)), "torch.nn.modules.container.Sequential"),
        (nn.LSTM, "type"),
        (None, "NoneType"),
    ],
)
def test_only_an_lstm_is_run(run, lstm, kind):
    """Another module, a model around an LSTM and the class itself are refused."""
    with refusal(
        TypeError,
        f"lstm must be a torch.nn.LSTM, got {kind}; "
        "pass the nn.LSTM itself, not a model that holds it or its class",
    ):
        run(lstm, INPUTS)


@pytest.mark.parametrize(
    ("inputs", "kind"), [([[0.0]], "list"), (INPUTS.numpy(), "numpy.ndarray")]
)
def test_inputs_that_are_no_tensor_are_refused(inputs, kind):
    """A list or an array is to be made a tensor in the dtype of the weights."""
    with refusal(
        TypeError,
        f"inputs must be a torch.Tensor, got {kind}; "
        "convert it, for example with torch.as_tensor(inputs, dtype=torch.float64)",
    ):
        run_stepwise(nn.LSTM(8, 9, dtype=torch.float64), inputs)


@pytest.mark.parametrize(
    ("pack", "kind"),
    [
        (pack_sequence, "torch.nn.utils.rnn.PackedSequence"),
        (
            lambda rows: torch.nested.nested_tensor(rows, layout=torch.jagged),
            "torch.nested._internal.nested_tensor.NestedTensor",
        ),
    ],
)
def test_sequences_of_different_lengths_are_refused(pack, kind):
    """Packed and nested sequences have no time axis in common."""
    with refusal(
        TypeError,
        f"inputs holds sequences of different lengths ({kind}), "
        "which have no time axis in common; "
        "run each sequence by itself, without padding",
    ):
        run_batched(PLAIN, pack([torch.zeros(5, 8), torch.zeros(3, 8)]))


@pytest.mark.parametrize(("lstm", "axes"), [(PLAIN, "time, batch"), (FIRST, "batch, time")])
@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        (
            (8,),
            "add the missing axis: inputs.unsqueeze(0) if this is one step, "
            "inputs.unsqueeze(-1) if each step has one feature",
        ),
        (
            (6, 5, 7, 8),
            "join the axes that are neither time nor features into one batch axis",
        ),
    ],
)
def test_a_wrong_number_of_axes_is_refused(lstm, axes, shape, hint):
    """The axes that are wanted are named in the order that the module reads."""
    with refusal(
        ValueError,
        f"inputs must have 3 axes, ({axes}, features), or 2 without a batch, "
        f"(time, features); got {len(shape)}, {shape}; {hint}",
    ):
        run_batched(lstm, torch.zeros(shape))


@pytest.mark.parametrize(
    ("lstm", "shape", "axes"),
    [
        (PLAIN, (5, 7, 6), "(time, batch, features)"),
        (FIRST, (7, 5, 6), "(batch, time, features)"),
        (PLAIN, (5, 6), "(time, features)"),
        (FIRST, (5, 6), "(time, features)"),
    ],
)
def test_a_wrong_number_of_features_is_refused(lstm, shape, axes):
    """The shape that came is told with its axes in the user's own order."""
    with refusal(
        ValueError,
        f"inputs has 6 features, but input_size is 8: got {axes} = {shape}; "
        "put the features on the last axis, or build nn.LSTM(input_size=6, ...)",
    ):
        run_stepwise(lstm, torch.zeros(shape))


@pytest.mark.parametrize(
    ("lstm", "shape", "axes"),
    [
        (PLAIN, (0, 7, 8), "(time, batch, features)"),
        (FIRST, (7, 0, 8), "(batch, time, features)"),
        (FIRST, (0, 8), "(time, features)"),
    ],
)
def test_an_empty_sequence_is_refused(lstm, shape, axes):
    """A sequence has at least one time step."""
    with refusal(
        ValueError,
        f"inputs has no time step: got {axes} = {shape}; pass a sequence of at least one",
    ):
        run_batched(lstm, torch.zeros(shape))


@pytest.mark.parametrize("run", [run_batched, run_stepwise])
@pytest.mark.parametrize("lstm", [PLAIN, FIRST])
def test_an_empty_batch_runs(run, lstm):
    """A batch of no sequence is honoured, as the module honours it."""
    inputs = torch.zeros((0, 5, 8) if lstm.batch_first else (5, 0, 8))
    assert run(lstm, inputs).output.shape == (*inputs.shape[:2], 9)


@pytest.mark.parametrize(
    ("dtype", "hint"),
    [
        (
            torch.int64,
            "pass {0}.to(torch.float32); indices go through an nn.Embedding first",
        ),
        (
            torch.bool,
            "pass {0}.to(torch.float32); indices go through an nn.Embedding first",
        ),
        (torch.float64, "pass {0}.to(torch.float32), or use lstm.to(torch.float64)"),
        (torch.bfloat16, "pass {0}.to(torch.float32), or use lstm.to(torch.bfloat16)"),
        (torch.complex64, "pass the real part, {0}.real.to(torch.float32)"),
    ],
    ids=str,
)
@pytest.mark.parametrize("which", ["inputs", "h_0", "c_0"])
def test_a_dtype_that_is_not_the_weights_is_refused(which, dtype, hint):
    """Integers, complex numbers and other floats are refused in every tensor."""
    tensors = {"inputs": INPUTS, "h_0": STATE, "c_0": STATE}
    tensors[which] = tensors[which].to(dtype)
    inputs, *hx = tensors.values()
    with refusal(
        ValueError,
        f"{which} is {dtype}, the weights are torch.float32; {hint.format(which)}",
    ):
        run_stepwise(PLAIN, inputs, tuple(hx))


@pytest.mark.parametrize("dtype", [torch.int64, torch.float64, torch.complex64], ids=str)
def test_autocast_does_not_let_other_dtypes_in(dtype):
    """Autocast joins float32 with the short floats only; the rest is still refused."""
    with (
        torch.autocast("cpu", torch.bfloat16),
        pytest.raises(
            ValueError, match=f"inputs is {dtype}, the weights are torch.float32"
        ),
    ):
        run_batched(PLAIN, INPUTS.to(dtype))


@pytest.mark.parametrize("which", ["inputs", "h_0", "c_0"])
def test_a_tensor_without_numbers_is_refused_by_a_module_with_weights(which):
    """A meta tensor cannot be moved to the weights: it is to be made anew."""
    tensors = {"inputs": INPUTS, "h_0": STATE, "c_0": STATE}
    tensors[which] = tensors[which].to("meta")
    inputs, *hx = tensors.values()
    with refusal(
        ValueError,
        f"{which} is on meta, the weights are on cpu; "
        f"a meta tensor holds no numbers: make {which} on cpu",
    ):
        run_batched(PLAIN, inputs, tuple(hx))


def test_another_device_is_refused():
    """The message says how to move the tensor to the device of the weights."""
    lstm = nn.LSTM(8, 9, device="meta")
    with refusal(
        ValueError,
        "inputs is on cpu, the weights are on meta; pass inputs.to('meta')",
    ):
        run_stepwise(lstm, INPUTS)
    with refusal(
        ValueError,
        "inputs is torch.float64, the weights are torch.float32; "
        "pass inputs.to(torch.float32), or use lstm.to(torch.float64)",
    ):
        run_stepwise(lstm, INPUTS.to("meta", torch.float64))


@pytest.mark.parametrize("carry_state", [True, False])
def test_a_bidirectional_lstm_is_not_run_step_by_step(carry_state):
    """The reverse direction starts at the last step, which a first step cannot know."""
    with refusal(
        ValueError,
        "a bidirectional LSTM cannot run in chunks of 1, with 5 time steps: "
        "its reverse direction starts at the last one; use run_batched",
    ):
        run_stepwise(PROJECTED, INPUTS, carry_state=carry_state)


@pytest.mark.parametrize("chunk_size", [True, 2.0, "2", None, torch.tensor(2)])
def test_a_chunk_size_that_is_no_int_is_refused(chunk_size):
    """A number of time steps is an int; True and 2.0 are more likely mistakes."""
    with refusal(
        TypeError,
        f"chunk_size must be an int, a number of time steps, got {chunk_size!r}; "
        "pass 1 to run step by step",
    ):
        run_in_chunks(PLAIN, INPUTS, chunk_size=chunk_size)


@pytest.mark.parametrize("chunk_size", [0, -1])
def test_a_chunk_size_below_one_is_refused(chunk_size):
    """A chunk of no step would never come to the end of the sequence."""
    with refusal(
        ValueError,
        f"chunk_size must be at least 1 time step, got {chunk_size}; "
        "pass 1 to run step by step",
    ):
        run_in_chunks(PLAIN, INPUTS, chunk_size=chunk_size)


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


class Counter(TorchDispatchMode):
    """Counts the tensor operations that run."""

    count = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        """Run the operation and count it."""
        self.count += 1
        return func(*args, **(kwargs or {}))


@pytest.mark.parametrize(
    "lstm", [PLAIN, parametrizations.weight_norm(nn.LSTM(8, 9, 2), "weight_ih_l0")]
)
def test_the_checks_run_no_tensor_operation(lstm):
    """Checks that read no number cost the same however long the sequence is."""
    with Counter() as counter:
        check_call(lstm, INPUTS, (STATE, STATE))
        assert counter.count == 0
        INPUTS.sum()
        assert counter.count == 1


def test_the_axes_are_named_as_the_module_reads_them():
    """`batch_first` changes the order of a batch, and says nothing without one."""
    assert axes_of(PLAIN, INPUTS) == ("time", "batch", "features")
    assert axes_of(FIRST, INPUTS) == ("batch", "time", "features")
    assert axes_of(FIRST, INPUTS[0]) == ("time", "features")


def test_features_on_another_axis_are_found():
    """Where one axis alone has the right size, the message says how to move it."""
    inputs = torch.zeros(5, 8, 7)
    with refusal(
        ValueError,
        "inputs has 7 features, but input_size is 8: got (time, batch, features) = "
        "(5, 8, 7); if axis 1 holds the features, pass inputs.movedim(1, -1), "
        "or build nn.LSTM(input_size=7, ...)",
    ):
        check_call(PLAIN, inputs, None)
    check_call(PLAIN, inputs.movedim(1, -1), None)
