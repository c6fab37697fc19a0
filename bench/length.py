"""How time and memory grow with the number of time steps."""

from collections.abc import Callable, Iterator

import torch

from bench.clock import shortest
from bench.gates import Row, Sequence, Shape, make_sequence, make_way, trace
from bench.memory import peak_mib

SHAPES = tuple(Shape(length, 1, 64, 128) for length in (100, 1000, 10_000, 100_000))
PART_STEPS = 1000


def parts(sequence: Sequence) -> float:
    """Trace a part after the other, and keep one number of each."""
    total = 0.0
    for inputs in sequence.inputs.split(PART_STEPS):
        traced = trace(sequence._replace(inputs=inputs))
        total += traced.layers[0][0].f.mean().item()
        sequence = sequence._replace(hx=(traced.h_n, traced.c_n))
    return total


def make_parts(shape: Shape) -> Callable[[], object]:
    """Bind the parts to a sequence, and run the first of them."""
    sequence = make_sequence(shape)
    parts(sequence._replace(inputs=sequence.inputs[:PART_STEPS]))
    return lambda: parts(sequence)


def measure_length(seconds: float) -> Iterator[Row]:
    """Yield the heads, then microseconds for each time step, and mebibytes."""
    yield "L, N, I, H", "call_us", "trace_us", "parts_us", "trace_mib", "parts_mib"
    torch.set_num_threads(1)
    for shape in SHAPES:
        ways = {
            "call": make_way("call", shape),
            "trace": make_way("trace", shape),
            "parts": make_parts(shape),
        }
        times = shortest(ways, seconds)
        per_step = (f"{spent / shape.L:.2f}" for spent in times.values())
        peaks = peak_mib(make_way, "trace", shape), peak_mib(make_parts, shape)
        yield shape, *per_step, *(f"{peak:.1f}" for peak in peaks)
