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


def nan_weight() -> nn.LSTM:
    """Make a module with NaN in a weight."""
    module = lstm()
    with torch.no_grad():
        module.weight_hh_l0[2, 1] = math.nan
    return module


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


# The stable id, a call that makes the mistake, the same call done right.
MISTAKES: dict[str, tuple[Callable[[], Description], Callable[[], Description]]] = {
    "refused": (
        lambda: describe(lstm(), waves().double()),
        lambda: describe(lstm().double(), waves().double()),
    ),
    "axes-not-as-meant": (
        lambda: describe(lstm(), waves(), axes=("batch", "time", "features")),
        lambda: describe(lstm(), waves(), axes=("time", "batch", "features")),
    ),
    "batch-time-swapped": (
        lambda: describe(lstm(), waves().transpose(0, 1)),
        lambda: describe(lstm(batch_first=True), waves().transpose(0, 1)),
    ),
    "batch-time-swapped-lengths": (
        lambda: describe(lstm(batch_first=True), ragged(), lengths=[9, 4, 7, 2, 6]),
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6]),
    ),
    "lengths-count": (
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 2]),
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6]),
    ),
    "lengths-below-one": (
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 0, 6]),
        lambda: describe(lstm(), ragged(), lengths=[9, 4, 7, 2, 6]),
    ),
    "lengths-beyond-padding": (
        lambda: describe(lstm(), ragged(), lengths=[10, 4, 7, 2, 6]),
        lambda: describe(lstm(), ragged(), lengths=torch.tensor([9, 4, 7, 2, 6])),
    ),
    "lengths-cut-data": (
        lambda: describe(lstm(), ragged(), lengths=[7, 4, 7, 2, 6]),
        lambda: describe(lstm(), ragged(), lengths=[9, 5, 7, 2, 6]),
    ),
    "padding-unpacked": (
        lambda: describe(lstm(), ragged()),
        lambda: describe(lstm(), torch.randn(9, 5, INPUT)),
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
    ),
    "states-swapped": (
        swapped_states,
        lambda: describe(module := lstm(), waves(), states(module)),
    ),
    "dropout-one-layer": (
        lambda: describe(quiet_dropout(), waves()),
        lambda: describe(lstm(num_layers=2, dropout=0.5), waves()),
    ),
    "batch-first-unbatched": (
        lambda: describe(lstm(batch_first=True), waves()[:, 0]),
        lambda: describe(lstm(), waves()[:, 0]),
    ),
    "batch-first-packed": (
        lambda: describe(lstm(batch_first=True), pack_padded_sequence(waves(), [9] * 7)),
        lambda: describe(lstm(), pack_padded_sequence(waves(), [9] * 7)),
    ),
    "one-step": (
        lambda: describe(lstm(), torch.randn(1, 7, INPUT)),
        lambda: describe(module := lstm(), torch.randn(1, 7, INPUT), states(module)),
    ),
    "not-finite": (
        lambda: describe(lstm(), with_nan(waves(), 3, 1, 0)),
        lambda: describe(lstm(), waves()),
    ),
}


def quiet_dropout() -> nn.LSTM:
    """Make a module with dropout and one layer, which PyTorch warns of."""
    with pytest.warns(UserWarning, match="dropout option adds dropout after all but"):
        return lstm(dropout=0.5)
