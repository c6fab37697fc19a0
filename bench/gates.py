"""Ways to the gates of a sequence, and two that stop short of them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from bench.clock import shortest
from bench.memory import peak_mib
from lstm_demo import GateTrace, trace_gates, watch_gates

Row = tuple[object, ...]


class Shape(NamedTuple):
    """The sizes of one measurement."""

    L: int
    N: int
    I: int  # noqa: E741, the letter that the whole site has for input_size
    H: int

    def __str__(self) -> str:
        """Write the four numbers."""
        return ", ".join(map(str, self))


SHAPES = (
    Shape(5, 1, 4, 3),
    Shape(100, 1, 4, 3),
    Shape(50, 32, 64, 64),
    Shape(100, 32, 64, 128),
    Shape(100, 1, 64, 128),
    Shape(1000, 8, 64, 128),
    Shape(1000, 1, 64, 256),
)

WARM_UP_STEPS = 40
"""Time steps of the first call: enough for the method that a long sequence takes."""


class Sequence(NamedTuple):
    """A module, its inputs and states, and a cell with the module's weights."""

    lstm: nn.LSTM
    cell: nn.LSTMCell
    inputs: Tensor
    hx: tuple[Tensor, Tensor]


def make_sequence(shape: Shape) -> Sequence:
    """Draw everything anew from one seed."""
    torch.manual_seed(0)
    lstm, cell = nn.LSTM(shape.I, shape.H), nn.LSTMCell(shape.I, shape.H)
    cell.load_state_dict(
        {name.removesuffix("_l0"): value for name, value in lstm.state_dict().items()}
    )
    inputs = torch.randn(shape.L, shape.N, shape.I)
    hx = torch.randn(1, shape.N, shape.H), torch.randn(1, shape.N, shape.H)
    return Sequence(lstm.requires_grad_(False), cell.requires_grad_(False), inputs, hx)


def call(sequence: Sequence) -> Tensor:
    """One plain call: no gates, and c of the last step only."""
    output: Tensor = sequence.lstm(sequence.inputs, sequence.hx)[0]
    return output


def trace(sequence: Sequence) -> GateTrace[Tensor]:
    """``trace_gates``."""
    return trace_gates(sequence.lstm, sequence.inputs, sequence.hx)


def by_hand(sequence: Sequence) -> tuple[Tensor, ...]:
    """The equations step by step, with one product for the inputs of all steps."""
    cell, (h, c) = sequence.cell, (sequence.hx[0][0], sequence.hx[1][0])
    from_inputs = linear(sequence.inputs, cell.weight_ih, cell.bias_ih + cell.bias_hh)
    w_hh = cell.weight_hh.t()
    steps = []
    for from_x in from_inputs:
        i, f, g, o = torch.addmm(from_x, h, w_hh).chunk(4, dim=1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        steps.append((i, f, g, o, c, h))
    return tuple(map(torch.stack, zip(*steps, strict=True)))


def cells(sequence: Sequence) -> tuple[Tensor, Tensor]:
    """A loop of ``nn.LSTMCell``: h and c of every step, and no gates."""
    h, c = sequence.hx[0][0], sequence.hx[1][0]
    hs, cs = [], []
    for x in sequence.inputs:
        h, c = sequence.cell(x, (h, c))
        hs.append(h)
        cs.append(c)
    return torch.stack(hs), torch.stack(cs)


def oracle(sequence: Sequence) -> GateTrace[Tensor]:
    """PyTorch's own gates, written down by a dispatch mode."""
    return watch_gates(sequence.lstm, sequence.inputs, sequence.hx)


WAYS: dict[str, Callable[[Sequence], object]] = {
    "call": call,
    "trace": trace,
    "by_hand": by_hand,
    "cells": cells,
    "oracle": oracle,
}
"""Every way that is measured, by the name that the figures have."""


def make_way(name: str, shape: Shape) -> Callable[[], object]:
    """Bind a way to a sequence of its own, and run it once on its first steps."""
    sequence, way = make_sequence(shape), WAYS[name]

    def run() -> object:
        with torch.no_grad():
            return way(sequence)

    with torch.no_grad():
        way(sequence._replace(inputs=sequence.inputs[:WARM_UP_STEPS]))
    return run


def check_ways(shape: Shape) -> None:
    """Refuse to measure ways that do not arrive at the same numbers."""
    sequence = make_sequence(shape)
    values = trace(sequence).layers[0][0]
    expected = values.i, values.f, values.g, values.o, values.c, values.h
    for found, wanted in (
        (by_hand(sequence), expected),
        (tuple(oracle(sequence).layers[0][0]), tuple(values)),
        (cells(sequence), (values.h, values.c)),
    ):
        torch.testing.assert_close(found, wanted, atol=2e-6, rtol=1e-5)


def measure_gates(seconds: float, threads: tuple[int, ...]) -> Iterator[Row]:
    """Yield the heads, then each time as a ratio to that of the plain call."""
    yield "L, N, I, H", "threads", "call_us", *list(WAYS)[1:]
    for shape in SHAPES:
        check_ways(shape)
        for count in threads:
            torch.set_num_threads(count)
            times = shortest({name: make_way(name, shape) for name in WAYS}, seconds)
            base = times.pop("call")
            ratios = (f"{spent / base:.2f}" for spent in times.values())
            yield shape, count, f"{base:.1f}", *ratios


def measure_memory() -> Iterator[Row]:
    """Yield the heads, then the peak of each way in mebibytes."""
    yield "L, N, I, H", *WAYS
    for shape in SHAPES:
        yield shape, *(f"{peak_mib(make_way, name, shape):.1f}" for name in WAYS)
