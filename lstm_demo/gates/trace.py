"""Open the cell: every gate of a ``torch.nn.LSTM`` at every time step."""

from collections.abc import Callable, Sequence
from typing import overload

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.checks import State, check_call, check_forward, check_packed_call
from lstm_demo.gates.finite import check_finite
from lstm_demo.gates.loop import trace_layers
from lstm_demo.gates.records import GateTrace, LayerTrace, SequenceT
from lstm_demo.gates.steps import Steps


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
    float64 helps in both cases. On a GPU cuDNN may round the products of the module to
    fewer digits, and ``torch.backends.cudnn.allow_tf32 = False`` keeps it from that.

    Nothing is overwritten, so gradients flow through every field if they are enabled and
    anything requires them; under ``torch.no_grad`` no graph is kept. Memory grows with the
    length: of a long sequence trace a part at a time, and start each from
    ``(trace.h_n, trace.c_n)`` of the one before. The module's own hooks do not run.
    """
    if isinstance(inputs, PackedSequence):
        check_packed_call(lstm, inputs, hx)
    else:
        check_call(lstm, inputs, hx)
    weights = lstm.all_weights
    _check_trace(lstm, weights)
    check_finite(lstm, inputs, hx, weights)
    if isinstance(inputs, PackedSequence):
        return _trace_packed(lstm, weights, inputs, hx)
    if inputs.dim() == 2:
        return _trace_unbatched(lstm, weights, inputs, hx)
    return _trace_batched(lstm, weights, inputs, hx)


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


def _trace_unbatched(
    lstm: nn.LSTM, weights: Sequence[Sequence[Tensor]], inputs: Tensor, hx: State | None
) -> GateTrace[Tensor]:
    if hx is not None:
        hx = hx[0].unsqueeze(1), hx[1].unsqueeze(1)
    trace = trace_layers(lstm, weights, inputs, Steps([1] * len(inputs)), hx)
    return trace._replace(h_n=trace.h_n.squeeze(1), c_n=trace.c_n.squeeze(1))


def _trace_batched(
    lstm: nn.LSTM, weights: Sequence[Sequence[Tensor]], inputs: Tensor, hx: State | None
) -> GateTrace[Tensor]:
    x = inputs.transpose(0, 1) if lstm.batch_first else inputs
    length, batch = x.shape[:2]
    trace = trace_layers(lstm, weights, x.flatten(0, 1), Steps([batch] * length), hx)

    def form(rows: Tensor) -> Tensor:
        values: Tensor = rows.unflatten(0, (length, batch))
        return values.transpose(0, 1) if lstm.batch_first else values

    return _arrange(trace, form)


def _trace_packed(
    lstm: nn.LSTM,
    weights: Sequence[Sequence[Tensor]],
    inputs: PackedSequence,
    hx: State | None,
) -> GateTrace[PackedSequence]:
    order, back = inputs.sorted_indices, inputs.unsorted_indices
    if hx is not None and order is not None:
        hx = hx[0].index_select(1, order), hx[1].index_select(1, order)
    steps = Steps(inputs.batch_sizes.tolist())
    trace = trace_layers(lstm, weights, inputs.data, steps, hx)
    if back is not None:
        trace = trace._replace(
            h_n=trace.h_n.index_select(1, back), c_n=trace.c_n.index_select(1, back)
        )
    return _arrange(trace, lambda rows: inputs._replace(data=rows))


def _arrange(
    trace: GateTrace[Tensor], form: Callable[[Tensor], SequenceT]
) -> GateTrace[SequenceT]:
    layers = tuple(
        tuple(LayerTrace(*map(form, values)) for values in layer) for layer in trace.layers
    )
    return GateTrace(form(trace.output), trace.h_n, trace.c_n, layers)
