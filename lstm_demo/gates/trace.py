"""Open the cell: every gate of a ``torch.nn.LSTM`` at every time step."""

from collections.abc import Callable, Sequence
from typing import Any, overload

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.checks import State, check_call, check_forward, check_packed_call
from lstm_demo.gates.layers import Call, trace_layers
from lstm_demo.gates.layout import Packed, Padded
from lstm_demo.gates.records import GateTrace, LayerTrace, SequenceT


@overload
def trace_gates(
    lstm: nn.LSTM, inputs: Tensor, hx: State | None = None
) -> GateTrace[Tensor]: ...


@overload
def trace_gates(
    lstm: nn.LSTM, inputs: PackedSequence, hx: State | None = None
) -> GateTrace[PackedSequence]: ...


def trace_gates(
    lstm: nn.LSTM, inputs: Tensor | PackedSequence, hx: State | None = None
) -> GateTrace[Tensor] | GateTrace[PackedSequence]:
    """Run a sequence and keep i, f, g, o, c and h of every layer at every time step.

    Args:
        lstm: Any ``nn.LSTM`` in float32 or float64, on any device.
        inputs: (time, batch, features) = (L, N, input_size); (batch, time, features)
            with ``batch_first``; (time, features) without a batch; or a
            ``PackedSequence``.
        hx: The initial states ``(h_0, c_0)``, each (layers·directions, batch,
            features); zeros if omitted.

    Raises:
        TypeError: ``lstm`` is not an ``nn.LSTM`` or has a ``forward`` of its own,
            ``inputs`` is neither a tensor nor packed, or ``hx`` not a pair.
        ValueError: Axes, sizes, dtypes or devices do not fit together; a number is NaN
            or infinite, and then the message names the first time step at which it
            enters; the dtype is neither float32 nor float64, or PyTorch has been told to
            make products with less; ``dropout`` is active between layers, whose masks the
            module does not show; or a hook makes weights before each call, as
            ``torch.nn.utils.prune`` does.

    Time is that of the input in both directions: ``trace.layers[k][1].c[t]`` is what
    the reverse direction of layer ``k``, coming from the end, has at ``inputs[t]``.

    The values are those of the module to the rounding of the dtype: within 1e-12 in
    float64, and within 1e-6 in float32 for weights as PyTorch draws them and an
    ``input_size`` up to 256. A longer sum rounds more, in the module too. Weights so large
    that the recurrence is chaotic magnify the rounding of any two computations of it;
    float64 helps in both cases.

    Gradients flow through every field if gradients are enabled and anything requires
    them. Under ``torch.no_grad`` no graph is kept and the gates are computed in place.
    Memory grows with the length: of a long sequence trace a part at a time, and start each
    from ``(trace.h_n, trace.c_n)`` of the one before. The module's own hooks do not run.
    """
    if isinstance(inputs, PackedSequence):
        check_packed_call(lstm, inputs, hx)
    else:
        check_call(lstm, inputs, hx)
    call = Call(lstm, inputs, hx, _weights_of(lstm))
    _check_trace(lstm, call.weights)
    if isinstance(inputs, PackedSequence):
        return _trace_packed(call, inputs)
    return _trace_padded(call, inputs)


def _weights_of(lstm: nn.LSTM) -> list[list[Tensor]]:
    # `lstm.all_weights`, most of whose time is that of nn.Module.__getattr__. It is only
    # needed for a weight that is no parameter, such as one that a parametrization computes.
    own: dict[str, Any] = lstm._parameters
    return [
        [own[name] if name in own else getattr(lstm, name) for name in names]
        for names in lstm._all_weights
    ]


def _check_trace(lstm: nn.LSTM, weights: Sequence[Sequence[Tensor]]) -> None:
    check_forward(lstm)
    weight = weights[0][0]
    if weight.is_meta:
        raise ValueError(
            "lstm is on the meta device, which holds no numbers to trace; "
            "lstm.to_empty(device='cpu') and load its weights"
        )
    if weight.dtype not in (torch.float32, torch.float64):
        raise ValueError(
            f"the weights are {weight.dtype}, in which PyTorch's own kernels differ at "
            "every step, so no gates are exactly those of the module; "
            "convert lstm and inputs with .float()"
        )
    if torch.is_autocast_enabled(weight.device.type):
        raise ValueError(
            "autocast is on, and runs the module in a lower precision than its weights "
            "have, in which no gates can be exact; trace outside torch.autocast"
        )
    precision = torch.get_float32_matmul_precision()
    if precision == "medium" or (precision == "high" and not weight.is_cpu):
        raise ValueError(
            f"the float32 matmul precision is {precision!r}, so the products of the gates "
            "would be rounded to fewer digits than the module's own; "
            "call torch.set_float32_matmul_precision('highest') first"
        )
    if lstm._forward_pre_hooks and (made := _made_by_hooks(lstm)):
        raise ValueError(
            f"{made} is made by a hook before each call of the module, as pruning and the "
            "older weight_norm do, and a trace makes no call; keep what the hook has made: "
            "torch.nn.utils.prune.remove, or torch.nn.utils.remove_weight_norm"
        )
    if lstm.training and lstm.dropout > 0 and lstm.num_layers > 1:
        raise ValueError(
            f"dropout={lstm.dropout} is active between {lstm.num_layers} layers in "
            "training mode: the module draws masks at every call and shows none, so "
            "the gates above the first layer cannot be known; call lstm.eval() first"
        )


def _made_by_hooks(lstm: nn.LSTM) -> str:
    # A parametrization has its parameter elsewhere, and no hook.
    parametrized = getattr(lstm, "parametrizations", {})
    own = {*lstm._parameters, *lstm._buffers, *parametrized}
    return next((name for name in lstm._flat_weights_names if name not in own), "")


def _trace_padded(call: Call, inputs: Tensor) -> GateTrace[Tensor]:
    layout, hx = Padded(), call.hx
    if inputs.dim() == 2:
        if hx is not None:
            hx = hx[0].unsqueeze(1), hx[1].unsqueeze(1)
        trace = trace_layers(call, inputs.unsqueeze(1), layout, hx)
        trace = trace._replace(h_n=trace.h_n.squeeze(1), c_n=trace.c_n.squeeze(1))
        return _arrange(trace, lambda values: values.squeeze(1))
    if call.lstm.batch_first:
        trace = trace_layers(call, inputs.transpose(0, 1).contiguous(), layout, hx)
        return _arrange(trace, lambda values: values.transpose(0, 1))
    return trace_layers(call, inputs, layout, hx)


def _trace_packed(call: Call, inputs: PackedSequence) -> GateTrace[PackedSequence]:
    order, back, hx = inputs.sorted_indices, inputs.unsorted_indices, call.hx
    if hx is not None and order is not None:
        hx = hx[0].index_select(1, order), hx[1].index_select(1, order)
    trace = trace_layers(call, inputs.data, Packed(inputs.batch_sizes.tolist()), hx)
    if back is not None:
        trace = trace._replace(
            h_n=trace.h_n.index_select(1, back), c_n=trace.c_n.index_select(1, back)
        )
    return _arrange(trace, lambda values: inputs._replace(data=values))


def _arrange(
    trace: GateTrace[Tensor], form: Callable[[Tensor], SequenceT]
) -> GateTrace[SequenceT]:
    layers = []
    for layer in trace.layers:
        directions = []
        for values in layer:
            i, f, g, o, c, h_unprojected = map(form, values[:6])
            h = h_unprojected if values.h is values.h_unprojected else form(values.h)
            directions.append(LayerTrace(i, f, g, o, c, h_unprojected, h))
        layers.append(tuple(directions))
    return GateTrace(form(trace.output), trace.h_n, trace.c_n, tuple(layers))
