"""Time several ways to the same end side by side, so that noise hits all alike."""

import statistics
import time
from collections.abc import Callable, Mapping

import torch

ROUNDS = 5
"""Rounds that are made however long they take."""


def medians(ways: Mapping[str, Callable[[], object]], seconds: float) -> dict[str, float]:
    """Return the median time of each way in microseconds.

    Every round takes each way once, in an order drawn anew. A way is called twice, and
    the second call is timed: what the way before has left in the caches harms most the
    one with the most code, which no loop of its own would see.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    end = time.perf_counter() + seconds
    rounds = 0
    while rounds < ROUNDS or time.perf_counter() < end:
        for place in torch.randperm(len(names)).tolist():
            name = names[place]
            ways[name]()
            start = time.perf_counter()
            ways[name]()
            times[name].append(time.perf_counter() - start)
        rounds += 1
    return {name: statistics.median(spent) * 1e6 for name, spent in times.items()}
