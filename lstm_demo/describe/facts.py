"""What can be found about a call of ``nn.LSTM`` before it is made."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.checks import State
from lstm_demo.describe.guesses import (
    batch_looks_like_time,
    find_padding,
    states_look_swapped,
)
from lstm_demo.describe.record import Finding
from lstm_demo.gates.finite import find_not_finite


class DescribedCall(NamedTuple):
    """A call that is about to be made."""

    lstm: nn.LSTM
    """The module."""

    inputs: Tensor | PackedSequence
    """Its first argument."""

    hx: State | None
    """Its second."""

    taken: tuple[str, ...]
    """The axes that ``inputs`` is taken for; none if it is packed or has wrong axes."""

    meant: tuple[str, ...] | None
    """The axes that the caller means, if said."""

    lengths: tuple[int, ...] | None
    """The lengths that the caller is going to pack, if said."""

    refusal: str
    """Why the module refuses the call; empty if it does not."""


def findings_of(call: DescribedCall) -> Iterator[Finding]:
    """Go through what is wrong, or may be wrong, with a call."""
    lstm, inputs, hx = call.lstm, call.inputs, call.hx
    if call.refusal:
        yield Finding("refused", {"reason": call.refusal})
    if call.meant is not None and call.meant != call.taken:
        order = ", ".join(str(call.meant.index(axis)) for axis in call.taken)
        names = {"meant": ", ".join(call.meant), "taken": ", ".join(call.taken)}
        yield Finding("axes-not-as-meant", {**names, "order": order})
    # Beyond shapes only where the call is possible and the tensors hold numbers.
    weights = lstm.all_weights
    if not (call.refusal or weights[0][0].is_meta):
        for found in find_not_finite(lstm, inputs, hx, weights):
            where = f"{found.name}{list(found.at)}"
            evidence = {"where": where, "value": found.value, "step": found.step}
            yield Finding("not-finite", evidence)
        if isinstance(inputs, Tensor) and len(call.taken) == 3:
            if call.lengths is None:
                yield from _of_padded(call, inputs)
            else:
                yield from _of_lengths(call, inputs, call.lengths)
        if hx is not None:
            yield from _of_states(call, *hx)
    if lstm.dropout and lstm.num_layers == 1:
        yield Finding("dropout-one-layer", {"dropout": lstm.dropout})
    if lstm.batch_first and isinstance(inputs, PackedSequence):
        yield Finding("batch-first-packed", {})
    elif lstm.batch_first and len(call.taken) == 2:
        yield Finding("batch-first-unbatched", {})


def _of_padded(call: DescribedCall, inputs: Tensor) -> Iterator[Finding]:
    time = call.taken.index("time")
    steps, rows = inputs.shape[time], inputs.shape[1 - time]
    if call.meant is None:
        if ratios := batch_looks_like_time(inputs, time):
            evidence = {
                "time": time,
                "batch": 1 - time,
                "along_time": f"{ratios[0]:.2f}",
                "along_batch": f"{ratios[1]:.2f}",
                "other": not call.lstm.batch_first,
            }
            yield Finding("batch-time-swapped", evidence)
        elif steps == 1 < rows and call.hx is None:
            yield Finding("one-step", {"rows": rows})
    if padding := find_padding(inputs, time):
        evidence = {**padding._asdict(), "rows": rows, "steps": steps}
        yield Finding("padding-unpacked", evidence)


def _of_lengths(
    call: DescribedCall, inputs: Tensor, lengths: tuple[int, ...]
) -> Iterator[Finding]:
    """Of each kind, the first sequence is told."""
    time = call.taken.index("time")
    steps, rows = inputs.shape[time], inputs.shape[1 - time]
    count = len(lengths)
    if count != rows and count == steps:
        axes = {"time": time, "batch": 1 - time, "other": not call.lstm.batch_first}
        evidence = {**axes, "count": count, "rows": rows}
        yield Finding("batch-time-swapped-lengths", evidence)
    elif count != rows:
        yield Finding("lengths-count", {"count": count, "rows": rows})
    else:
        found: dict[str, Finding] = {}
        for row, length in enumerate(lengths):
            sequence = inputs.detach().select(1 - time, row)
            if finding := _of_length(sequence, row, length):
                found.setdefault(finding.id, finding)
        yield from found.values()


def _of_length(sequence: Tensor, row: int, length: int) -> Finding | None:
    evidence = {"row": row, "length": length}
    if length < 1:
        return Finding("lengths-below-one", evidence)
    if length > len(sequence):
        return Finding("lengths-beyond-padding", {**evidence, "steps": len(sequence)})
    # Padding is one value, whichever, in all features of all steps.
    rest = sequence[length:]
    if rest.numel() and not bool((rest == rest.flatten()[0]).all()):
        return Finding("lengths-cut-data", {**evidence, "dropped": len(rest)})
    return None


def _of_states(call: DescribedCall, h_0: Tensor, c_0: Tensor) -> Iterator[Finding]:
    if h_0.shape == c_0.shape and states_look_swapped(h_0, c_0):
        yield Finding("states-swapped", {"count": h_0.numel()})
    # Whoever has batch_first may expect it of the states, and a square hides the error.
    if call.lstm.batch_first and h_0.dim() == 3 and h_0.shape[0] == h_0.shape[1]:
        turned = (state.transpose(0, 1) for state in (h_0, c_0))
        if not all(map(torch.equal, (h_0, c_0), turned)):
            yield Finding("states-order-untold", {"size": len(h_0)})
