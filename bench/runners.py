"""What the checks and the record of a run cost, beside the bare calls."""

from collections.abc import Callable, Iterator

import torch

from bench.clock import shortest
from bench.gates import Row, Sequence, Shape, make_sequence
from lstm_demo import Run, run_batched, run_stepwise

SHAPES = (Shape(100, 1, 64, 128), Shape(5, 1, 4, 3))


def bare_loop(sequence: Sequence) -> Run:
    """The calls of a stepwise run, written by hand."""
    state = sequence.hx
    outputs, h_calls, c_calls = [], [], []
    for x in sequence.inputs.unsqueeze(1):
        output, state = sequence.lstm(x, state)
        outputs.append(output)
        h_calls.append(state[0])
        c_calls.append(state[1])
    return Run(torch.cat(outputs), *state, torch.stack(h_calls), torch.stack(c_calls))


def make_pairs(sequence: Sequence) -> dict[str, dict[str, Callable[[], object]]]:
    """Return, by runner, the calls it makes and the same calls by hand."""
    lstm, inputs, hx = sequence.lstm, sequence.inputs, sequence.hx
    return {
        "run_batched": {
            "runner": lambda: run_batched(lstm, inputs, hx),
            "by_hand": lambda: lstm(inputs, hx),
        },
        "run_stepwise": {
            "runner": lambda: run_stepwise(lstm, inputs, hx),
            "by_hand": lambda: bare_loop(sequence),
        },
    }


def measure_runners(seconds: float) -> Iterator[Row]:
    """Yield the heads, then the time of each runner as a ratio to that by hand."""
    yield "L, N, I, H", "runner", "by_hand_us", "ratio"
    torch.set_num_threads(1)
    for shape in SHAPES:
        for name, pair in make_pairs(make_sequence(shape)).items():
            times = shortest(pair, seconds)
            ratio = times["runner"] / times["by_hand"]
            yield shape, name, f"{times['by_hand']:.1f}", f"{ratio:.2f}"
