"""The wheel that the site offers."""

from pathlib import Path

import pytest

from docs._make import BuildError
from docs._make.downloads import build_wheel
from docs._make.places import ROOT
from docs._make.zips import read_zip
from tests.site.project import changed, copy_project


def test_the_same_sources_make_the_same_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder gives the same bytes, another date others; it holds the package."""
    project = copy_project(tmp_path / "elsewhere" / "project")
    here, there = build_wheel(ROOT, tmp_path / "here"), build_wheel(project, tmp_path / "x")
    assert here.name == there.name
    assert here.read_bytes() == there.read_bytes()
    module = "lstm_demo/runners.py"
    assert read_zip(here)[module] == (ROOT / module).read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert build_wheel(ROOT, tmp_path / "later").read_bytes() != here.read_bytes()


def test_a_package_that_cannot_be_built_is_told(tmp_path: Path) -> None:
    """The error holds what the builder said."""
    project = copy_project(tmp_path / "project")
    with (
        changed(project / "pyproject.toml", 'version = "0.1.0"', 'version = "none"'),
        pytest.raises(BuildError, match="none"),
    ):
        build_wheel(project, tmp_path)
