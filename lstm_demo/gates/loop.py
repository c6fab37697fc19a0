"""The equations of an LSTM, step by step.

They are those of `torch.nn.LSTM
<https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_, whose weights hold
the rows of i, f, g and o in this order.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from lstm_demo.checks import State
from lstm_demo.gates.records import GateTrace, LayerTrace
from lstm_demo.gates.steps import Steps, fill_up
from lstm_demo.shapes.options import Options


class Weights(NamedTuple):
    """The weights of one layer in one direction."""

    w_ih: Tensor
    """(gates·features, features) = (4H, input features)."""

    w_hh: Tensor
    """(gates·features, features) = (4H, Hout)."""

    bias: Tensor | None
    """The sum of both biases, (gates·features,) = (4H,); None without ``bias``."""

    w_hr: Tensor | None
    """The projection, (features, features) = (Hout, H); None without ``proj_size``."""

    @classmethod
    def of(cls, lstm: nn.LSTM, weights: Sequence[Tensor]) -> Self:
        """Name one entry of ``lstm.all_weights``."""
        return cls(
            weights[0],
            weights[1],
            weights[2] + weights[3] if lstm.bias else None,
            weights[-1] if lstm.proj_size else None,
        )


def trace_layers(
    lstm: nn.LSTM,
    weights: Sequence[Sequence[Tensor]],
    x: Tensor,
    steps: Steps,
    hx: State | None,
) -> GateTrace[Tensor]:
    """Trace every layer and direction of a sequence.

    Args:
        lstm: The module.
        weights: What ``lstm.all_weights`` gives.
        x: The inputs, (rows, features).
        steps: How the rows fall into time steps.
        hx: ``(h_0, c_0)``, each (layers·directions, batch, features); zeros if None.

    Returns:
        The trace, in which what has a value for each step is (rows, features).
    """
    options = Options.of(lstm)
    if hx is None:
        h_0 = x.new_zeros(options.rows, steps.batch, options.state_size)
        c_0 = x.new_zeros(options.rows, steps.batch, options.hidden_size)
    else:
        h_0, c_0 = hx
    layers, h_n, c_n = [], [], []
    for k in range(options.num_layers):
        traces = []
        for d in range(options.directions):
            row, reverse = k * options.directions + d, d == 1
            w = Weights.of(lstm, weights[row])
            trace = trace_direction(x, steps, (h_0[row], c_0[row]), w, reverse=reverse)
            traces.append(trace)
            h_n.append(steps.last(trace.h, reverse=reverse))
            c_n.append(steps.last(trace.c, reverse=reverse))
        layers.append(tuple(traces))
        x = torch.cat([trace.h for trace in traces], dim=-1)
    return GateTrace(x, torch.stack(h_n), torch.stack(c_n), tuple(layers))


def trace_direction(
    x: Tensor, steps: Steps, hx: State, w: Weights, *, reverse: bool
) -> LayerTrace[Tensor]:
    """Compute every value of one layer in one direction.

    Args:
        x: What the layer reads, (rows, features).
        steps: How the rows fall into time steps.
        hx: ``(h_0, c_0)``, each (batch, features).
        w: The weights.
        reverse: Whether the first step is the last in time.
    """
    (h_0, c_0), (h, c) = hx, hx
    computed = []
    # What the inputs give to the gates waits for no h: it is one product for all steps.
    for from_x in steps.split(linear(x, w.w_ih, w.bias), reverse=reverse):
        # Sequences end, or in the reverse direction begin on the way.
        h = fill_up(h, h_0, len(from_x))
        c = fill_up(c, c_0, len(from_x))

        i, f, g, o = (from_x + h @ w.w_hh.T).chunk(4, dim=-1)
        i = i.sigmoid()
        f = f.sigmoid()
        g = g.tanh()
        o = o.sigmoid()
        c = f * c + i * g
        h_unprojected = o * c.tanh()
        h = h_unprojected if w.w_hr is None else h_unprojected @ w.w_hr.T

        computed.append((i, f, g, o, c, h_unprojected, h))
    values = zip(*computed, strict=True)
    return LayerTrace(*(steps.join(list(value), reverse=reverse) for value in values))
