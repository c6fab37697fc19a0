"""Say what an ``nn.LSTM`` will take tensors for, before it is called."""

from collections.abc import Iterator, Sequence

from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.checks import State, axes_of, check_call, check_packed_call
from lstm_demo.describe.facts import DescribedCall, findings_of
from lstm_demo.describe.record import Description, Reading
from lstm_demo.shapes.options import Options, as_int, state_axes

LEVELS = ("error", "warning", "note")


def describe(
    lstm: nn.LSTM,
    inputs: Tensor | PackedSequence,
    hx: State | None = None,
    *,
    lengths: Sequence[int] | Tensor | None = None,
    axes: Sequence[str] | None = None,
) -> Description:
    """Say what each axis will be taken for, and what no error would tell.

    The module is not run. What can only be suspected comes with the numbers that speak
    for it, and wrong shapes are described rather than raised.

    Args:
        lstm: Any ``nn.LSTM``.
        inputs: What the module would be called with.
        hx: The initial states ``(h_0, c_0)`` that it would be called with.
        lengths: The lengths that ``pack_padded_sequence`` would be called with, if
            ``inputs`` is still padded.
        axes: What you mean the axes of ``inputs`` to be, such as
            ``("batch", "time", "features")``.

    Raises:
        TypeError: ``lstm`` is not an ``nn.LSTM``, ``inputs`` neither a tensor nor a
            packed sequence, ``hx`` not a pair, or a length not a whole number.
        ValueError: ``lengths`` come with an input that has no batch axis or is packed,
            or ``axes`` are not the names of the axes.
    """
    refusal = _refusal(lstm, inputs, hx)
    taken: tuple[str, ...] = ()
    if isinstance(inputs, PackedSequence):
        shown = "a PackedSequence, which has lengths and axes of its own"
    else:
        shown = f"a tensor of {inputs.dim()} axes"
        if inputs.dim() in (2, 3):
            taken = axes_of(lstm, inputs)
    if lengths is not None and "batch" not in taken:
        raise ValueError(
            "lengths belong to a padded input with a batch axis; "
            f"got {shown}: leave lengths out"
        )
    if axes is not None and not taken:
        raise ValueError(f"axes cannot be named for {shown}: leave axes out")
    if axes is not None and sorted(axes) != sorted(taken):
        raise ValueError(
            f"axes must name each of {', '.join(taken)} once, which is what "
            f"nn.LSTM can take {shown} for; got {', '.join(axes)}"
        )
    packed = None
    if lengths is not None:
        packed = tuple(as_int("a length", length) for length in lengths)
    call = DescribedCall(
        lstm,
        inputs,
        hx,
        taken,
        meant=None if axes is None else tuple(axes),
        lengths=packed,
        refusal=refusal,
    )
    findings = sorted(findings_of(call), key=lambda finding: LEVELS.index(finding.level))
    return Description(
        Options.of(lstm), tuple(_readings(call)), hx is not None, tuple(findings)
    )


def _refusal(lstm: nn.LSTM, inputs: Tensor | PackedSequence, hx: State | None) -> str:
    """Return why the module refuses the call, or nothing."""
    try:
        if isinstance(inputs, PackedSequence):
            check_packed_call(lstm, inputs, hx)
        else:
            check_call(lstm, inputs, hx)
    except ValueError as error:
        return str(error)
    return ""


def _readings(call: DescribedCall) -> Iterator[Reading]:
    inputs = call.inputs
    if isinstance(inputs, PackedSequence):
        yield from _read("inputs.data", inputs.data, ("packed", "features"))
        yield from _read("inputs.batch_sizes", inputs.batch_sizes, ("time",))
    else:
        yield from _read("inputs", inputs, call.taken)
    for name, state in zip(("h_0", "c_0"), call.hx or (), strict=False):
        yield from _read(name, state, state_axes(batched=state.dim() == 3))


def _read(name: str, tensor: Tensor, axes: tuple[str, ...]) -> Iterator[Reading]:
    if tensor.dim() == len(axes):
        for axis, (size, taken_for) in enumerate(zip(tensor.shape, axes, strict=True)):
            yield Reading(name, axis, size, taken_for)
