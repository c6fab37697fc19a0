"""Ways to the gates of a sequence, and two that stop short of them."""

from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor
from torch.nn.functional import linear

from bench.clock import shortest
from bench.example import Example, Sizes, make_example
from lstm_demo import GateTrace, trace_gates, watch_gates

SIZES = (
    Sizes(5, 1, 4, 3),
    Sizes(100, 1, 4, 3),
    Sizes(50, 32, 64, 64),
    Sizes(100, 32, 64, 128),
    Sizes(1000, 1, 64, 256),
)


def call(example: Example) -> Tensor:
    """One plain call: no gates, and c of the last step only."""
    output: Tensor = example.lstm(example.inputs, example.hx)[0]
    return output


def trace(example: Example) -> GateTrace[Tensor]:
    """``trace_gates``."""
    return trace_gates(example.lstm, example.inputs, example.hx)


def by_hand(example: Example) -> tuple[Tensor, ...]:
    """The equations step by step, with one product for the inputs of all steps.

    They stand here once more as the loop that one would write without the package, with no
    checks and for one layer: what ``trace_gates`` takes longer is the price of the rest.
    """
    cell, (h, c) = example.cell, (example.hx[0][0], example.hx[1][0])
    steps = []
    for from_x in linear(example.inputs, cell.weight_ih, cell.bias_ih + cell.bias_hh):
        i, f, g, o = (from_x + h @ cell.weight_hh.T).chunk(4, dim=1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        steps.append((i, f, g, o, c, h))
    return tuple(map(torch.stack, zip(*steps, strict=True)))


def cells(example: Example) -> tuple[Tensor, Tensor]:
    """A loop of ``nn.LSTMCell``: h and c of every step, and no gates."""
    h, c = example.hx[0][0], example.hx[1][0]
    hs, cs = [], []
    for x in example.inputs:
        h, c = example.cell(x, (h, c))
        hs.append(h)
        cs.append(c)
    return torch.stack(hs), torch.stack(cs)


def oracle(example: Example) -> GateTrace[Tensor]:
    """PyTorch's own gates, written down by a dispatch mode."""
    return watch_gates(example.lstm, example.inputs, example.hx)


WAYS: dict[str, Callable[[Example], object]] = {
    "call": call,
    "trace": trace,
    "by_hand": by_hand,
    "cells": cells,
    "oracle": oracle,
}
"""Every way that is measured, by the name that the figures have."""


def check_ways(example: Example) -> None:
    """Refuse to measure ways that do not arrive at the same numbers."""
    values = trace(example).layers[0][0]
    expected = values.i, values.f, values.g, values.o, values.c, values.h
    for found, wanted in (
        (by_hand(example), expected),
        (tuple(oracle(example).layers[0][0]), tuple(values)),
        (cells(example), (values.h, values.c)),
    ):
        torch.testing.assert_close(found, wanted, atol=2e-6, rtol=1e-5)


def measure_gates(seconds: float) -> Iterator[tuple[object, ...]]:
    """Yield the heads, then each time as a ratio to that of the plain call."""
    yield "L, N, I, H", "call_us", *list(WAYS)[1:]
    for sizes in SIZES:
        example = make_example(sizes)
        check_ways(example)
        ways = {name: partial(way, example) for name, way in WAYS.items()}
        times = shortest(ways, seconds)
        base = times.pop("call")
        ratios = (f"{spent / base:.2f}" for spent in times.values())
        yield sizes, f"{base:.1f}", *ratios
