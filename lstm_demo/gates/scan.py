"""The cell state over time, ``c[t] = f[t] * c[t - 1] + i[t] * g[t]``, in place."""

import math
from itertools import pairwise

import torch
from torch import Tensor

NARROW = 2048
"""Numbers per time step up to which a call costs more than the numbers in it."""


def scan(f: Tensor, c: Tensor, first: Tensor, *, reverse: bool) -> None:
    """Turn ``i * g`` into the cell state of every step.

    Args:
        f: The forget gate, (time, batch, features).
        c: ``i * g`` before, the cell state after: (time, batch, features).
        first: The cell state before the first step, (batch, features).
        reverse: Whether the first step is the last in time.
    """
    length = f.shape[0]
    size = math.isqrt(length // 2) if first.numel() <= NARROW else 1
    if size < 3:
        _scan_steps(f, c, first, reverse=reverse)
        return
    # Whole blocks of steps first; fewer steps than a block may remain.
    whole = length - length % size
    if reverse:
        blocks, rest = slice(length - whole, length), slice(0, length - whole)
    else:
        blocks, rest = slice(0, whole), slice(whole, length)
    c_last = _scan_blocks(f[blocks], c[blocks], first, size, reverse=reverse)
    _scan_steps(f[rest], c[rest], c_last, reverse=reverse)


def _scan_steps(f: Tensor, c: Tensor, c_t: Tensor, *, reverse: bool) -> None:
    steps = zip(f.unbind(0), c.unbind(0), strict=True)
    for f_t, c_out_t in reversed(list(steps)) if reverse else steps:
        c_t = c_out_t.addcmul_(f_t, c_t)


def _scan_blocks(
    f: Tensor, c: Tensor, first: Tensor, size: int, *, reverse: bool
) -> Tensor:
    # All blocks advance together, each from zero, and note which share of the state
    # before the block is kept. What each block starts from follows from block to block.
    shape = c.shape[0] // size, size, *c.shape[1:]
    c, kept = c.view(shape), f.clone().view(shape)
    c_steps, kept_steps = c.unbind(1), kept.unbind(1)
    step = -1 if reverse else 1
    order = range(size)[::step]
    for before, t in pairwise(order):
        c_steps[t].addcmul_(kept_steps[t], c_steps[before])
        kept_steps[t].mul_(kept_steps[before])
    ends = zip(c_steps[order[-1]].unbind(0), kept_steps[order[-1]].unbind(0), strict=True)
    starts = [first]
    for c_end, kept_end in reversed(list(ends)) if reverse else ends:
        starts.append(torch.addcmul(c_end, kept_end, starts[-1]))
    last = starts.pop()
    c.addcmul_(kept, torch.stack(starts[::step]).unsqueeze(1))
    return last
