"""Install one of Debian's packages, where that can be done."""

import os
import subprocess
import tempfile
from pathlib import Path

from filelock import FileLock

LOCK = Path(tempfile.gettempdir(), "lstm-demo-apt.lock")
"""Held by the worker that installs: apt-get refuses to run beside another."""


def install(package: str) -> bool:
    """Install a package if this is Debian and we are root, and say whether that worked."""
    if not (Path("/etc/debian_version").exists() and os.geteuid() == 0):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = "--quiet", "--yes", "--no-install-recommends"
    with FileLock(LOCK):
        return all(
            subprocess.run(command, env=environment, check=False).returncode == 0
            for command in (
                ("apt-get", "update", "--quiet"),
                ("apt-get", "install", *options, package),
            )
        )
