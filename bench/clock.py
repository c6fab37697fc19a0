"""Time several ways to the same end side by side."""

import time
from collections.abc import Callable, Mapping

import torch

ROUNDS = 3
"""Rounds that are made however long they take."""


def shortest(ways: Mapping[str, Callable[[], object]], seconds: float) -> dict[str, float]:
    """Return the shortest time of each way in microseconds, on one thread.

    The shortest is what other work on the machine disturbs least, and the processor's time
    leaves out what others have had of it. Every round takes each way once, in a random
    order, so that what disturbs hits all alike. A way is called twice, and the second call
    is timed: the first brings its code into the caches.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    end = time.perf_counter() + seconds
    rounds = 0
    while rounds < ROUNDS or time.perf_counter() < end:
        for place in torch.randperm(len(names)).tolist():
            way = ways[names[place]]
            way()
            start = time.process_time()
            way()
            times[names[place]].append(time.process_time() - start)
        rounds += 1
    return {name: min(spent) * 1e6 for name, spent in times.items()}
