"""Install one of Debian's packages, where that can be done."""

import os
import subprocess
from pathlib import Path


def install(package: str) -> bool:
    """Install a package if this is Debian and we are root, and say whether that worked."""
    if not (Path("/etc/debian_version").exists() and os.geteuid() == 0):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = "--quiet", "--yes", "--no-install-recommends"
    return all(
        subprocess.run(command, env=environment, check=False).returncode == 0
        for command in (
            ("apt-get", "update", "--quiet"),
            ("apt-get", "install", *options, package),
        )
    )
