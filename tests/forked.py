"""Run Python files and notebooks, each in a process that need not import torch anew.

`python tests/forked.py one.py two.ipynb` prints, in JSON, what each file has printed;
notebooks are executed where they are. The processes are forked from one that has imported
what takes long and has run nothing else.
"""

import json
import multiprocessing
import os
import runpy
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess

ALONE = threading.Lock()
"""Held while a process starts, which asks all others if they have ended, and while one is
asked: of two that ask at once, one would hear 255."""

FORKS = multiprocessing.get_context("forkserver")
PRELOADED = ["ipykernel.kernelapp", "matplotlib.pyplot", "torch"]


def run(path: str) -> str:
    """Run a file; return what it printed, which a notebook keeps for itself."""
    return _execute(path) if path.endswith(".ipynb") else _call(path)


def _call(path: str) -> str:
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as said:
        process = FORKS.Process(target=_print_to, args=(path, said.name))
        _start(process)
        if code := _end(process):
            raise RuntimeError(f"{path} ended with {code}; see above")
        return said.read()


def _start(process: ForkServerProcess) -> None:
    with ALONE:
        process.start()


def _end(process: ForkServerProcess) -> int | None:
    """Wait for the end of a process, and return how it ended."""
    wait([process.sentinel])
    with ALONE:
        return process.exitcode


def _print_to(path: str, printed: str) -> None:
    with open(printed, "w", encoding="utf-8") as said:
        sys.stdout.flush()
        os.dup2(said.fileno(), 1)
        runpy.run_path(path, run_name="__main__")
        sys.stdout.flush()


def _execute(path: str) -> str:
    import nbclient
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook).execute()
    nbformat.write(notebook, path)
    return ""


class Kernel:
    """A kernel that is forked, with what Jupyter asks of a process."""

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], **_options: object) -> None:
        """Start it; the command is `python … -f` and the file of the connection."""
        arguments = command[command.index("-f") :]
        self._process = FORKS.Process(target=_serve, args=(arguments, os.getpid()))
        _start(self._process)
        self.pid = self._process.pid
        while os.getpgid(self.pid) != self.pid:  # signals are for its group
            time.sleep(0.01)

    def poll(self) -> int | None:
        """Return how it ended, if it has."""
        with ALONE:
            return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for its end."""
        return _end(self._process)

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self._process.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def _serve(arguments: list[str], parent: int) -> None:
    os.setpgrp()
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(arguments, parent_handle=parent)


def main(paths: list[str]) -> list[str]:
    """Run all, as many at once as there are processors."""
    FORKS.set_forkserver_preload(PRELOADED)
    if any(path.endswith(".ipynb") for path in paths):
        from jupyter_client.provisioning import local_provisioner

        local_provisioner.launch_kernel = Kernel
    with ThreadPoolExecutor(os.cpu_count()) as several:
        return list(several.map(run, paths))


if __name__ == "__main__":
    json.dump(main(sys.argv[1:]), sys.stdout)
