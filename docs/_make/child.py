"""Run a module until it ends or its parent does: `python child.py MODULE ARGUMENTS`.

The parent holds the other end of stdin, which is closed when the parent ends, however it
ends. A Sphinx that went on would write into the folder of the next build.
"""

import os
import runpy
import select
import sys
import threading
from pathlib import Path


def _end_with_parent() -> None:
    os.read(0, 1)
    os._exit(1)


if __name__ == "__main__":
    if os.name == "posix" and select.select([0], [], [], 0)[0]:
        os._exit(1)  # the parent, which writes nothing, has ended already
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.path[0] = str(Path(__file__).parents[2])
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
