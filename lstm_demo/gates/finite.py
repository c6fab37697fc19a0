"""NaN and infinite numbers, and the time step at which they enter an LSTM.

The gates squash an infinite number to 0 or 1, so the results of the module often look
sound when what went in was not.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.checks import State, axes_of
from lstm_demo.shapes.options import state_axes


class NotFinite(NamedTuple):
    """The number of one tensor that is NaN or infinite and enters first."""

    name: str
    """The tensor, such as ``inputs.data``, ``h_0``, ``weight_ih_l0``."""

    at: tuple[int, ...]
    """Its place in that tensor."""

    value: float
    """NaN or infinity."""

    step: int
    """The time step at which it enters the computation."""

    message: str
    """What it is, where, and how to mend it."""


def find_not_finite(
    lstm: nn.LSTM,
    inputs: Tensor | PackedSequence,
    hx: State | None,
    weights: Sequence[Sequence[Tensor]],
) -> Iterator[NotFinite]:
    """Go through the tensors of a call that hold a number that is not finite.

    Args:
        lstm: The module.
        inputs: As for the module.
        hx: As for the module.
        weights: ``lstm.all_weights``.
    """
    if not _is_finite(inputs.data):
        yield _in_inputs(lstm, inputs)
    for name, state in zip(("h_0", "c_0"), hx or (), strict=False):
        if not _is_finite(state):
            yield _in_state(lstm, name, state, inputs)
    for names, group in zip(lstm._all_weights, weights, strict=True):
        for name, weight in zip(names, group, strict=True):
            if not _is_finite(weight):
                yield _in_weight(name, weight)


def check_finite(
    lstm: nn.LSTM,
    inputs: Tensor | PackedSequence,
    hx: State | None,
    weights: Sequence[Sequence[Tensor]],
) -> None:
    """Refuse numbers that are NaN or infinite; the arguments are as above.

    Raises:
        ValueError: A number is NaN or infinite. The message says where it stands and at
            which time step it enters the computation first.
    """
    found = list(find_not_finite(lstm, inputs, hx, weights))
    if found:
        raise ValueError(min(found, key=lambda one: one.step).message)


def _is_finite(tensor: Tensor) -> bool:
    return bool(tensor.isfinite().all())


def _in_inputs(lstm: nn.LSTM, inputs: Tensor | PackedSequence) -> NotFinite:
    if isinstance(inputs, PackedSequence):
        name = "inputs.data"
        axes: tuple[str, ...] = ("time", "batch", "features")
        index = _first(inputs.data, time=0)
        # Steps lie one after another: take off the rows of those before.
        row, step = index[0], 0
        while row >= (size := int(inputs.batch_sizes[step])):
            row -= size
            step += 1
        if inputs.sorted_indices is not None:
            row = int(inputs.sorted_indices[row])
        at: tuple[int, ...] = (step, row, index[1])
    else:
        name, axes = "inputs", axes_of(lstm, inputs)
        time = axes.index("time")
        at = index = _first(inputs, time=time)
        step = index[time]
    value = inputs.data[index].item()
    return NotFinite(
        name,
        index,
        value,
        step,
        f"inputs holds {value} at ({', '.join(axes)}) = {at}: it enters first at time "
        f"step {step}; mend or cut that step before the trace",
    )


def _in_state(
    lstm: nn.LSTM, name: str, state: Tensor, inputs: Tensor | PackedSequence
) -> NotFinite:
    if lstm.bidirectional:
        # A number in a forward row enters at step 0, in a reverse row only at the last.
        layer, direction, *rest = _first(state.unflatten(0, (-1, 2)), time=1)
        at = (2 * layer + direction, *rest)
    else:
        at = _first(state, time=0)
    axes = state_axes(batched=len(at) == 3)
    step, when = 0, "time step 0"
    if lstm.bidirectional and at[0] % 2:
        if isinstance(inputs, PackedSequence):
            step = len(inputs.batch_sizes) - 1
        else:
            step = inputs.shape[axes_of(lstm, inputs).index("time")] - 1
        when = "the last time step, where the reverse direction starts"
    value = state[at].item()
    return NotFinite(
        name,
        at,
        value,
        step,
        f"{name} holds {value} at ({', '.join(axes)}) = {at}: it enters first at {when}; "
        "start from another state, or from zeros without hx",
    )


def _in_weight(name: str, weight: Tensor) -> NotFinite:
    at = _first(weight, time=0)
    value = weight[at].item()
    return NotFinite(
        name,
        at,
        value,
        0,
        f"{name}{list(at)} is {value}: it enters first at time step 0, and at every step "
        "after it; load weights from before the training went wrong",
    )


def _first(tensor: Tensor, *, time: int) -> tuple[int, ...]:
    # The index of the number that is earliest along the axis `time`.
    found = tensor.isfinite().logical_not().nonzero()
    return tuple(found[found[:, time].argmin()].tolist())
