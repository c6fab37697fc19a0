"""Peak memory of a call, measured in a process that has done nothing else."""

import multiprocessing
import resource
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

import torch

UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in what the system counts the resident memory in."""


def peak_mib(prepare: Callable[..., Callable[[], object]], *arguments: object) -> float:
    """Return how far a call raises the resident memory, its results included.

    Args:
        prepare: Makes the call; what it builds is not counted.
        *arguments: What ``prepare`` takes.

    Returns:
        Mebibytes.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, prepare.__module__])
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(there, prepare, arguments))
    child.start()
    there.close()
    peak = float(here.recv())
    child.join()
    return peak / 2**20


def _child(
    there: Connection,
    prepare: Callable[..., Callable[[], object]],
    arguments: tuple[object, ...],
) -> None:
    torch.set_num_threads(1)
    with torch.no_grad():
        call = prepare(*arguments)
        before = _resident()
        call()
    there.send((_resident() - before) * UNIT)


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
