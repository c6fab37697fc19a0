"""What `nox` does before a session, without a network."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

import noxfile
from tests.site.project import wait_for


def install() -> None:
    """Install as a session does, but for what needs a network."""

    def run(*command: str) -> None:
        if "install" not in command:
            subprocess.run(command, check=True)

    noxfile.install(Mock(run=run))


def test_an_environment_that_is_half_made_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its creation was interrupted: it has a Python, and no pip."""
    monkeypatch.chdir(tmp_path)
    making = subprocess.Popen(
        [sys.executable, "-m", "venv", ".nox/all"], start_new_session=True
    )
    wait_for(Path(noxfile.PYTHON).exists)
    os.killpg(making.pid, signal.SIGKILL)
    making.wait()
    install()
    subprocess.run([noxfile.PYTHON, "-m", "pip", "--version"], check=True)


def test_an_environment_that_is_whole_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is installed in it takes minutes, and gigabytes."""
    monkeypatch.chdir(tmp_path)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".nox/all"], check=True)
    installed = Path(".nox", "all", "installed")
    installed.touch()
    install()
    assert installed.exists()
