"""Sequences of every kind to trace, and what it means for two traces to be the same."""

import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from lstm_demo.gates.records import GateTrace
from tests.lstm_cases import TOLERANCES, Case, make_case

KINDS = ("batched", "unbatched", "sorted", "unsorted")


def make_sequence(lstm: nn.LSTM, kind: str, length: int, batch: int = 3) -> Case:
    """Draw inputs of one kind, and states for them."""
    case = make_case(lstm, kind != "unbatched", length, batch)
    if "sorted" not in kind:
        return case
    lengths = [max(1, length - 2 * n) for n in range(batch)]
    if kind == "sorted":
        return pack(case, lengths, enforce_sorted=True)
    return pack(case, lengths[1:] + lengths[:1])


def pack(case: Case, lengths: list[int], enforce_sorted: bool = False) -> Case:
    """Pack the inputs of a case."""
    packed = pack_padded_sequence(
        case.inputs, lengths, case.lstm.batch_first, enforce_sorted
    )
    return case._replace(inputs=packed)


def assert_same_trace(got: GateTrace, expected: GateTrace, tolerance=None) -> None:
    """Compare the kind, the axes and every number of all that two traces hold."""
    dtype = expected.h_n.dtype
    got, expected = flatten(got), flatten(expected)
    assert list(got) == list(expected)
    for name, value in expected.items():
        assert type(got[name]) is type(value), name
        if isinstance(value, PackedSequence):
            torch.testing.assert_close(got[name][1:], value[1:], rtol=0, atol=0)
        torch.testing.assert_close(
            got[name].data,
            value.data,
            **(tolerance or TOLERANCES[dtype]),
            msg=lambda words, name=name: f"{name}: {words}",
        )


def flatten(trace: GateTrace) -> dict[str, torch.Tensor | PackedSequence]:
    """Name everything that a trace holds."""
    named = {name: getattr(trace, name) for name in ("output", "h_n", "c_n")}
    for k, layer in enumerate(trace.layers):
        for d, values in enumerate(layer):
            for name, value in values._asdict().items():
                named[f"layers[{k}][{d}].{name}"] = value
    return named
