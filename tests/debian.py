"""Find a program, or install Debian's package of it, where that can be done."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from filelock import FileLock

LOCK = Path(tempfile.gettempdir(), "lstm-demo-apt.lock")
"""Held by the worker that installs: apt-get refuses to run beside another."""


class MissingProgramError(RuntimeError):
    """A program is not there and could not be installed; says how to get it."""


def find(program: str, package: str) -> str:
    """Return the path of a program, installing Debian's package as a last resort.

    Raises:
        MissingProgramError: there is none.
    """
    found = _on_path(program) or (_on_path(program) if install(package) else None)
    if not found:
        raise MissingProgramError(
            f"no {program} was found: put one on the PATH, or as root on Debian let "
            f"`apt-get install {package}` reach its packages"
        )
    return found


def _on_path(program: str) -> str | None:
    # Debian has servers where only root looks.
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin")


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
