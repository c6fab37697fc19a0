"""How time and memory grow with the number of time steps."""

from collections.abc import Callable

import torch

from bench.gates import Sequence, Shape, make_sequence, make_way
from lstm_demo.gates.trace import trace_in_chunks

SHAPES = tuple(Shape(length, 1, 64, 128) for length in (100, 1000, 10_000, 100_000))
CHUNK_SIZE = 1000


def in_chunks(sequence: Sequence) -> float:
    """Read every piece of a trace in chunks, and keep one number of it."""
    total = 0.0
    with torch.no_grad():
        for piece in trace_in_chunks(
            sequence.lstm, sequence.inputs, sequence.hx, chunk_size=CHUNK_SIZE
        ):
            total += piece.layers[0][0].f.mean().item()
    return total


def make_chunks(shape: Shape) -> Callable[[], object]:
    """Bind the reading of all chunks to a sequence, and run it on the first of them."""
    sequence = make_sequence(shape)
    in_chunks(sequence._replace(inputs=sequence.inputs[:CHUNK_SIZE]))
    return lambda: in_chunks(sequence)


def make_ways(shape: Shape) -> dict[str, Callable[[], object]]:
    """Return the plain call, the trace, and the trace in chunks."""
    return {
        "call": make_way("call", shape),
        "trace": make_way("trace", shape),
        "chunks": make_chunks(shape),
    }
