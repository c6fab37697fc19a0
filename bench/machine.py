"""Where the figures come from, without a name or a path of anyone's."""

import os
import platform
from collections.abc import Iterator
from pathlib import Path

import torch


def describe_machine() -> Iterator[tuple[object, ...]]:
    """Yield the heads, then what the speed depends on."""
    yield "cpu", "os.cpu_count()", "cpu_capability", "platform.system()", "python", "torch"
    yield (
        _cpu(),
        os.cpu_count(),
        torch.backends.cpu.get_cpu_capability(),
        platform.system(),
        platform.python_version(),
        torch.__version__,
    )


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
