"""Mistakes in calling an LSTM, each with the same call done right."""

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

from lstm_demo.describe.describe import describe
from lstm_demo.describe.record import Description

LENGTH, BATCH, INPUT, HIDDEN = 40, 7, 2, 3


def waves(length: int = LENGTH, batch: int = BATCH) -> Tensor:
    """Make (time, batch, features) of smooth sequences that differ from one another."""
    time = torch.linspace(0, 9, length).view(-1, 1, 1)
    return torch.sin(time * torch.tensor([1.0, 2.0]) + 6 * torch.rand(batch, INPUT))


def ragged(lengths: tuple[int, ...] = (9, 4, 7, 2, 6)) -> Tensor:
    """Make (time, batch, features) of sequences without order, padded with zeros."""
    return pad_sequence([torch.randn(length, INPUT) for length in lengths])


def lstm(**options) -> nn.LSTM:
    """Make a module for two features."""
    return nn.LSTM(INPUT, HIDDEN, **options)


def ids(description: Description) -> list[str]:
    """Name what was found."""
    return [finding.id for finding in description.findings]


def with_nan(tensor: Tensor, *index: int) -> Tensor:
    """Put NaN at an index of a copy."""
    tensor = tensor.detach().clone()
    tensor[index] = math.nan
    return tensor


def states(module: nn.LSTM, batch: int = BATCH) -> tuple[Tensor, Tensor]:
    """Take the states that a module returns for waves."""
    inputs = waves(batch=batch)
    if module.batch_first:
        inputs = inputs.transpose(0, 1)
    return module(inputs)[1]


def swapped_states() -> Description:
    """Pass (c_n, h_n) for (h_n, c_n)."""
    module = lstm()
    h_n, c_n = states(module)
    return describe(module, waves(), (c_n, h_n))


def packed_then(lengths: list[int]) -> Description:
    """Pack the ragged sequences with some lengths."""
    inputs = pack_padded_sequence(ragged(), lengths, enforce_sorted=False)
    return describe(lstm(), inputs)


def quiet_dropout() -> nn.LSTM:
    """Make a module with dropout and one layer, which PyTorch warns of."""
    with pytest.warns(UserWarning, match="dropout option adds dropout after all but"):
        return lstm(dropout=0.5)


# The stable id, a call that makes the mistake, the same call done right, and words with
# the numbers and names of the wrong call that the finding says as evidence.
Call = Callable[[], Description]
MISTAKES: dict[str, tuple[Call, Call, str]] = {
    "refused": (
        lambda: describe(lstm(), waves().double()),
        lambda: describe(lstm().double(), waves().double()),
        "inputs is torch.float64, the weights are torch.float32",
    ),
    "axes-not-as-meant": (
        lambda: describe(lstm(), waves(), axes=("batch", "time", "features")),
        lambda: describe(lstm(), waves(), axes=("time", "batch", "features")),
        "Pass inputs.permute(1, 0, 2).",
    ),
    "batch-time-swapped": (
        lambda: describe(lstm(), waves().transpose(0, 1)),
        lambda: describe(lstm(batch_first=True), waves().transpose(0, 1)),
        "alike along axis 1, taken for batch (ratio 0.0",
    ),
    "batch-time-swapped-lengths": (
        lambda: describe(lstm(batch_first=True), ragged(), lengths=[9, 4, 7, 2, 6]),
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6]),
        "axis 0, taken for batch, has the size 9, and axis 1",
    ),
    "lengths-count": (
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 2]),
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6]),
        "There are 4 lengths for 5 sequences",
    ),
    "lengths-below-one": (
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 0, 6]),
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6]),
        "Sequence 3 has the length 0",
    ),
    "lengths-beyond-padding": (
        lambda: describe(lstm(), ragged(), lengths=[10, 4, 7, 2, 6]),
        lambda: describe(lstm(), ragged(), lengths=torch.tensor([9, 4, 7, 2, 6])),
        "Sequence 0 has the length 10, but the tensor ends",
    ),
    "lengths-cut-data": (
        lambda: describe(lstm(), ragged(), lengths=[7, 4, 7, 2, 6]),
        lambda: describe(lstm(), ragged(), lengths=[9, 5, 7, 2, 6]),
        "Packing drops the last 2 time steps of it",
    ),
    "padding-unpacked": (
        lambda: describe(lstm(), ragged()),
        lambda: describe(lstm(), torch.randn(9, 5, INPUT)),
        "4 of 5 do, and sequence 3 after 2 of 9 time steps",
    ),
    "states-order-untold": (
        lambda: describe(
            module := lstm(num_layers=2, batch_first=True),
            waves(batch=2).transpose(0, 1),
            states(module, batch=2),
        ),
        lambda: describe(
            lstm(num_layers=2, batch_first=True),
            waves(batch=2).transpose(0, 1),
            (torch.zeros(2, 2, HIDDEN), torch.zeros(2, 2, HIDDEN)),
        ),
        "both have the size 2",
    ),
    "states-swapped": (
        swapped_states,
        lambda: describe(module := lstm(), waves(), states(module)),
        "Of 21 pairs of numbers here, all fit if swapped",
    ),
    "dropout-one-layer": (
        lambda: describe(quiet_dropout(), waves()),
        lambda: describe(lstm(num_layers=2, dropout=0.5), waves()),
        "dropout=0.5 has no effect",
    ),
    "batch-first-unbatched": (
        lambda: describe(lstm(batch_first=True), waves()[:, 0]),
        lambda: describe(lstm(), waves()[:, 0]),
        "with two axes, inputs is taken for one sequence",
    ),
    "batch-first-packed": (
        lambda: describe(lstm(batch_first=True), pack_padded_sequence(waves(), [9] * 7)),
        lambda: describe(lstm(), pack_padded_sequence(waves(), [9] * 7)),
        "a packed sequence has no batch axis",
    ),
    "one-step": (
        lambda: describe(lstm(), torch.randn(1, 7, INPUT)),
        lambda: describe(module := lstm(), torch.randn(1, 7, INPUT), states(module)),
        "the 7 sequences know nothing of each other",
    ),
    "not-finite": (
        lambda: describe(lstm(), with_nan(waves(), 3, 1, 0)),
        lambda: describe(lstm(), waves()),
        "inputs[3, 1, 0] is nan and enters at time step 3.",
    ),
}
