"""Trace the layers of a ``torch.nn.LSTM`` one by one, by a loop or by a second pass."""

from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import linear
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.checks import State
from lstm_demo.gates.finite import check_finite, has_finite_sums
from lstm_demo.gates.layout import Layout, Packed, Padded
from lstm_demo.gates.loop import Weights, loop
from lstm_demo.gates.records import GateTrace, LayerTrace
from lstm_demo.gates.second_pass import squash, squash_in_place, sums_of
from lstm_demo.shapes.options import Options

MIN_STEPS = 12
"""Time steps from which a second pass is quicker than a loop: what it takes for any length,
the module's call and three dozen calls of its own, is about what that many steps take."""

MAX_PRODUCTS = 10**6
"""Multiplications in one time step up to which a second pass is quicker than a loop. The
pass makes each a second time, and saves the nine calls from Python that the loop makes at
each step: either takes a core some ten or twenty microseconds."""


class Call(NamedTuple):
    """A call of the module that is to be traced, as it was asked for."""

    lstm: nn.LSTM
    """The module."""

    inputs: Tensor | PackedSequence
    """Its inputs."""

    hx: State | None
    """Its initial states."""

    weights: Sequence[Sequence[Tensor]]
    """What ``lstm.all_weights`` gives, collected once."""

    def check_finite(self) -> None:
        """Refuse numbers that are NaN or infinite.

        Raises:
            ValueError: There is one.
        """
        check_finite(*self)


class Layer(NamedTuple):
    """What one layer computes with, in all its directions."""

    x: Tensor
    """Its inputs in the layout."""

    layout: Layout
    """How they fall into time steps."""

    hx: State
    """``(h_0, c_0)``, each (directions, batch, features)."""

    weights: Sequence[Sequence[Tensor]]
    """An entry of ``lstm.all_weights`` for each direction."""


def trace_layers(
    call: Call, x: Tensor, layout: Layout, hx: State | None
) -> GateTrace[Tensor]:
    """Trace every layer of a sequence.

    Args:
        call: What was asked for.
        x: Its inputs in the layout.
        layout: How they fall into time steps.
        hx: ``(h_0, c_0)``, each (layers·directions, batch, features), the batch in the
            order of ``x``; zeros if None.

    Returns:
        The trace, with all values in the layout.
    """
    lstm, weights = call.lstm, call.weights
    options = Options.of(lstm)
    if hx is None:
        shape = options.rows, layout.batch_of(x)
        h_0 = x.new_zeros(*shape, options.state_size)
        hx = h_0, x.new_zeros(*shape, options.hidden_size)
    grad = torch.is_grad_enabled() and any(
        tensor.requires_grad for tensor in chain([x], hx, *weights)
    )
    called = grad or _is_second_pass_better(options, x, layout)
    trace_layer = partial(_call_layer, grad=grad) if called else _loop_layer
    traces = []
    for row in range(0, options.rows, options.directions):
        rows = weights[row : row + options.directions]
        first = hx
        if options.num_layers > 1:
            h_0, c_0 = (state.narrow(0, row, options.directions) for state in hx)
            first = h_0, c_0
        trace = trace_layer(call, Layer(x, layout, first, rows))
        traces.append(trace)
        x = trace.output
    if len(traces) == 1:
        return trace
    h_n = torch.cat([trace.h_n for trace in traces])
    c_n = torch.cat([trace.c_n for trace in traces])
    return GateTrace(x, h_n, c_n, tuple(trace.layers[0] for trace in traces))


def _is_second_pass_better(options: Options, x: Tensor, layout: Layout) -> bool:
    if not x.is_cpu:
        return True
    # It is worth a call only where that is one fused kernel: oneDNN's, for padded float32
    # without a projection. Elsewhere PyTorch loops over time as we do.
    width = options.hidden_size
    products = layout.batch_of(x) * 4 * width * (options.input_size + width)
    return (
        x.shape[0] >= MIN_STEPS
        and products <= MAX_PRODUCTS
        and x.dtype == torch.float32
        and not options.proj_size
        and isinstance(layout, Padded)
        and bool(torch.backends.mkldnn.enabled)
    )


def _loop_layer(call: Call, layer: Layer) -> GateTrace[Tensor]:
    # Both directions, step by step.
    x, layout, (h_0, c_0), weights = layer
    traces, h_n, c_n = [], [], []
    for d in range(len(weights)):
        first, reverse = (h_0[d], c_0[d]), d == 1
        w = Weights.of(call.lstm, weights[d])
        a = linear(x, w.w_ih, w.bias)
        # What a product makes of a number that is not finite is not finite either: so `a`
        # tells of all that it is made from, and is one tensor, but often a larger one.
        small = a.numel() <= x.numel() + w.w_ih.numel()
        told = (a,) if small else (x, w.w_ih, w.bias)
        states = () if call.hx is None else first
        if not has_finite_sums(*told, w.w_hh, w.w_hr, *states):
            call.check_finite()
        trace = loop(a, layout, first, w, reverse=reverse)
        traces.append(trace)
        h_n.append(layout.last(trace.h, reverse=reverse))
        c_n.append(layout.last(trace.c, reverse=reverse))
    if len(traces) == 1:
        return GateTrace(trace.h, h_n[0], c_n[0], ((trace,),))
    output = torch.cat([trace.h for trace in traces], dim=-1)
    return GateTrace(output, torch.cat(h_n), torch.cat(c_n), (tuple(traces),))


def _call_layer(call: Call, layer: Layer, *, grad: bool) -> GateTrace[Tensor]:
    # Both directions, by the call that the module makes and a second pass.
    x, layout, hx, weights = layer
    lstm, flat = call.lstm, list(chain(*weights))
    options = lstm.bias, 1, 0.0, lstm.training, lstm.bidirectional
    if isinstance(layout, Packed):
        sizes = torch.tensor(layout.sizes, device="cpu")
        output, h_n, c_n = torch.lstm(x, sizes, hx, flat, *options)
    else:
        output, h_n, c_n = torch.lstm(x, hx, flat, *options, False)
    traces = []
    for d, h in enumerate(output.chunk(2, dim=-1) if len(weights) == 2 else [output]):
        h_0, c_0, reverse = hx[0][d], hx[1][d], d == 1
        w = Weights.of(lstm, weights[d])
        a = sums_of(x, layout, h_0, w, h, reverse=reverse)
        # This `a` is made from w_hh and h_0 as well.
        states = () if call.hx is None else (c_0,)
        if not has_finite_sums(a, w.w_hr, *states):
            call.check_finite()
        if grad or isinstance(layout, Packed):
            i, f, g, o, c = squash(a, layout, c_0, reverse=reverse)
        else:
            i, f, g, o, c = squash_in_place(a, c_0, reverse=reverse)
        h_unprojected = h if w.w_hr is None else o * c.tanh()
        traces.append(LayerTrace(i, f, g, o, c, h_unprojected, h))
    return GateTrace(output, h_n, c_n, (tuple(traces),))
