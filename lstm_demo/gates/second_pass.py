"""All gates of a layer at once, from the hidden states that the module has returned.

The folder's README says when and why this is done instead of a loop.
"""

import math
from itertools import pairwise

import torch
from torch import Tensor
from torch.nn.functional import linear

from lstm_demo.gates.layout import Layout, resize_state
from lstm_demo.gates.loop import Weights


def sums_of(
    x: Tensor, layout: Layout, h_0: Tensor, w: Weights, h: Tensor, *, reverse: bool
) -> Tensor:
    """Compute what the gates squash, at every step in two products.

    Args:
        x: The inputs of every step.
        layout: How the steps lie in ``x``.
        h_0: (batch, features).
        w: The weights.
        h: What the module has returned for this layer and direction.
        reverse: Whether the first step is the last in time.
    """
    h_before = layout.previous(h_0, h, reverse=reverse)
    a = linear(x, w.w_ih, w.bias)
    a.flatten(0, -2).addmm_(h_before.flatten(0, -2), w.w_hh.t())
    return a


def squash(a: Tensor, layout: Layout, c_0: Tensor, *, reverse: bool) -> tuple[Tensor, ...]:
    """Compute i, f, g, o and c from the sums ``a``.

    Nothing is overwritten, so gradients flow through every value.
    """
    i, f, g, o = a.chunk(4, dim=-1)
    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
    c_t, cs = c_0, []
    fs, igs = (layout.split(values, reverse=reverse) for values in (f, i * g))
    for f_t, ig_t in zip(fs, igs, strict=True):
        if c_t.shape != f_t.shape:
            c_t = resize_state(c_t, c_0, len(f_t))
        c_t = torch.addcmul(ig_t, f_t, c_t)
        cs.append(c_t)
    return i, f, g, o, layout.join(cs, reverse=reverse)


def squash_in_place(a: Tensor, c_0: Tensor, *, reverse: bool) -> tuple[Tensor, ...]:
    """Compute the same for a padded sequence, without a graph and with few copies."""
    i, f, g, o = a.chunk(4, dim=-1)
    # i and f are neighbours in memory.
    a.narrow(-1, 0, 2 * i.shape[-1]).sigmoid_()
    g.tanh_()
    o.sigmoid_()
    c = (i * g).contiguous()
    scan(f, c, c_0, reverse=reverse)
    return i, f, g, o, c


def scan(f: Tensor, c: Tensor, first: Tensor, *, reverse: bool) -> None:
    """Turn ``i * g`` into the cell state of every step: ``c[t] += f[t] * c[t - 1]``.

    Step by step this takes as many calls as steps. Here the sequence is cut into blocks
    that advance together, so that about the square root of that many are left. Each
    number is computed three times instead of once, which for few numbers a step costs
    less than the calls.

    Args:
        f: The forget gate, (time, batch, features).
        c: ``i * g`` before, the cell state after: (time, batch, features), contiguous.
        first: The cell state before the first step, (batch, features).
        reverse: Whether the first step is the last in time.
    """
    length = len(f)
    # A block of n steps takes 2n calls, and what joins the blocks another length / n.
    size = math.isqrt(length // 2)
    if size < 3:
        _scan_steps(f, c, first, reverse=reverse)
        return
    # Whole blocks of steps first; fewer steps than a block may remain.
    whole = length - length % size
    blocks, rest = (length - whole, 0) if reverse else (0, whole)
    f_blocks, c_blocks = f.narrow(0, blocks, whole), c.narrow(0, blocks, whole)
    c_last = _scan_blocks(f_blocks, c_blocks, first, size, reverse=reverse)
    if whole < length:
        f_rest, c_rest = (values.narrow(0, rest, length - whole) for values in (f, c))
        _scan_steps(f_rest, c_rest, c_last, reverse=reverse)


def _scan_steps(f: Tensor, c: Tensor, c_t: Tensor, *, reverse: bool) -> None:
    steps = zip(f.unbind(0), c.unbind(0), strict=True)
    for f_t, c_new in reversed(list(steps)) if reverse else steps:
        c_t = c_new.addcmul_(f_t, c_t)


def _scan_blocks(
    f: Tensor, c: Tensor, first: Tensor, size: int, *, reverse: bool
) -> Tensor:
    shape = len(c) // size, size, *c.shape[1:]
    c = c.view(shape)
    # What share of the state before its block is still there after each step: the
    # product of the forget gates up to it.
    kept = f.clone(memory_format=torch.contiguous_format).view(shape)
    c_steps, kept_steps = c.unbind(1), kept.unbind(1)
    order = range(size)[:: -1 if reverse else 1]
    # Each block runs from zero, all of them in the same calls.
    for before, t in pairwise(order):
        c_steps[t].addcmul_(kept_steps[t], c_steps[before])
        kept_steps[t].mul_(kept_steps[before])
    # From block to block: what each ends with is what the next one starts from.
    ends = list(
        zip(c_steps[order[-1]].unbind(0), kept_steps[order[-1]].unbind(0), strict=True)
    )
    starts = [first]
    for c_end, kept_end in reversed(ends) if reverse else ends:
        starts.append(torch.addcmul(c_end, kept_end, starts[-1]))
    last = starts.pop()
    # The recurrence is linear in c, so what remains of the start is added afterwards.
    c.addcmul_(kept, torch.stack(starts[:: -1 if reverse else 1]).unsqueeze(1))
    return last
