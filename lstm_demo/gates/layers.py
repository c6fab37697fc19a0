"""Trace the layers of a ``torch.nn.LSTM`` one by one, by the method that is fastest."""

from collections.abc import Callable, Sequence
from itertools import chain

import torch
from torch import Tensor, nn

from lstm_demo.checks import State
from lstm_demo.gates.cell import Weights, loop, recompute, recompute_in_place
from lstm_demo.gates.layout import Steps
from lstm_demo.gates.records import GateTrace

SHORT = 12
"""Time steps up to which the call that a second pass needs costs more than the loop."""

FEW = 24
"""The same in rows of the batch over all steps: few of them do not repay the call."""


def trace_layers(
    lstm: nn.LSTM,
    x: Tensor,
    steps: Steps,
    hx: State | None,
    weights: Sequence[Sequence[Tensor]],
    check_finite: Callable[[], None],
) -> GateTrace[Tensor]:
    """Trace every layer of a sequence.

    Args:
        lstm: The module.
        x: The inputs in the layout of ``steps``.
        steps: How they fall into time steps.
        hx: ``(h_0, c_0)``, each (layers·directions, batch, features), the batch in the
            order of ``x``; zeros if None.
        weights: ``lstm.all_weights``.
        check_finite: Called unless sums show that all numbers are finite; refuses the
            call if one is not.

    Returns:
        The trace, with all values in the layout of ``steps``.
    """
    directions = 2 if lstm.bidirectional else 1
    if hx is None:
        shape = len(weights), x.shape[1] if steps.sizes is None else steps.sizes[0]
        h_0 = x.new_zeros(*shape, lstm.proj_size or lstm.hidden_size)
        hx = h_0, x.new_zeros(*shape, lstm.hidden_size)
    grad = torch.is_grad_enabled() and any(
        tensor.requires_grad for tensor in chain([x], hx, *weights)
    )
    looped = not grad and _is_loop_faster(lstm, x, steps)
    if not looped:
        check_finite()
    traces = []
    for row in range(0, len(weights), directions):
        rows = weights[row : row + directions]
        first = hx
        if lstm.num_layers > 1:
            first = hx[0].narrow(0, row, directions), hx[1].narrow(0, row, directions)
        if looped:
            trace = _loop_layer(lstm, x, steps, first, rows, check_finite)
        else:
            trace = _call_layer(lstm, x, steps, first, rows, grad=grad)
        traces.append(trace)
        x = trace.output
    if len(traces) == 1:
        return trace
    h_n = torch.cat([trace.h_n for trace in traces])
    c_n = torch.cat([trace.c_n for trace in traces])
    return GateTrace(x, h_n, c_n, tuple(trace.layers[0] for trace in traces))


def _loop_layer(
    lstm: nn.LSTM,
    x: Tensor,
    steps: Steps,
    hx: State,
    weights: Sequence[Sequence[Tensor]],
    check_finite: Callable[[], None],
) -> GateTrace[Tensor]:
    # Both directions of one layer, step by step.
    traces, h_n, c_n = [], [], []
    for d, (h_0, c_0) in enumerate(zip(*(state.unbind(0) for state in hx), strict=True)):
        reverse = d == 1
        w = Weights.of(lstm, weights[d])
        trace = loop(x, steps, (h_0, c_0), w, check_finite, reverse=reverse)
        traces.append(trace)
        h_n.append(steps.last(trace.h, reverse=reverse))
        c_n.append(steps.last(trace.c, reverse=reverse))
    if len(traces) == 1:
        return GateTrace(trace.h, h_n[0], c_n[0], ((trace,),))
    output = torch.cat([trace.h for trace in traces], dim=-1)
    return GateTrace(output, torch.cat(h_n), torch.cat(c_n), (tuple(traces),))


def _call_layer(
    lstm: nn.LSTM,
    x: Tensor,
    steps: Steps,
    hx: State,
    weights: Sequence[Sequence[Tensor]],
    *,
    grad: bool,
) -> GateTrace[Tensor]:
    # Both directions of one layer, by the call that the module makes and a second pass.
    flat = list(chain(*weights))
    options = lstm.bias, 1, 0.0, lstm.training, lstm.bidirectional
    if steps.sizes is None:
        output, h_n, c_n = torch.lstm(x, hx, flat, *options, False)
    else:
        sizes = torch.tensor(steps.sizes, device="cpu")
        output, h_n, c_n = torch.lstm(x, sizes, hx, flat, *options)
    in_place = not grad and steps.sizes is None
    second_pass = recompute_in_place if in_place else recompute
    traces = tuple(
        second_pass(
            x,
            steps,
            (hx[0][d], hx[1][d]),
            Weights.of(lstm, weights[d]),
            h,
            reverse=d == 1,
        )
        for d, h in enumerate(output.chunk(len(weights), dim=-1))
    )
    return GateTrace(output, h_n, c_n, (traces,))


def _is_loop_faster(lstm: nn.LSTM, x: Tensor, steps: Steps) -> bool:
    if not x.is_cpu:
        return False
    # A second pass pays only where the first is one fused kernel. That is oneDNN's, for
    # padded float32 without a projection; elsewhere PyTorch loops over time as we do.
    if (
        x.dtype != torch.float32
        or lstm.proj_size
        or steps.sizes is not None
        or not torch.backends.mkldnn.enabled
    ):
        return True
    length, batch, _ = x.shape
    return length <= SHORT or length * batch <= FEW
