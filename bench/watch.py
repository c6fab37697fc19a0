"""Run a command and write down what it took: `python watch.py FILE COMMAND...`.

A process of its own, which has nothing in memory: what the one that asks has taken would
otherwise be counted as the command's.
"""

import json
import resource
import subprocess
import sys
import time

UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in what the system counts the resident memory in."""


def main() -> int:
    """Run the command; return its exit status."""
    path, *command = sys.argv[1:]
    start = time.perf_counter()
    status = subprocess.call(command)
    seconds = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = {
        "seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_mib": usage.ru_maxrss * UNIT / 2**20,
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(taken, file)
    return status


if __name__ == "__main__":
    sys.exit(main())
