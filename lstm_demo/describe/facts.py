"""The mistakes that can be seen in a call of ``nn.LSTM`` before it is made."""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.checks import State
from lstm_demo.describe.evidence import (
    cut_data,
    find_padding,
    first_not_finite,
    looks_swapped,
    states_look_swapped,
)
from lstm_demo.describe.findings import Finding


class Call(NamedTuple):
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

    @property
    def padded(self) -> Tensor | None:
        """The input, if it is a tensor with a batch axis."""
        if isinstance(self.inputs, Tensor) and len(self.taken) == 3:
            return self.inputs
        return None

    @property
    def readable(self) -> bool:
        """Whether the module accepts the call, and the tensors hold numbers to read."""
        return not (self.refusal or self.lstm.all_weights[0][0].is_meta)

    @property
    def time(self) -> int:
        """The axis that is taken for time."""
        return self.taken.index("time")


def mistakes_in(call: Call) -> Iterator[Finding]:
    """Go through what is wrong, or may be wrong, with a call."""
    if call.refusal:
        yield from _refused(call)
    yield from _swapped_axes(call)
    if call.readable:
        yield from _not_finite(call)
        if call.lengths is None:
            yield from _padding(call)
        else:
            yield from _lengths(call, call.lengths)
        if call.hx is not None:
            yield from _states(call, *call.hx)
    yield from _options(call)


def _refused(call: Call) -> Iterator[Finding]:
    lstm, inputs = call.lstm, call.inputs
    if isinstance(inputs, PackedSequence):
        wanted, got = int(inputs.batch_sizes.sum()), len(inputs.data)
        if wanted != got:
            yield Finding("packed-corrupt", {"wanted": wanted, "got": got})
            return
    elif call.taken and inputs.shape[-1] != lstm.input_size:
        size = lstm.input_size
        places = [axis for axis, other in enumerate(inputs.shape) if other == size]
        if len(places) == 1:
            evidence = {"input_size": size, "got": inputs.shape[-1], "axis": places[0]}
            yield Finding("features-elsewhere", evidence)
            return
    found = list(_refused_states(call, *call.hx)) if call.hx is not None else []
    yield from found or [Finding("refused", {"reason": call.refusal})]


def _refused_states(call: Call, h_0: Tensor, c_0: Tensor) -> Iterator[Finding]:
    lstm, batch = call.lstm, _batch(call)
    rows = lstm.num_layers * (1 + lstm.bidirectional)
    frame = (rows,) if batch is None else (rows, batch)
    h_shape = (*frame, lstm.proj_size or lstm.hidden_size)
    c_shape = (*frame, lstm.hidden_size)
    if h_shape != c_shape and (h_0.shape, c_0.shape) == (c_shape, h_shape):
        evidence = {"projected": lstm.proj_size, "hidden": lstm.hidden_size}
        yield Finding("states-swapped-shapes", evidence)
        return
    for name, state, wanted in (("h_0", h_0, h_shape), ("c_0", c_0, c_shape)):
        got = tuple(state.shape)
        turned = (*wanted[1::-1], *wanted[2:])
        if len(wanted) == 3 and got == turned != wanted:
            yield Finding(
                "states-batch-first", {"name": name, "got": got, "wanted": wanted}
            )


def _batch(call: Call) -> int | None:
    if isinstance(call.inputs, PackedSequence):
        return int(call.inputs.batch_sizes[0])
    if "batch" in call.taken:
        return call.inputs.shape[call.taken.index("batch")]
    return None


def _not_finite(call: Call) -> Iterator[Finding]:
    inputs, name = call.inputs, "inputs"
    if isinstance(inputs, PackedSequence):
        data, name = inputs.data, "inputs.data"
        starts = inputs.batch_sizes.cumsum(0)
    else:
        data = inputs.movedim(call.time, 0)
    place = first_not_finite(data)
    if place is not None:
        value = data[place].item()
        if isinstance(inputs, PackedSequence):
            step = int((starts <= place[0]).sum())
        else:
            step, *rest = place
            rest.insert(call.time, step)
            place = tuple(rest)
        yield Finding(
            "not-finite-input",
            {"value": value, "step": step, "where": f"{name}{list(place)}"},
        )
    for name, state in zip(("h_0", "c_0"), call.hx or (), strict=False):
        place = first_not_finite(state)
        if place is not None:
            yield Finding("not-finite-state", {"name": name, "value": state[place].item()})
    for name, weight in call.lstm.named_parameters():
        place = first_not_finite(weight)
        if place is not None:
            yield Finding(
                "not-finite-weight", {"name": name, "value": weight[place].item()}
            )


def _swapped_axes(call: Call) -> Iterator[Finding]:
    """Only the strongest evidence is told."""
    if call.meant is not None and call.meant != call.taken:
        order = ", ".join(str(call.meant.index(axis)) for axis in call.taken)
        names = {"meant": ", ".join(call.meant), "taken": ", ".join(call.taken)}
        yield Finding("axes-not-as-meant", {**names, "order": order})
        return
    inputs = call.padded
    if inputs is None or not call.readable:
        return
    time, batch = call.time, 1 - call.time
    steps, rows = inputs.shape[time], inputs.shape[batch]
    axes = {"time": time, "batch": batch, "other": not call.lstm.batch_first}
    if call.lengths is not None:
        if len(call.lengths) == steps != rows:
            evidence = {**axes, "count": steps, "rows": rows}
            yield Finding("batch-time-swapped-lengths", evidence)
        return
    if call.meant is not None:
        return
    if ratios := looks_swapped(inputs, time):
        along_time, along_batch = ratios
        ratio = {"along_batch": f"{along_batch:.2f}"}
        if along_time is None:
            yield Finding("batch-time-swapped-short", {**axes, **ratio, "steps": steps})
        else:
            ratio["along_time"] = f"{along_time:.2f}"
            yield Finding("batch-time-swapped", {**axes, **ratio})
    elif find_padding(inputs, batch) and not find_padding(inputs, time):
        yield Finding("batch-time-swapped-padding", axes)
    elif steps == 1 < rows and call.hx is None:
        yield Finding("one-step", {"rows": rows})


def _lengths(call: Call, lengths: tuple[int, ...]) -> Iterator[Finding]:
    """Of each kind, the first sequence is told."""
    inputs = call.padded
    if inputs is None:
        return
    steps, rows = inputs.shape[call.time], inputs.shape[1 - call.time]
    if len(lengths) != rows:
        if len(lengths) != steps:
            yield Finding("lengths-count", {"count": len(lengths), "rows": rows})
        return
    told = set()
    for row, length in enumerate(lengths):
        evidence: dict[str, object] = {"row": row, "length": length}
        if length < 1:
            name = "lengths-below-one"
        elif length > steps:
            name = "lengths-beyond-padding"
            evidence["steps"] = steps
        elif dropped := cut_data(inputs, call.time, row, length):
            name = "lengths-cut-data"
            evidence["dropped"] = dropped
        else:
            continue
        if name not in told:
            told.add(name)
            yield Finding(name, evidence)


def _padding(call: Call) -> Iterator[Finding]:
    inputs = call.padded
    if inputs is None:
        return
    padding = find_padding(inputs, call.time)
    if padding is not None:
        steps, rows = inputs.shape[call.time], inputs.shape[1 - call.time]
        evidence = {**padding._asdict(), "rows": rows, "steps": steps}
        yield Finding("padding-unpacked", evidence)
        if call.lstm.bidirectional:
            yield Finding("padding-unpacked-reverse", {})


def _states(call: Call, h_0: Tensor, c_0: Tensor) -> Iterator[Finding]:
    if h_0.shape == c_0.shape and (count := states_look_swapped(h_0, c_0)):
        yield Finding("states-swapped", {"count": count})
    size, batch = len(h_0), _batch(call)
    turned = size == batch and not all(
        torch.equal(state, state.transpose(0, 1)) for state in (h_0, c_0)
    )
    if turned and call.lstm.batch_first:
        yield Finding("states-order-untold", {"size": size})


def _options(call: Call) -> Iterator[Finding]:
    lstm = call.lstm
    if lstm.dropout and lstm.num_layers == 1:
        yield Finding("dropout-one-layer", {"dropout": lstm.dropout})
    if lstm.batch_first and isinstance(call.inputs, PackedSequence):
        yield Finding("batch-first-packed", {})
    elif lstm.batch_first and len(call.taken) == 2:
        yield Finding("batch-first-unbatched", {})
