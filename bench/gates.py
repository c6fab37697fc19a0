"""Ways to the gates of a sequence, and two that stop short of them."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from lstm_demo.gates.cell import squash_products
from lstm_demo.gates.oracle import watch_gates
from lstm_demo.gates.records import GateTrace
from lstm_demo.gates.trace import trace_gates


class Shape(NamedTuple):
    """The sizes of one measurement."""

    L: int
    N: int
    I: int  # noqa: E741, the letter that the whole site has for input_size
    H: int


SHAPES = (
    Shape(5, 1, 4, 3),
    Shape(50, 32, 64, 64),
    Shape(100, 32, 64, 128),
    Shape(100, 1, 64, 128),
    Shape(1000, 8, 64, 128),
    Shape(1000, 1, 64, 256),
)


WARM = 40
"""Time steps of the first call: enough for the method that a long sequence takes."""


class Sequence(NamedTuple):
    """A module, its inputs and states, and cells with the module's weights."""

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
    """Ours."""
    return trace_gates(sequence.lstm, sequence.inputs, sequence.hx)


def floor(sequence: Sequence) -> Tensor:
    """The least a second pass costs: the call, its products again, the squashing."""
    cell, inputs = sequence.cell, sequence.inputs
    h_before = torch.cat([sequence.hx[0], call(sequence)[:-1]])
    rows = torch.cat([inputs, h_before], dim=-1).flatten(0, 1)
    w = torch.cat([cell.weight_ih, cell.weight_hh], dim=1)
    return squash_products([rows], [w], cell.bias_ih, "sigmoid")


def by_hand(sequence: Sequence) -> tuple[Tensor, ...]:
    """The equations step by step, as people write them: every gate."""
    cell, (h, c) = sequence.cell, (sequence.hx[0][0], sequence.hx[1][0])
    rows = []
    for x in sequence.inputs:
        a = linear(x, cell.weight_ih, cell.bias_ih)
        i, f, g, o = (a + linear(h, cell.weight_hh, cell.bias_hh)).chunk(4, dim=1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        rows.append((i, f, g, o, c, h))
    return tuple(map(torch.stack, zip(*rows, strict=True)))


def cells(sequence: Sequence) -> tuple[Tensor, Tensor]:
    """A loop of ``nn.LSTMCell``: h and c of every step, and no gates."""
    h, c = sequence.hx[0][0], sequence.hx[1][0]
    hs, cs = [], []
    for x in sequence.inputs:
        h, c = sequence.cell(x, (h, c))
        hs.append(h)
        cs.append(c)
    return torch.stack(hs), torch.stack(cs)


def stepwise(sequence: Sequence) -> tuple[Tensor, Tensor]:
    """``nn.LSTM`` called once per step: h and c of every step, and no gates."""
    state = sequence.hx
    hs, cs = [], []
    for x in sequence.inputs.unsqueeze(1):
        _, state = sequence.lstm(x, state)
        hs.append(state[0])
        cs.append(state[1])
    return torch.cat(hs), torch.cat(cs)


def oracle(sequence: Sequence) -> GateTrace[Tensor]:
    """PyTorch's own gates, written down by a dispatch mode."""
    return watch_gates(sequence.lstm, sequence.inputs, sequence.hx)


WAYS: dict[str, Callable[[Sequence], object]] = {
    "call": call,
    "trace": trace,
    "floor": floor,
    "by_hand": by_hand,
    "cells": cells,
    "stepwise": stepwise,
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
        way(sequence._replace(inputs=sequence.inputs[:WARM]))
    return run


def check_ways(shape: Shape) -> None:
    """Refuse to measure ways that do not arrive at the same numbers."""
    sequence = make_sequence(shape)
    values = trace(sequence).layers[0][0]
    expected = values.i, values.f, values.g, values.o, values.c, values.h
    seen = oracle(sequence).layers[0][0]
    states = values.h, values.c
    for found, wanted in (
        (by_hand(sequence), expected),
        (tuple(seen), tuple(values)),
        (cells(sequence), states),
        (stepwise(sequence), states),
    ):
        torch.testing.assert_close(found, wanted, atol=2e-6, rtol=1e-5)
