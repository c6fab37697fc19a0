"""What is refused before ``torch.nn.LSTM`` is called, and in which words.

``TypeError`` is for the wrong kind of object, ``ValueError`` for the right kind with a
wrong shape, dtype or device. Every check costs the same however long the sequence is,
and words are put together only when a call is refused.
"""

from typing import Any, SupportsIndex

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.shapes.options import Options, as_int

State = tuple[Tensor, Tensor]
"""The pair ``(h, c)``: ``nn.LSTM`` takes it as ``hx``, returns it as ``(h_n, c_n)``."""

AUTOCAST_DTYPES = {torch.float32, torch.float16, torch.bfloat16}
"""The dtypes that autocast turns into one another; float64 is not among them."""


def axes_of(lstm: nn.LSTM, inputs: Tensor) -> tuple[str, ...]:
    """Name the axes of ``inputs`` as ``lstm`` will read them."""
    if inputs.dim() == 2:
        return ("time", "features")
    if lstm.batch_first:
        return ("batch", "time", "features")
    return ("time", "batch", "features")


def check_call(lstm: nn.LSTM, inputs: Tensor, hx: State | None) -> None:
    """Refuse a call that ``lstm`` cannot honour.

    Raises:
        TypeError: ``lstm`` is not an ``nn.LSTM``, ``inputs`` not a tensor, or ``hx``
            not a pair of tensors.
        ValueError: axes, sizes, dtypes or devices do not fit together.
    """
    check_module(lstm)
    weight = _weight_of(lstm)
    _check_inputs(lstm, inputs, weight)
    if hx is not None:
        _check_states(lstm, inputs, hx, weight)


def check_packed_call(lstm: nn.LSTM, inputs: PackedSequence, hx: State | None) -> None:
    """Refuse a call on packed sequences that ``lstm`` cannot honour.

    Raises:
        TypeError: ``lstm`` is not an ``nn.LSTM``, or ``hx`` not a pair of tensors.
        ValueError: Axes, sizes, dtypes or devices do not fit together, or the rows of
            ``inputs.data`` are not as many as ``inputs.batch_sizes`` adds up to.
    """
    check_module(lstm)
    weight = _weight_of(lstm)
    data, rows = inputs.data, int(inputs.batch_sizes.sum())
    if data.dim() != 2 or data.shape[1] != lstm.input_size:
        raise ValueError(
            f"inputs.data must be (rows, features) = ({rows}, input_size = "
            f"{lstm.input_size}), got {tuple(data.shape)}; "
            "pack a tensor (time, batch, features), or one with the batch first"
        )
    if data.shape[0] != rows:
        raise ValueError(
            f"inputs.data holds {data.shape[0]} rows, but inputs.batch_sizes adds up "
            f"to {rows}: a length was greater than the padded length; "
            "mend the lengths given to pack_padded_sequence"
        )
    _check_kind("inputs.data", data, weight)
    if hx is not None:
        batch = int(inputs.batch_sizes[0])
        axes = (batch, 1, 1) if lstm.batch_first else (1, batch, 1)
        _check_states(lstm, data[:1, :1].expand(axes), hx, weight)


def check_forward(lstm: nn.LSTM) -> None:
    """Refuse a module whose ``forward`` is not that of ``nn.LSTM``.

    Raises:
        TypeError: It is another one.
    """
    if getattr(lstm.forward, "__func__", None) is not nn.LSTM.forward:
        raise TypeError(
            f"lstm is a {_kind(lstm)} with a forward of its own, whose gates only its "
            "code knows; pass an nn.LSTM with its weights: "
            "load_state_dict(lstm.state_dict())"
        )


def check_chunk_size(
    lstm: nn.LSTM, chunk_size: SupportsIndex, length: int, *, whole: str
) -> int:
    """Refuse pieces in which ``lstm`` cannot take a sequence of ``length`` steps.

    Args:
        lstm: The module.
        chunk_size: Time steps per piece.
        length: Time steps of the sequence.
        whole: The function that takes the sequence in one piece.

    Returns:
        ``chunk_size`` as an ``int``.

    Raises:
        TypeError: ``chunk_size`` is not a whole number.
        ValueError: It is below one; or ``lstm`` is bidirectional and there is more than
            one piece.
    """
    steps = as_int("chunk_size", chunk_size)
    if steps < 1:
        raise ValueError(
            f"chunk_size must be at least 1 time step, got {steps}; "
            "pass 1 to run step by step"
        )
    if lstm.bidirectional and steps < length:
        raise ValueError(
            f"a bidirectional LSTM cannot run in chunks of {steps}, with {length} "
            f"time steps: its reverse direction starts at the last one; use {whole}"
        )
    return steps


def check_resets(lstm: nn.LSTM, inputs: Tensor, resets: Tensor) -> None:
    """Refuse resets that do not say yes or no of each step of each sequence.

    Raises:
        TypeError: ``resets`` is not a tensor.
        ValueError: Its dtype is not bool, or its shape or device not that of ``inputs``.
    """
    axes, shape = axes_of(lstm, inputs)[:-1], tuple(inputs.shape[:-1])
    if not isinstance(resets, Tensor):
        raise TypeError(
            f"resets must be a torch.Tensor, got {_kind(resets)}; "
            f"pass a tensor of dtype bool, {_named(axes, shape)}"
        )
    if resets.dtype != torch.bool:
        raise ValueError(
            f"resets must be of dtype torch.bool, got {resets.dtype}; pass resets.bool()"
        )
    if tuple(resets.shape) != shape:
        raise ValueError(
            f"resets must be {_named(axes, shape)}, got {tuple(resets.shape)}; "
            "it has the axes of inputs but for the features"
        )
    if resets.device != inputs.device:
        raise ValueError(
            f"resets is on {resets.device}, inputs on {inputs.device}; "
            f"pass resets.to({str(inputs.device)!r})"
        )


def check_module(lstm: nn.LSTM) -> None:
    """Refuse what is not an ``nn.LSTM``.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(lstm, nn.LSTM):
        raise TypeError(
            f"lstm must be a torch.nn.LSTM, got {_kind(lstm)}; "
            "pass the nn.LSTM itself, not a model that holds it or its class"
        )


def _weight_of(lstm: nn.LSTM) -> Tensor:
    # The attribute `weight_ih_l0` would run a parametrization of it once more, and some
    # of them draw random numbers or move a buffer at every run.
    weight = lstm._parameters.get("weight_ih_l0")
    if weight is None:
        weight = next(lstm.parameters(), None)
    return lstm.all_weights[0][0] if weight is None else weight


def _check_inputs(lstm: nn.LSTM, inputs: Tensor, weight: Tensor) -> None:
    if not isinstance(inputs, Tensor) or inputs.is_nested:
        raise TypeError(_not_a_sequence(inputs, weight))
    shape = inputs.shape
    if len(shape) not in (2, 3):
        raise ValueError(_wrong_axes(lstm, shape))
    axes = axes_of(lstm, inputs)
    if shape[-1] != lstm.input_size:
        elsewhere = [axis for axis, size in enumerate(shape) if size == lstm.input_size]
        mend = "put the features on the last axis"
        if len(elsewhere) == 1:
            mend = (
                f"if axis {elsewhere[0]} holds the features, "
                f"pass inputs.movedim({elsewhere[0]}, -1)"
            )
        raise ValueError(
            f"inputs has {shape[-1]} features, but input_size is {lstm.input_size}: "
            f"got {_named(axes, shape)}; {mend}, "
            f"or build nn.LSTM(input_size={shape[-1]}, ...)"
        )
    if shape[axes.index("time")] == 0:
        raise ValueError(
            f"inputs has no time step: got {_named(axes, shape)}; "
            "pass a sequence of at least one"
        )
    _check_kind("inputs", inputs, weight)


def _check_states(lstm: nn.LSTM, inputs: Tensor, hx: State, weight: Tensor) -> None:
    options = Options.of(lstm)
    frame: tuple[int, ...] = (options.rows,)
    if inputs.dim() == 3:
        frame = options.rows, inputs.shape[0 if lstm.batch_first else 1]
    h_shape = (*frame, options.state_size)
    c_shape = (*frame, options.hidden_size)
    if isinstance(hx, Tensor):
        raise TypeError(
            f"hx must be the pair (h_0, c_0), got one tensor, {tuple(hx.shape)}; "
            "an LSTM starts from two states: "
            f"pass (h_0, h_0.new_zeros{c_shape}) if only h_0 is known"
        )
    if not (
        isinstance(hx, (tuple, list))
        and len(hx) == 2
        and isinstance(hx[0], Tensor)
        and isinstance(hx[1], Tensor)
    ):
        raise TypeError(
            f"hx must be the pair (h_0, c_0) of tensors, got {_kinds(hx)}; "
            "leave hx out to start from zeros"
        )
    h_0, c_0 = hx
    if h_0.shape != h_shape:
        if h_0.shape == c_shape and c_0.shape == h_shape:
            raise ValueError(
                f"h_0 and c_0 are swapped: h has proj_size = {options.proj_size} features, "
                f"c hidden_size = {options.hidden_size}, got {tuple(h_0.shape)} and "
                f"{tuple(c_0.shape)}; pass hx as (h_0, c_0)"
            )
        raise ValueError(_wrong_state("h_0", h_0.shape, h_shape, options))
    if c_0.shape != c_shape:
        raise ValueError(_wrong_state("c_0", c_0.shape, c_shape, options))
    _check_kind("h_0", h_0, weight)
    _check_kind("c_0", c_0, weight)


def _check_kind(name: str, tensor: Tensor, weight: Tensor) -> None:
    if tensor.layout != torch.strided:
        raise ValueError(
            f"{name} has the layout {tensor.layout}, which nn.LSTM does not read; "
            f"pass {name}.to_dense()"
        )
    if tensor.device != weight.device:
        raise ValueError(
            f"{name} is on {tensor.device}, the weights are on {weight.device}; "
            + (
                f"a meta tensor holds no numbers: make {name} on {weight.device}"
                if tensor.is_meta
                else f"pass {name}.to({str(weight.device)!r})"
            )
        )
    if tensor.dtype != weight.dtype and not _autocast_joins(tensor, weight):
        raise ValueError(
            f"{name} is {tensor.dtype}, the weights are {weight.dtype}; "
            + _dtype_hint(name, tensor, weight)
        )


def _autocast_joins(tensor: Tensor, weight: Tensor) -> bool:
    device_type = weight.device.type
    return (
        torch.amp.is_autocast_available(device_type)
        and torch.is_autocast_enabled(device_type)
        and {tensor.dtype, weight.dtype} <= AUTOCAST_DTYPES
    )


def _dtype_hint(name: str, tensor: Tensor, weight: Tensor) -> str:
    if tensor.is_complex():
        return f"pass the real part, {name}.real.to({weight.dtype})"
    if tensor.is_floating_point():
        return f"pass {name}.to({weight.dtype}), or use lstm.to({tensor.dtype})"
    return f"pass {name}.to({weight.dtype}); indices go through an nn.Embedding first"


def _not_a_sequence(inputs: Any, weight: Tensor) -> str:
    if isinstance(inputs, (PackedSequence, Tensor)):
        return (
            f"inputs holds sequences of different lengths ({_kind(inputs)}), "
            "which have no time axis in common; "
            "run each sequence by itself, without padding"
        )
    return (
        f"inputs must be a torch.Tensor, got {_kind(inputs)}; "
        f"convert it, for example with torch.as_tensor(inputs, dtype={weight.dtype})"
    )


def _wrong_axes(lstm: nn.LSTM, shape: torch.Size) -> str:
    first, second = ("batch", "time") if lstm.batch_first else ("time", "batch")
    if len(shape) < 2:
        hint = (
            "add the missing axis: inputs.unsqueeze(0) if this is one step, "
            "inputs.unsqueeze(-1) if each step has one feature"
        )
    else:
        hint = "join the axes that are neither time nor features into one batch axis"
    return (
        f"inputs must have 3 axes, ({first}, {second}, features), "
        "or 2 without a batch, (time, features); "
        f"got {len(shape)}, {tuple(shape)}; {hint}"
    )


def _wrong_state(
    name: str, shape: torch.Size, wanted: tuple[int, ...], options: Options
) -> str:
    axes: tuple[str, ...] = ("layers·directions", "batch", "features")
    if len(wanted) == 2:
        axes = ("layers·directions", "features")
    hint = _state_hint(name, tuple(shape), dict(zip(axes, wanted, strict=True)), options)
    return f"{name} must be {_named(axes, wanted)}, got {tuple(shape)}; {hint}"


def _state_hint(
    name: str, got: tuple[int, ...], wanted: dict[str, int], options: Options
) -> str:
    rows, features = wanted["layers·directions"], wanted["features"]
    batch = wanted.get("batch")
    if batch is None and got == (rows, 1, features):
        return f"inputs has no batch axis, nor have its states: pass {name}.squeeze(1)"
    if batch is not None and got == (rows, features):
        repeat = "" if batch == 1 else f".repeat(1, {batch}, 1)"
        return (
            "inputs has a batch axis, so the states need one: "
            f"pass {name}.unsqueeze(1){repeat}"
        )
    if batch is not None and got == (batch, rows, features):
        return (
            "its batch stands first, and batch_first does not move the states: "
            f"pass {name}.transpose(0, 1).contiguous()"
        )
    if len(got) != len(wanted):
        return f"it must have {len(wanted)} axes, not {len(got)}"
    projected = name == "h_0" and options.proj_size
    reasons = {
        "layers·directions": "num_layers·directions is "
        f"{options.num_layers}·{options.directions}",
        "batch": f"inputs has a batch of {batch}",
        "features": f"{'proj_size' if projected else 'hidden_size'} is {features}",
    }
    return "; ".join(
        f"its {axis} axis is {size}, but {reasons[axis]}"
        for size, (axis, right) in zip(got, wanted.items(), strict=True)
        if size != right
    )


def _named(axes: tuple[str, ...], shape: tuple[int, ...]) -> str:
    return f"({', '.join(axes)}) = {tuple(shape)}"


def _kind(value: Any) -> str:
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")


def _kinds(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return f"a {_kind(value)} of {len(value)}: ({', '.join(map(_kind, value))})"
    return _kind(value)
