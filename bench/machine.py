"""Where the figures come from, without a name or a path of anyone's."""

import os
import platform
from pathlib import Path

import torch


def describe_machine() -> dict[str, str | int | float]:
    """Return what the speed depends on: processor, cores, versions, and other work.

    ``load`` is how many programs wanted a core in the minute before. Of a machine that
    has more than half a core's work to do, no figure for all its cores is worth much.
    """
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 1,
        "system": platform.system(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "load": round(os.getloadavg()[0], 1),
        "instructions": torch.backends.cpu.get_cpu_capability(),
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
