"""What torch says around `nn.LSTM`, `nn.LSTMCell` and packing, in its own words."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

_HOLE = re.compile(r"\{\w+\}")


HOLES = {
    "n": r"(-?\d{1,9})",
    "size": r"([\d, ]{1,60})",
    "word": r"([\w.]{1,40})",
    "option": "((?:input|hidden)_size|num_layers|bias|batch_first)",
    "method": "(shape|size|dim|view|reshape|detach|squeeze|unsqueeze|transpose|contiguous)",
    "device": r"([a-z]{1,12}(?::\d{1,3})?)",
    "number": r"(\d{1,3}(?:\.\d{1,6})?)",
}
"""What fits in each kind of hole in a template, as a pattern of the scripts."""


class Message(NamedTuple):
    """One message of torch."""

    id: str
    """Its name in addresses and in the words of the page."""

    template: str
    """The telling part of torch's wording, with holes for what varies, named by the kind
    of text that fits them."""

    example: Mapping[str, str] = MappingProxyType({})
    """What each of these holes holds, in their order, and what stood there once."""

    shared: bool = False
    """Whether torch or Python says the same where no LSTM is near."""

    @property
    def text(self) -> str:
        """The message as it once was."""
        values = iter(self.example.values())
        return _HOLE.sub(lambda _: next(values), self.template)


MESSAGES = (
    Message(
        "input-dim",
        "LSTM: Expected input to be 2D or 3D, got {n}D instead",
        {"got": "1"},
    ),
    Message(
        "input-size",
        "input.size(-1) must be equal to input_size. Expected {n}, got {n}",
        {"wanted": "4", "got": "7"},
    ),
    Message(
        "h0-size",
        "Expected hidden[0] size ({size}), got [{size}]",
        {"wanted": "1, 2, 3", "got": "1, 6, 3"},
    ),
    Message(
        "c0-size",
        "Expected hidden[1] size ({size}), got [{size}]",
        {"wanted": "1, 2, 3", "got": "1, 2, 8"},
    ),
    Message(
        "states-unbatched",
        "For batched 3-D input, hx and cx should also be 3-D but got ({n}-D, "
        "{n}-D) tensors",
        {"h": "2", "c": "2"},
    ),
    Message(
        "states-batched",
        "For unbatched 2-D input, hx and cx should also be 2-D but got ({n}-D, "
        "{n}-D) tensors",
        {"h": "3", "c": "3"},
    ),
    Message(
        "one-state",
        "index 1 is out of bounds for dimension 0 with size 1",
        shared=True,
    ),
    Message(
        "no-state",
        "'NoneType' object has no attribute 'dim'",
        shared=True,
    ),
    Message(
        "input-dtype",
        "RNN input dtype ({word}) does not match weight dtype ({word})",
        {"got": "torch.float64", "wanted": "torch.float32"},
    ),
    Message(
        "state-dtype",
        "get_mkldnn_dtype: unsupported data type",
    ),
    Message(
        "numpy-input",
        "'numpy.ndarray' object has no attribute 'dim'",
    ),
    Message(
        "list-input",
        "'list' object has no attribute 'dim'",
    ),
    Message(
        "no-steps",
        "Expected sequence length to be larger than 0 in RNN",
    ),
    Message(
        "input-device",
        "Input and parameter tensors are not at the same device, found input "
        "tensor at {device} and parameter tensor at {device}",
        {"got": "meta", "wanted": "cpu"},
    ),
    Message(
        "state-device",
        "Input and hidden tensors are not at the same device, found input tensor "
        "at {device} and hidden tensor at {device}",
        {"wanted": "cpu", "got": "meta"},
    ),
    Message(
        "dropout-one-layer",
        "non-zero dropout expects num_layers greater than 1, but got "
        "dropout={number} and num_layers={n}",
        {"dropout": "0.25", "layers": "1"},
    ),
    Message(
        "dropout-range",
        "dropout should be a number in range [0, 1] representing the probability "
        "of an element being zeroed",
    ),
    Message(
        "proj-too-wide",
        "proj_size has to be smaller than hidden_size",
    ),
    Message(
        "proj-negative",
        "proj_size should be a positive integer or zero to disable projections",
    ),
    Message(
        "proj-warning",
        "LSTM with projections is not supported with oneDNN",
    ),
    Message(
        "not-positive",
        "{option} must be greater than zero",
        {"name": "hidden_size"},
    ),
    Message(
        "not-an-int",
        "{option} should be of type int, got: {word}",
        {"name": "hidden_size", "got": "float"},
    ),
    Message(
        "not-a-bool",
        "{option} should be of type bool, got: {word}",
        {"name": "batch_first", "got": "int"},
    ),
    Message(
        "unknown-option",
        "RNNBase.__init__() got an unexpected keyword argument '{word}'",
        {"name": "num_layer"},
    ),
    Message(
        "no-hidden-size",
        "RNNBase.__init__() missing 1 required positional argument: 'hidden_size'",
    ),
    Message(
        "three-arguments",
        "LSTM.forward() takes from 2 to 3 positional arguments but {n} were given",
        {"got": "4"},
    ),
    Message(
        "unsorted",
        "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True",
    ),
    Message(
        "zero-length",
        "Length of all samples has to be greater than 0, but found an element in "
        "'lengths' that is <= 0",
    ),
    Message(
        "lengths-batch",
        "Expected `len(lengths)` to be equal to batch_size, but got {n} (batch_size={n})",
        {"got": "2", "wanted": "5"},
    ),
    Message(
        "lengths-device",
        "'lengths' argument should be a 1D CPU int64 tensor, but got {n}D {word} "
        "{word} tensor",
        {"dim": "1", "device": "meta", "dtype": "Long"},
    ),
    Message(
        "total-length",
        "Expected total_length to be at least the length of the longest sequence "
        "in input, but got total_length={n} and max sequence length being {n}",
        {"got": "3", "wanted": "5"},
    ),
    Message(
        "long-lengths",
        "start ({n}) + length ({n}) exceeds dimension size ({n}).",
        {"start": "10", "steps": "1", "rows": "10"},
    ),
    Message(
        "pad-a-tuple",
        "'tuple' object has no attribute 'batch_sizes'",
    ),
    Message(
        "pad-a-tensor",
        "'Tensor' object has no attribute 'batch_sizes'",
    ),
    Message(
        "features",
        "mat1 and mat2 shapes cannot be multiplied ({n}x{n} and {n}x{n})",
        {"rows": "9", "got": "7", "wanted": "4", "columns": "12"},
        shared=True,
    ),
    Message(
        "linear-tuple",
        "linear(): argument 'input' (position 1) must be Tensor, not tuple",
        shared=True,
    ),
    Message(
        "linear-packed",
        "linear(): argument 'input' (position 1) must be Tensor, not PackedSequence",
        shared=True,
    ),
    Message(
        "packed-attribute",
        "'PackedSequence' object has no attribute '{word}'",
        {"name": "shape"},
    ),
    Message(
        "unpack-three",
        "not enough values to unpack (expected 3, got 2)",
        shared=True,
    ),
    Message(
        "tuple-method",
        "'tuple' object has no attribute '{method}'",
        {"name": "shape"},
        shared=True,
    ),
    Message(
        "tuple-index",
        "tuple indices must be integers or slices, not tuple",
        shared=True,
    ),
    Message(
        "numpy-output",
        "Can't call numpy() on Tensor that requires grad",
        shared=True,
    ),
    Message(
        "backward-twice",
        "Trying to backward through the graph a second time",
        shared=True,
    ),
    Message(
        "inplace",
        "one of the variables needed for gradient computation has been modified "
        "by an inplace operation",
        shared=True,
    ),
    Message(
        "state-dict-size",
        "size mismatch for weight_ih_l{n}: copying a param with shape "
        "torch.Size([{size}]) from checkpoint, the shape in current model is "
        "torch.Size([{size}])",
        {"layer": "0", "got": "20, 4", "wanted": "12, 4"},
    ),
    Message(
        "missing-key",
        'Missing key(s) in state_dict: "{word}"',
        {"name": "weight_ih_l1"},
        shared=True,
    ),
    Message(
        "vmap",
        "Batching rule not implemented for aten::lstm.input",
    ),
    Message(
        "cell-input-size",
        "input has inconsistent input_size: got {n} expected {n}",
        {"got": "7", "wanted": "4"},
    ),
    Message(
        "cell-input-dim",
        "LSTMCell: Expected input to be 1D or 2D, got {n}D instead",
        {"got": "3"},
    ),
    Message(
        "cell-batch",
        "Input batch size {n} doesn't match hidden0 batch size {n}",
        {"wanted": "2", "got": "6"},
    ),
    Message(
        "cell-hidden-size",
        "hidden{n} has inconsistent hidden_size: got {n}, expected {n}",
        {"state": "0", "got": "5", "wanted": "3"},
    ),
    Message(
        "cell-state-dim",
        "LSTMCell: Expected hx[{n}] to be 1D or 2D, got {n}D instead",
        {"state": "0", "got": "3"},
    ),
    Message(
        "cell-dtype",
        "mat1 and mat2 must have the same dtype, but got {word} and {word}",
        {"got": "Double", "wanted": "Float"},
        shared=True,
    ),
    Message(
        "cell-one-state",
        "lstm_cell(): argument 'hx' (position 2) must be tuple of Tensors, not Tensor",
    ),
)
"""Every message that the paste box names, in the order of its list on the page."""


def known() -> dict[str, Any]:
    """What the scripts are told of the messages, as JSON holds it."""
    messages = [
        {"id": message.id, "template": message.template, "names": [*message.example]}
        for message in MESSAGES
    ]
    return {"holes": HOLES, "messages": messages}
