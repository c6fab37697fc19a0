"""The benchmark compares like with like, and counts what it says it counts."""

import time

import torch

from bench import clock, gates, length, memory, runners


def test_every_way_arrives_at_the_same_numbers():
    """What is timed beside the trace computes what the trace holds."""
    gates.check_ways(gates.Shape(13, 2, 4, 3))


def test_the_pairs_of_the_runners_return_the_same_run():
    """The calls by hand do all that the runner does for its record."""
    pair = runners.make_pairs(gates.Shape(5, 2, 4, 3))["run_stepwise"]
    torch.testing.assert_close(tuple(pair["runner"]()), tuple(pair["by_hand"]()))


def test_chunks_read_the_whole_sequence():
    """What is timed as chunks takes every step once."""
    sequence = gates.make_sequence(gates.Shape(2 * length.CHUNK_SIZE, 1, 4, 3))
    whole = gates.trace(sequence).layers[0][0].f
    expected = sum(piece.mean().item() for piece in whole.split(length.CHUNK_SIZE))
    assert abs(length.in_chunks(sequence) - expected) < 1e-5


def test_medians_are_in_microseconds():
    """A way that sleeps for two milliseconds takes at least 2000 µs."""
    times = clock.medians({"sleep": lambda: time.sleep(0.002)}, 0)
    assert 2000 <= times["sleep"] < 200_000


def make_tensor(mib: int):
    """Return a call that makes a tensor of a known size, after one that warms torch up."""
    torch.ones(2**18)
    return lambda: torch.ones(mib * 2**20 // 4)


def test_peak_memory_is_what_the_call_adds():
    """A tensor of 64 MiB raises the resident memory by as much."""
    assert 60 < memory.peak_mib(make_tensor, 64) < 72
