"""What the numbers in a tensor make likely, where its shape tells nothing."""

from typing import NamedTuple

import torch
from torch import Tensor

MIN_POSITIONS = 4
"""Fewer positions than this along an axis say nothing about their order."""

MIN_STATE_NUMBERS = 5
"""Fewer numbers of h and c than this may fit the wrong way round by chance: two normal
numbers drawn at random do so in one case of five."""

MAX_CATEGORIES = 4
"""In data with so few values besides zero, a zero is likely to be data too."""


class Padding(NamedTuple):
    """Sequences that end in exact zeros after different lengths."""

    padded: int
    """How many of the sequences do."""

    row: int
    """The one with the most zeros."""

    length: int
    """The time steps of that one before its zeros."""


def disorder(values: Tensor, axis: int) -> float | None:
    """Measure how little neighbours along an axis, 0 or 1, resemble each other.

    Returns:
        The mean squared difference of neighbours over twice the variance along
        ``axis``, averaged over the features: near 1 without any order, near 0 for a
        smooth sequence. It is the ratio of von Neumann (1941,
        https://doi.org/10.1214/aoms/1177731677). None if all features are constant.
    """
    values = values.detach().double()
    variance = values.var(dim=axis).mean(dim=0)
    difference = values.diff(dim=axis).square().mean(dim=(0, 1))
    varying = variance > 0
    if not bool(varying.any()):
        return None
    return float((difference[varying] / (2 * variance[varying])).mean())


def batch_looks_like_time(inputs: Tensor, time: int) -> tuple[float, float] | None:
    """Look for order along the batch axis, and for none along the time axis.

    Args:
        inputs: Three axes, the features last.
        time: The axis that is taken for time, 0 or 1.

    Returns:
        The disorder along time and along batch if both speak for a swap.
    """
    if inputs.numel() == 0 or min(inputs.shape[:2]) < MIN_POSITIONS:
        return None
    along_time, along_batch = disorder(inputs, time), disorder(inputs, 1 - time)
    if along_time is None or along_batch is None or along_time < 0.5:
        return None
    # The standard deviation of the ratio for independent normal numbers; that there are
    # several lines of them is not counted, since they may differ by little.
    rows = inputs.shape[1 - time]
    chance = ((rows - 2) / (rows**2 - 1)) ** 0.5
    return (along_time, along_batch) if 1 - along_batch >= max(0.5, 4 * chance) else None


def find_padding(inputs: Tensor, time: int) -> Padding | None:
    """Look for sequences that end in zeros after different lengths.

    Zeros are taken for padding only if all features of a step are exactly zero, no such
    step is followed by data, no sequence is zero from its beginning, and the data takes
    many values besides zero.
    """
    alive = inputs.detach().ne(0).any(dim=-1).movedim(time, 0)
    if alive.numel() == 0:
        return None
    lengths = alive.sum(dim=0)
    unbroken = bool((alive[1:] <= alive[:-1]).all())
    if not unbroken or lengths.min() == 0 or lengths.min() == lengths.max():
        return None
    if len(torch.unique(inputs.detach()[alive.movedim(0, time)])) <= MAX_CATEGORIES:
        return None
    row = int(lengths.argmin())
    return Padding(int((lengths < len(alive)).sum()), row, int(lengths[row]))


def states_look_swapped(h: Tensor, c: Tensor) -> bool:
    """Test if ``h = o·tanh(c)`` with 0 < o < 1 holds for no pair but for all swapped."""
    h, c = h.detach().double(), c.detach().double()
    return (
        h.numel() >= MIN_STATE_NUMBERS
        and bool((h * c > 0).all())
        and bool((c.abs() < torch.tanh(h).abs()).all())
    )
