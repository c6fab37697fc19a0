"""A Chromium is found in the documented order, or its lack is explained."""

import stat
from pathlib import Path

import pytest

from tests import browser


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A file that could be a browser."""
    path = tmp_path / "chromium"
    path.write_text("#!/bin/sh\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_variable_comes_first(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `CHROMIUM` names is taken, whatever else there is."""
    monkeypatch.setenv("CHROMIUM", str(program))
    assert browser.find_chromium() == str(program)


def test_a_wrong_variable_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `CHROMIUM` that cannot be run is not passed over in silence."""
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    with pytest.raises(browser.NoBrowserError, match="nowhere"):
        browser.find_chromium()


def test_the_path_comes_second(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable, the one on the PATH is taken before any download."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(program.parent))
    assert browser.find_chromium() == str(program)


def test_playwrights_own_comes_third(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is installed while Playwright's own download is there."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_on_path", lambda: None)
    monkeypatch.setattr(browser, "_playwrights_own", lambda: str(program))
    monkeypatch.setattr(browser, "_debians", lambda: pytest.fail("asked Debian"))
    assert browser.find_chromium() == str(program)


def test_the_lack_of_any_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none can be had the tests fail, and say how to mend it."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    for place in ("_on_path", "_playwrights_own", "_debians"):
        monkeypatch.setattr(browser, place, lambda: None)
    with pytest.raises(browser.NoBrowserError, match="playwright install chromium"):
        browser.find_chromium()
