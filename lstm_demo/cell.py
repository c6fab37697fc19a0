"""The arithmetic of one layer of an LSTM in one direction, with its gates kept.

Sequences lie in memory as `lstm_demo.steps` says. The equations are those of
`torch.nn.LSTM <https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_,
whose weights hold the rows of i, f, g and o in this order.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Self

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from lstm_demo.checks import State
from lstm_demo.finite import has_finite_sums
from lstm_demo.records import LayerTrace
from lstm_demo.scan import scan
from lstm_demo.steps import Steps, fit

CHUNK_BYTES = 2**22
"""Size of the gates computed at a time, so that a cache holds them until used."""

SQUASHING = "sigmoid", "sigmoid", "tanh", "sigmoid"
"""What squashes i, f, g and o."""

FUSED = getattr(torch.ops.mkldnn, "_linear_pointwise", None)
"""A product and its squashing in one kernel, which ``torch.compile`` emits on a CPU. It
is no public operator: where PyTorch comes without it, None."""


class Weights(NamedTuple):
    """The weights of one layer in one direction."""

    w_ih: Tensor
    """(gates·features, features) = (4H, input features)."""

    w_hh: Tensor
    """(gates·features, features) = (4H, Hout)."""

    bias: Tensor
    """The sum of both biases, (gates·features,) = (4H,); zeros if there are none."""

    w_hr: Tensor | None
    """The projection, (features, features) = (Hout, H); None without ``proj_size``."""

    @classmethod
    def of(cls, lstm: nn.LSTM, weights: Sequence[Tensor]) -> Self:
        """Name one entry of ``lstm.all_weights``."""
        w_ih, w_hh = weights[:2]
        bias = weights[2] + weights[3] if lstm.bias else w_ih.new_zeros(w_ih.shape[0])
        return cls(w_ih, w_hh, bias, weights[-1] if lstm.proj_size else None)


def loop(
    x: Tensor,
    steps: Steps,
    first: State,
    w: Weights,
    check_finite: Callable[[], None],
    *,
    reverse: bool,
) -> LayerTrace[Tensor]:
    """Compute every value step by step, the gates in place.

    One product serves the inputs of all steps; one small product per step remains. What
    the product makes of a number that is not finite is not finite either, so its sum
    tells of ``x``, ``w_ih`` and the bias at once.
    """
    a = linear(x, w.w_ih, w.bias)
    if not has_finite_sums(a, w.w_hh, w.w_hr, *first):
        check_finite()
    w_hh = w.w_hh.t()
    h_0, c_0 = h_t, c_t = first
    us, hs, cs = [], [], []
    for a_t in steps.split(a, reverse=reverse):
        if steps.sizes is not None:
            h_t, c_t = fit(h_t, h_0, len(a_t)), fit(c_t, c_0, len(a_t))
        i_t, f_t, g_t, o_t = a_t.addmm_(h_t, w_hh).unsafe_chunk(4, dim=1)
        i_t.sigmoid_()
        f_t.sigmoid_()
        g_t.tanh_()
        o_t.sigmoid_()
        c_t = (f_t * c_t).addcmul_(i_t, g_t)
        h_t = c_t.tanh().mul_(o_t)
        cs.append(c_t)
        us.append(h_t)
        if w.w_hr is not None:
            h_t = h_t.mm(w.w_hr.t())
            hs.append(h_t)
    c, h_unprojected = steps.join(cs, reverse=reverse), steps.join(us, reverse=reverse)
    h = steps.join(hs, reverse=reverse) if hs else h_unprojected
    i, f, g, o = a.unsafe_chunk(4, dim=-1)
    return LayerTrace(i, f, g, o, c, h_unprojected, h)


def recompute(
    x: Tensor, steps: Steps, first: State, w: Weights, h: Tensor, *, reverse: bool
) -> LayerTrace[Tensor]:
    """Compute the gates from the hidden states ``h`` that the module has returned.

    Nothing is overwritten, so gradients flow through every value.
    """
    h_before = steps.previous(first[0], h, reverse=reverse)
    a = linear(x, w.w_ih, w.bias) + linear(h_before, w.w_hh)
    i, f, g, o = a.chunk(4, dim=-1)
    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
    c_t, cs = first[1], []
    fs, igs = (steps.split(values, reverse=reverse) for values in (f, i * g))
    for f_t, ig_t in zip(fs, igs, strict=True):
        c_t = torch.addcmul(ig_t, f_t, fit(c_t, first[1], len(f_t)))
        cs.append(c_t)
    c = steps.join(cs, reverse=reverse)
    return LayerTrace(i, f, g, o, c, h if w.w_hr is None else o * c.tanh(), h)


def recompute_in_place(
    x: Tensor, steps: Steps, first: State, w: Weights, h: Tensor, *, reverse: bool
) -> LayerTrace[Tensor]:
    """Compute the same as `recompute` for a padded sequence, with few copies.

    It goes through time in chunks, each small enough for a cache.
    """
    (length, batch, _), width = x.shape, first[1].shape[1]
    w_gates = torch.cat([w.w_ih, w.w_hh], dim=1).chunk(4)
    parameters = list(zip(w_gates, w.bias.chunk(4), SQUASHING, strict=True))
    gates, c = x.new_empty(4, length, batch, width), x.new_empty(length, batch, width)
    h_t, c_t = first
    size = max(1, CHUNK_BYTES // max(1, 4 * batch * width * x.element_size()))
    # In views that no graph follows.
    chunks = zip(*(v.unsafe_split(size) for v in (x, h, c)), strict=True)
    parts = list(zip(gates.unsafe_split(size, dim=1), chunks, strict=True))
    for part, (x_part, h_part, c_part) in reversed(parts) if reverse else parts:
        h_before = steps.previous(h_t, h_part, reverse=reverse)
        xh = torch.cat([x_part, h_before], dim=-1).flatten(0, 1)
        for gate, of_gate in zip(part.unbind(0), parameters, strict=True):
            gate.copy_(squash_linear(xh, *of_gate).view_as(gate))
        i, f, g, _ = part.unbind(0)
        scan(f, torch.mul(i, g, out=c_part), c_t, reverse=reverse)
        h_t, c_t = (steps.last(v, reverse=reverse).squeeze(0) for v in (h_part, c_part))
    i, f, g, o = gates.unbind(0)
    return LayerTrace(i, f, g, o, c, h if w.w_hr is None else c.tanh().mul_(o), h)


def squash_linear(x: Tensor, w: Tensor, bias: Tensor, squashing: str) -> Tensor:
    """Return ``squashing(linear(x, w, bias))``.

    On a CPU it is one kernel of oneDNN, to which the module itself leaves its work.
    """
    if x.is_cpu and FUSED is not None:
        fused: Tensor = FUSED(x, w, bias, squashing, [], "")
        return fused
    squashed: Tensor = getattr(torch, squashing)(linear(x, w, bias))
    return squashed
