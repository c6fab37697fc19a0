"""The arithmetic of one layer of an LSTM in one direction, with its gates kept.

Sequences lie in memory as `lstm_demo.gates.layout` says. The equations are those of
`torch.nn.LSTM <https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_,
whose weights hold the rows of i, f, g and o in this order.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Self

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from lstm_demo.checks import State
from lstm_demo.gates.finite import has_finite_sums
from lstm_demo.gates.layout import Steps, fit
from lstm_demo.gates.records import LayerTrace
from lstm_demo.gates.scan import scan

CHUNK_BYTES = 2**22
"""Size of the gates computed at a time, so that a cache holds them until used."""

SUMMED = 128
"""Features whose products are added up in one go: a longer sum in float32 rounds more."""

WHOLE = 192
"""Features that are still added up in one go rather than in two."""

ONEDNN = getattr(torch.ops.mkldnn, "_linear_pointwise", None)
"""The product of the library that the module itself uses on a CPU, as ``torch.compile``
calls it. It is no public operator: where PyTorch comes without it, None."""


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
        i_t, f_t, g_t, o_t = a_t.addmm_(h_t, w_hh).chunk(4, dim=1)
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
    i, f, g, o = a.chunk(4, dim=-1)
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
    gates, c = x.new_empty(4, length, batch, width), x.new_empty(length, batch, width)
    w_gates = map(_cut, _by_squashing(w.w_ih), _by_squashing(w.w_hh))
    squashing = "sigmoid", "tanh"
    parameters = list(zip(w_gates, _by_squashing(w.bias), squashing, strict=True))
    h_t, c_t = first
    size = max(1, CHUNK_BYTES // max(1, 4 * batch * width * x.element_size()))
    chunks = zip(*(v.split(size) for v in (x, h, c)), strict=True)
    parts = list(zip(gates.split(size, dim=1), chunks, strict=True))
    for part, (x_part, h_part, c_part) in reversed(parts) if reverse else parts:
        h_before = steps.previous(h_t, h_part, reverse=reverse)
        rows = _cut(x_part.flatten(0, 1), h_before.flatten(0, 1))
        i, f, g, o = part.unbind(0)
        for alike, of_alike in zip(((i, f, o), (g,)), parameters, strict=True):
            values = squash_products(rows, *of_alike).view(*g.shape[:2], -1)
            for gate, each in zip(alike, values.chunk(len(alike), dim=-1), strict=True):
                gate.copy_(each)
        scan(f, torch.mul(i, g, out=c_part), c_t, reverse=reverse)
        h_t, c_t = (steps.last(v, reverse=reverse).squeeze(0) for v in (h_part, c_part))
    i, f, g, o = gates.unbind(0)
    return LayerTrace(i, f, g, o, c, h if w.w_hr is None else c.tanh().mul_(o), h)


def _by_squashing(rows: Tensor) -> tuple[Tensor, Tensor]:
    i, f, g, o = rows.chunk(4)
    return torch.cat([i, f, o]), g


def _cut(x: Tensor, h: Tensor) -> list[Tensor]:
    if x.shape[1] + h.shape[1] <= WHOLE:
        return [torch.cat([x, h], dim=1)]
    return [piece.contiguous() for whole in (x, h) for piece in whole.split(SUMMED, dim=1)]


def squash_products(
    xs: Sequence[Tensor], ws: Sequence[Tensor], bias: Tensor, squashing: str
) -> Tensor:
    """Add ``bias`` and the product of each of ``xs`` with its of ``ws``, and squash it.

    Args:
        xs: Each (rows, features).
        ws: Each (features of the sum, features).
        bias: (features of the sum,).
        squashing: ``"sigmoid"`` or ``"tanh"``.
    """
    (x, *xs), (w, *ws) = xs, ws
    a: Tensor
    if x.is_cpu and ONEDNN is not None:
        a = ONEDNN(x, w, bias, "none" if xs else squashing, [], "")
        if not xs:
            return a
        for x, w in zip(xs, ws, strict=True):
            a = ONEDNN.binary(x, a, w, None, "add")
    else:
        a = linear(x, w, bias)
        for x, w in zip(xs, ws, strict=True):
            a.addmm_(x, w.t())
    return a.sigmoid_() if squashing == "sigmoid" else a.tanh_()
