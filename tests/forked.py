"""Run Python files and notebooks, each in a process that need not import torch anew.

`python -m tests.forked one.py two.py` prints a list in JSON of what each has printed, and
notebooks are executed where they are. The processes are forked from one that has imported
what takes long and has run nothing else.
"""

import io
import json
import multiprocessing
import os
import runpy
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout

FORKS = multiprocessing.get_context("forkserver")


def run(path: str) -> str:
    """Run a file as a program; return what it printed."""
    said = io.StringIO()
    with redirect_stdout(said):
        runpy.run_path(path, run_name="__main__")
    return said.getvalue()


def execute(path: str) -> None:
    """Execute a notebook and keep its outputs."""
    import nbclient
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook).execute()
    nbformat.write(notebook, path)


class Kernel:
    """A kernel that is forked, with what Jupyter asks of a process."""

    stdin = stdout = stderr = None

    def __init__(self, command: list[str], **_options: object) -> None:
        """Start it; the command is `python -m ipykernel_launcher -f` and a file."""
        self._process = FORKS.Process(target=serve, args=(command[3:],))
        self._process.start()
        self.pid = self._process.pid
        while os.getpgid(self.pid) != self.pid:  # signals are for its group
            time.sleep(0.01)

    def poll(self) -> int | None:
        """Return how it ended, if it has."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Wait for its end."""
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self._process.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def serve(arguments: list[str]) -> None:
    """Be a kernel until it is shut down."""
    from ipykernel.kernelapp import launch_new_instance

    os.setpgrp()
    launch_new_instance(arguments)


def main(paths: list[str]) -> list[str]:
    """Run all, as many at once as there are processors."""
    preloaded = ["ipykernel.kernelapp", "matplotlib.pyplot", "torch"]
    FORKS.set_forkserver_preload(preloaded)
    notebooks = [path for path in paths if path.endswith(".ipynb")]
    if notebooks:
        from jupyter_client.provisioning import local_provisioner

        local_provisioner.launch_kernel = Kernel
        with ThreadPoolExecutor(os.cpu_count()) as several:
            list(several.map(execute, notebooks))
    with FORKS.Pool(maxtasksperchild=1) as pool:
        return pool.map(run, [path for path in paths if path not in notebooks], chunksize=1)


if __name__ == "__main__":
    json.dump(main(sys.argv[1:]), sys.stdout)
