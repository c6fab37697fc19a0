"""Run Python files, each in a process of its own that need not import torch anew.

`python -m tests.forked one.py two.py` prints a list in JSON of what each has printed. The
processes are forked from one that has imported what takes long and has run nothing else.
"""

import io
import json
import multiprocessing
import runpy
import sys
from contextlib import redirect_stdout


def run(path: str) -> str:
    """Run a file as a program; return what it printed."""
    said = io.StringIO()
    with redirect_stdout(said):
        runpy.run_path(path, run_name="__main__")
    return said.getvalue()


if __name__ == "__main__":
    several = multiprocessing.get_context("forkserver")
    several.set_forkserver_preload(["matplotlib.pyplot", "torch"])
    with several.Pool(maxtasksperchild=1) as pool:
        json.dump(pool.map(run, sys.argv[1:], chunksize=1), sys.stdout)
