"""NaN and infinite numbers, and the time step at which they enter an LSTM.

The gates squash an infinite number to 0 or 1, so the results of the module often look
sound when what went in was not.
"""

import math
from collections.abc import Sequence

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
    values = inputs.data if isinstance(inputs, PackedSequence) else inputs
    if not _is_finite(values):
        raise ValueError(_in_inputs(lstm, inputs))
    if hx is not None:
        for name, state in zip(("h_0", "c_0"), hx, strict=True):
            if not _is_finite(state):
                raise ValueError(_in_state(lstm, name, state))
    for row, group in enumerate(weights):
        for index, weight in enumerate(group):
            if not _is_finite(weight):
                raise ValueError(_in_weights(lstm, row, index, weight))


def has_finite_sums(*tensors: Tensor | None) -> bool:
    """Tell, in one pass and without a copy, that every number of the tensors is finite.

    If it is False, a sum of finite numbers may have overflowed.
    """
    return all(math.isfinite(t.sum().item()) for t in tensors if t is not None)


def _is_finite(tensor: Tensor) -> bool:
    return has_finite_sums(tensor) or bool(tensor.isfinite().all())


def _in_inputs(lstm: nn.LSTM, inputs: Tensor | PackedSequence) -> str:
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
    return (
        f"inputs holds {value} at ({', '.join(axes)}) = {at}: it enters first at time "
        f"step {at[axes.index('time')]}; mend or cut that step before the trace"
    )


def _in_state(lstm: nn.LSTM, name: str, state: Tensor) -> str:
    at = _first(state, time=0)
    batch = ("batch",) if len(at) == 3 else ()
    axes = ("layers·directions", *batch, "features")
    when = "time step 0"
    if lstm.bidirectional and at[0] % 2:
        when = "the last time step, where the reverse direction starts"
    return (
        f"{name} holds {state[at].item()} at ({', '.join(axes)}) = {at}: it enters "
        f"first at {when}; start from another state, or from zeros without hx"
    )


def _in_weights(lstm: nn.LSTM, row: int, index: int, weight: Tensor) -> str:
    names = ["weight_ih", "weight_hh"]
    names += ["bias_ih", "bias_hh"] if lstm.bias else []
    names += ["weight_hr"] if lstm.proj_size else []
    layer, reverse = divmod(row, 2) if lstm.bidirectional else (row, 0)
    at = _first(weight, time=0)
    return (
        f"{names[index]}_l{layer}{'_reverse' if reverse else ''}{list(at)} is "
        f"{weight[at].item()}: it enters first at time step 0, and at every step "
        "after it; load weights from before the training went wrong"
    )


def _first(tensor: Tensor, *, time: int) -> tuple[int, ...]:
    # The index of the number that is earliest along the axis `time`.
    found = tensor.isfinite().logical_not().nonzero()
    return tuple(found[found[:, time].argmin()].tolist())
