"""A program is found, or its lack is explained."""

import stat
from pathlib import Path

import pytest

from tests import debian


def test_the_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed while there is one on the PATH."""
    program = tmp_path / "nginx"
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(debian, "install", lambda package: pytest.fail("asked Debian"))
    assert debian.find("nginx", "nginx-light") == str(program)


def test_the_lack_of_any_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none can be had the tests fail, and say how to mend it."""
    asked: list[str] = []
    monkeypatch.setattr(debian, "install", asked.append)
    with pytest.raises(debian.MissingProgramError, match="apt-get install nowhere-light"):
        debian.find("nowhere", "nowhere-light")
    assert asked == ["nowhere-light"]
