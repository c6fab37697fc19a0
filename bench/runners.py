"""What the checks and the record of a run cost, beside the bare calls."""

from collections.abc import Callable, Iterator
from functools import partial

import torch

from bench.clock import shortest
from bench.example import Example, Sizes, make_example
from lstm_demo import Run, run_batched, run_in_chunks, run_stepwise

CHUNK_SIZES = {Sizes(100, 1, 64, 128): 20, Sizes(5, 1, 4, 3): 2}
"""The sizes that are measured, and the time steps of a chunk."""


def call(example: Example) -> Run:
    """The call of a batched run, written by hand."""
    output, (h_n, c_n) = example.lstm(example.inputs, example.hx)
    return Run(output, h_n, c_n, h_n.unsqueeze(0), c_n.unsqueeze(0))


def loop(example: Example, chunk_size: int) -> Run:
    """The calls of a run in chunks, written by hand."""
    state = example.hx
    outputs, h_calls, c_calls = [], [], []
    for chunk in example.inputs.split(chunk_size):
        output, state = example.lstm(chunk, state)
        outputs.append(output)
        h_calls.append(state[0])
        c_calls.append(state[1])
    return Run(torch.cat(outputs), *state, torch.stack(h_calls), torch.stack(c_calls))


def make_pairs(
    example: Example, chunk_size: int
) -> dict[str, dict[str, Callable[[], Run]]]:
    """Return, by runner, the runner and the same calls by hand."""
    arguments = example.lstm, example.inputs, example.hx
    return {
        "run_batched": {
            "runner": partial(run_batched, *arguments),
            "by_hand": partial(call, example),
        },
        "run_in_chunks": {
            "runner": partial(run_in_chunks, *arguments, chunk_size=chunk_size),
            "by_hand": partial(loop, example, chunk_size),
        },
        "run_stepwise": {
            "runner": partial(run_stepwise, *arguments),
            "by_hand": partial(loop, example, 1),
        },
    }


def measure_runners(seconds: float) -> Iterator[tuple[object, ...]]:
    """Yield the heads, then the time of each runner as a ratio to that by hand."""
    yield "L, N, I, H", "runner", "calls", "by_hand_us", "ratio"
    for sizes, chunk_size in CHUNK_SIZES.items():
        for name, pair in make_pairs(make_example(sizes), chunk_size).items():
            run = pair["runner"]()
            torch.testing.assert_close(run, pair["by_hand"]())
            times = shortest(pair, seconds)
            ratio = times["runner"] / times["by_hand"]
            yield sizes, name, len(run.h_calls), f"{times['by_hand']:.1f}", f"{ratio:.2f}"
