"""All gates of a layer at once, from the hidden states that the module has returned.

The folder's README says when and why this is done instead of a loop.
"""

import torch
from torch import Tensor
from torch.nn.functional import linear

from lstm_demo.gates.layout import Layout, resize_state
from lstm_demo.gates.loop import Weights

MAX_SUMMED = 256
"""Numbers of c in one time step up to which sums along time are quicker than a call a step:
either takes a core a microsecond or two."""

MIN_SUMMED = 12
"""Time steps from which they are: step by step it is as many calls, with the views."""

SMALLEST = 1e-280
"""A product of forget gates that float64 still holds to all digits."""


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

    With p[t] for the product of the forget gates up to step t, what is divided by it is a
    sum: ``c[t] / p[t] == c[t - 1] / p[t - 1] + i[t] * g[t] / p[t]``. So a few calls do for
    many steps. A sum along time does not run in vector registers, which is why steps with
    many numbers are taken one by one.

    Args:
        f: The forget gate, (time, batch, features).
        c: ``i * g`` before, the cell state after: (time, batch, features).
        first: The cell state before the first step, (batch, features).
        reverse: Whether the first step is the last in time.
    """
    wide = f.is_cpu and first.numel() > MAX_SUMMED
    if wide or len(f) < MIN_SUMMED or not f.numel() or f.is_mps:  # MPS has no float64.
        _scan_steps(f, c, first, reverse=reverse)
        return
    forget = f.flip(0) if reverse else f
    kept = forget.cumprod(0, dtype=torch.float64)
    # The products are as good as the sums while they do not underflow; the last is the
    # smallest. Of NaN, which sums that overflow leave, no comparison is true.
    if kept[-1].min().item() >= SMALLEST:
        added = c.flip(0) if reverse else c
        sums = (added / kept).cumsum_(0).add_(first).mul_(kept)
        c.copy_(sums.flip(0) if reverse else sums)
        return
    # In blocks as long as they last: those of other blocks may do so for less.
    size = int((kept.amin((1, 2)) >= SMALLEST).sum())
    if size < MIN_SUMMED:
        _scan_steps(f, c, first, reverse=reverse)
        return
    blocks = list(zip(f.split(size), c.split(size), strict=True))
    for f_block, c_block in reversed(blocks) if reverse else blocks:
        scan(f_block, c_block, first, reverse=reverse)
        first = c_block[0 if reverse else -1]


def _scan_steps(f: Tensor, c: Tensor, c_t: Tensor, *, reverse: bool) -> None:
    steps = zip(f.unbind(0), c.unbind(0), strict=True)
    for f_t, c_new in reversed(list(steps)) if reverse else steps:
        c_t = c_new.addcmul_(f_t, c_t)
