"""One layer of an LSTM in one direction, step by step, with its gates kept.

The equations are those of `torch.nn.LSTM
<https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_, whose weights hold
the rows of i, f, g and o in this order.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

import torch
from torch import Tensor, nn

from lstm_demo.checks import State
from lstm_demo.gates.layout import Layout, Packed, resize_state
from lstm_demo.gates.records import LayerTrace


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
    a: Tensor, layout: Layout, first: State, w: Weights, *, reverse: bool
) -> LayerTrace[Tensor]:
    """Compute every value step by step, without a graph.

    Args:
        a: ``w_ih @ x + bias`` of every step; it is overwritten with the gates.
        layout: How the steps lie in ``a``.
        first: ``(h_0, c_0)``, each (batch, features).
        w: The weights.
        reverse: Whether the first step is the last in time.
    """
    i, f, g, o = a.chunk(4, dim=-1)
    c, u = torch.empty_like(i), torch.empty_like(i)
    w_hh = w.w_hh.t()
    h_t, c_t = first
    packed = isinstance(layout, Packed)
    hs = []
    # For few numbers a step, the time is that of the calls: so all views are made at once,
    # and results are written where they shall stand.
    steps = [layout.split(each, reverse=reverse) for each in (a, i, f, g, o, c, u)]
    for a_t, i_t, f_t, g_t, o_t, c_new, u_new in zip(*steps, strict=True):
        if packed and h_t.shape[0] != a_t.shape[0]:
            h_t = resize_state(h_t, first[0], a_t.shape[0])
            c_t = resize_state(c_t, first[1], a_t.shape[0])
        a_t.addmm_(h_t, w_hh)
        i_t.sigmoid_()
        f_t.sigmoid_()
        g_t.tanh_()
        o_t.sigmoid_()
        c_t = torch.mul(f_t, c_t, out=c_new).addcmul_(i_t, g_t)
        h_t = torch.tanh(c_t, out=u_new).mul_(o_t)
        if w.w_hr is not None:
            h_t = h_t.mm(w.w_hr.t())
            hs.append(h_t)
    h = layout.join(hs, reverse=reverse) if hs else u
    return LayerTrace(i, f, g, o, c, u, h)
