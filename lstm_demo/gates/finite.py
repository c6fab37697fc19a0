"""NaN and infinite numbers, and the time step at which they enter an LSTM.

The gates squash an infinite number to 0 or 1, so the results of the module often look
sound when what went in was not.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.checks import State, axes_of


def check_finite(
    lstm: nn.LSTM,
    inputs: Tensor | PackedSequence,
    hx: State | None,
    weights: Sequence[Sequence[Tensor]],
) -> None:
    """Refuse numbers that are NaN or infinite.

    Args:
        lstm: The module.
        inputs: As for the module.
        hx: As for the module.
        weights: ``lstm.all_weights``.

    Raises:
        ValueError: A number is NaN or infinite. The message says where it stands and at
            which time step it enters the computation first.
    """
    found = []
    if not _is_finite(inputs.data):
        found.append(_in_inputs(lstm, inputs))
    for name, state in zip(("h_0", "c_0"), hx or (), strict=False):
        if not _is_finite(state):
            found.append(_in_state(lstm, name, state, _steps(lstm, inputs)))
    for row, group in enumerate(weights):
        for index, weight in enumerate(group):
            if not _is_finite(weight):
                found.append(_in_weights(lstm, row, index, weight))
    if found:
        raise ValueError(min(found, key=lambda each: each.step).words)


class Found(NamedTuple):
    """A number that is not finite."""

    step: int
    """The time step at which it enters."""

    words: str
    """What it is, where, and how to mend it."""


def has_finite_sums(*tensors: Tensor | None) -> bool:
    """Tell, in one pass and without a copy, that every number of the tensors is finite.

    If it is False, a sum of finite numbers may have overflowed.
    """
    return all(math.isfinite(t.sum().item()) for t in tensors if t is not None)


def _is_finite(tensor: Tensor) -> bool:
    return has_finite_sums(tensor) or bool(tensor.isfinite().all())


def _steps(lstm: nn.LSTM, inputs: Tensor | PackedSequence) -> int:
    if isinstance(inputs, PackedSequence):
        return len(inputs.batch_sizes)
    return inputs.shape[axes_of(lstm, inputs).index("time")]


def _in_inputs(lstm: nn.LSTM, inputs: Tensor | PackedSequence) -> Found:
    if isinstance(inputs, PackedSequence):
        row, feature = _first(inputs.data, time=0)
        value = inputs.data[row, feature].item()
        step, size = 0, int(inputs.batch_sizes[0])
        while row >= size:
            row -= size
            step += 1
            size = int(inputs.batch_sizes[step])
        if inputs.sorted_indices is not None:
            row = int(inputs.sorted_indices[row])
        at: tuple[int, ...] = (step, row, feature)
        axes: tuple[str, ...] = ("time", "batch", "features")
    else:
        axes = axes_of(lstm, inputs)
        at = _first(inputs, time=axes.index("time"))
        value = inputs[at].item()
    step = at[axes.index("time")]
    return Found(
        step,
        f"inputs holds {value} at ({', '.join(axes)}) = {at}: it enters first at time "
        f"step {step}; mend or cut that step before the trace",
    )


def _in_state(lstm: nn.LSTM, name: str, state: Tensor, steps: int) -> Found:
    if lstm.bidirectional:
        at = _first(state.unflatten(0, (-1, 2)), time=1)
        at = (2 * at[0] + at[1], *at[2:])
    else:
        at = _first(state, time=0)
    batch = ("batch",) if len(at) == 3 else ()
    axes = ("layers·directions", *batch, "features")
    step, when = 0, "time step 0"
    if lstm.bidirectional and at[0] % 2:
        step, when = steps - 1, "the last time step, where the reverse direction starts"
    return Found(
        step,
        f"{name} holds {state[at].item()} at ({', '.join(axes)}) = {at}: it enters "
        f"first at {when}; start from another state, or from zeros without hx",
    )


def _in_weights(lstm: nn.LSTM, row: int, index: int, weight: Tensor) -> Found:
    names = ["weight_ih", "weight_hh"]
    names += ["bias_ih", "bias_hh"] if lstm.bias else []
    names += ["weight_hr"] if lstm.proj_size else []
    layer, reverse = divmod(row, 2) if lstm.bidirectional else (row, 0)
    at = _first(weight, time=0)
    return Found(
        0,
        f"{names[index]}_l{layer}{'_reverse' if reverse else ''}{list(at)} is "
        f"{weight[at].item()}: it enters first at time step 0, and at every step "
        "after it; load weights from before the training went wrong",
    )


def _first(tensor: Tensor, *, time: int) -> tuple[int, ...]:
    # The index of the number that is earliest along the axis `time`.
    found = tensor.isfinite().logical_not().nonzero()
    return tuple(found[found[:, time].argmin()].tolist())
