"""An nginx is found, or its lack is explained."""

import stat
from pathlib import Path

import pytest

from tests import nginx


def test_the_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is installed while there is one on the PATH."""
    program = tmp_path / "nginx"
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(nginx, "install", lambda package: pytest.fail("asked Debian"))
    assert nginx.find_nginx() == str(program)


def test_the_lack_of_any_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none can be had the tests fail, and say how to mend it."""
    monkeypatch.setattr(nginx, "_on_path", lambda: None)
    asked: list[str] = []
    monkeypatch.setattr(nginx, "install", asked.append)
    with pytest.raises(nginx.NoNginxError, match="apt-get install nginx-light"):
        nginx.find_nginx()
    assert asked == ["nginx-light"]
