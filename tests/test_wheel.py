"""The wheel that the site offers."""

from pathlib import Path

import pytest

from docs._make.places import ROOT
from docs._make.wheel import build_wheel
from docs._make.zips import read_zip
from tests.site.project import changed, copy_project


def test_the_same_sources_make_the_same_wheel(tmp_path: Path) -> None:
    """Two builds in different folders give the same bytes, and hold the package."""
    project = copy_project(tmp_path / "elsewhere" / "project")
    here, there = build_wheel(ROOT, tmp_path / "here"), build_wheel(project, tmp_path / "x")
    assert here.name == there.name
    assert here.read_bytes() == there.read_bytes()
    assert (
        read_zip(here)["lstm_demo/runners.py"]
        == (ROOT / "lstm_demo/runners.py").read_bytes()
    )


def test_a_wheel_is_built_again_when_the_package_changes(tmp_path: Path) -> None:
    """What has not changed keeps its wheel; one line in a module makes another."""
    project = copy_project(tmp_path / "project")
    wheel = build_wheel(project, tmp_path)
    first, made = wheel.read_bytes(), wheel.stat().st_mtime_ns
    build_wheel(project, tmp_path)
    assert wheel.stat().st_mtime_ns == made
    with changed(project / "lstm_demo" / "post.py", "776", "777"):
        assert build_wheel(project, tmp_path).read_bytes() != first


def test_a_wheel_has_the_date_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH dates the files in the wheel, and another date makes another."""
    first = build_wheel(ROOT, tmp_path).read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert build_wheel(ROOT, tmp_path).read_bytes() != first


def test_a_package_that_cannot_be_built_is_told(tmp_path: Path) -> None:
    """The error holds what the builder said, and the next build makes it good."""
    project = copy_project(tmp_path / "project")
    with (
        changed(project / "pyproject.toml", 'version = "0.1.0"', 'version = "none"'),
        pytest.raises(RuntimeError, match="none"),
    ):
        build_wheel(project, tmp_path)
    assert build_wheel(project, tmp_path).exists()
