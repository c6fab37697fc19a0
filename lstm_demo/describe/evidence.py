"""What the numbers in a tensor tell about its axes, without running the module."""

from typing import NamedTuple

import torch
from torch import Tensor

LONG_ENOUGH = 4
"""Fewer positions than this along an axis say nothing about their order."""

MANY_ENOUGH = 5
"""Fewer pairs of states than this may fit the wrong way round by chance: two normal
numbers drawn at random do so in one case of five."""


FEW_VALUES = 4
"""In data with fewer values than this besides zero, a zero is likely to be data too."""


class Padding(NamedTuple):
    """Sequences that end in exact zeros after different lengths."""

    padded: int
    """How many of the sequences do."""

    row: int
    """The one with the most zeros."""

    length: int
    """The time steps of that one before its zeros."""


def disorder(values: Tensor, axis: int) -> float | None:
    """Say how little neighbours along an axis resemble each other.

    Returns:
        The mean squared difference of neighbours over twice the variance along
        ``axis``, averaged over the features: near 1 without any order, near 0 for a
        smooth sequence. It is the ratio of von Neumann (1941,
        https://doi.org/10.1214/aoms/1177731677). None if all features are constant.
    """
    values = values.detach().double()
    other = 1 - axis
    variance = values.var(dim=axis).mean(dim=0)
    difference = values.diff(dim=axis).square().mean(dim=(axis, other))
    alive = variance > 0
    if not bool(alive.any()):
        return None
    return float((difference[alive] / (2 * variance[alive])).mean())


def chance(size: int) -> float:
    """Say how far ``disorder`` strays from 1 by chance.

    Returns:
        The standard deviation for one line of ``size`` independent normal numbers. More
        lines are not counted, since they may differ by little from one another.
    """
    return float(((size - 2) / (size**2 - 1)) ** 0.5)


def looks_swapped(inputs: Tensor, time: int) -> tuple[float | None, float] | None:
    """Look for a sequence along the batch axis, and for none along the time axis.

    Args:
        inputs: Three axes, the features last.
        time: The axis that is taken for time, 0 or 1.

    Returns:
        The disorder along time (None if the axis is too short to tell) and along batch,
        if they speak for a swap; otherwise None.
    """
    batch = 1 - time
    steps, rows = inputs.shape[time], inputs.shape[batch]
    if inputs.numel() == 0 or rows < LONG_ENOUGH:
        return None
    along_batch = disorder(inputs, batch)
    if along_batch is None or 1 - along_batch < max(0.5, 4 * chance(rows)):
        return None
    if steps < LONG_ENOUGH:
        return None, along_batch
    along_time = disorder(inputs, time)
    return None if along_time is None or along_time < 0.5 else (along_time, along_batch)


def find_padding(inputs: Tensor, time: int) -> Padding | None:
    """Look for rows that end in zeros after different lengths.

    Zeros are taken for padding only if all features of a step are exactly zero, no such
    step is followed by data, no sequence is zero from its beginning, and the data takes
    many values besides zero.

    Args:
        inputs: Three axes, the features last.
        time: The axis along which the padding would lie, 0 or 1.
    """
    alive = inputs.detach().ne(0).any(dim=-1).movedim(time, 0)
    if alive.numel() == 0:
        return None
    lengths = alive.sum(dim=0)
    unbroken = bool((alive[1:] <= alive[:-1]).all())
    if not unbroken or lengths.min() == 0 or lengths.min() == lengths.max():
        return None
    if len(torch.unique(inputs.detach()[alive.movedim(0, time)])) <= FEW_VALUES:
        return None
    row = int(lengths.argmin())
    return Padding(int((lengths < len(alive)).sum()), row, int(lengths[row]))


def states_look_swapped(h: Tensor, c: Tensor) -> int | None:
    """Test ``h = o·tanh(c)`` with 0 < o < 1 both ways round.

    Returns:
        How many pairs of numbers fit with h and c swapped, if all do and none fits as
        they stand; None otherwise, or if there are too few to tell.
    """
    h, c = h.detach().double(), c.detach().double()
    if h.numel() < MANY_ENOUGH or bool((h * c <= 0).any()):
        return None
    swapped = bool((c.abs() < torch.tanh(h).abs()).all())
    return h.numel() if swapped else None


def first_not_finite(values: Tensor) -> tuple[int, ...] | None:
    """Find the first number that is NaN or infinite.

    Returns:
        Its index, or None if all numbers are finite.
    """
    wrong = values.detach().isfinite().logical_not()
    return tuple(wrong.nonzero()[0].tolist()) if bool(wrong.any()) else None


def cut_data(inputs: Tensor, time: int, row: int, length: int) -> int:
    """Count the last steps of a sequence that packing drops though they are no padding.

    Padding is taken to be one value, whichever, in all features of all steps.
    """
    rest = inputs.detach().movedim(time, 0)[length:, row]
    return 0 if rest.numel() == 0 or bool((rest == rest.flatten()[0]).all()) else len(rest)
