"""The wheel and the zips that the site offers have the same bytes each time."""

import zipfile
from pathlib import Path

import pytest

from docs._make import BuildError
from docs._make.downloads import build_wheel, write_zip
from docs._make.places import ROOT
from tests.site.project import change, copy_project, unzip


def test_the_same_sources_make_the_same_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder gives the same bytes, another date others; it holds the package."""
    project = copy_project(tmp_path / "elsewhere" / "project")
    here, there = build_wheel(ROOT, tmp_path / "here"), build_wheel(project, tmp_path / "x")
    assert here.name == there.name
    assert here.read_bytes() == there.read_bytes()
    module = "lstm_demo/runners.py"
    assert unzip(here)[module] == (ROOT / module).read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert build_wheel(ROOT, tmp_path / "later").read_bytes() != here.read_bytes()
    change(project / "pyproject.toml", 'version = "0.1.0"', 'version = "none"')
    with pytest.raises(BuildError, match="none"):  # what the builder said
        build_wheel(project, tmp_path)


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    """They stand in order, readable by all, with the first date that a zip can name."""
    members = {"b.py": b"print(2)", "a.py": b"print(1)"}
    write_zip(tmp_path / "lessons.zip", members)
    assert unzip(tmp_path / "lessons.zip") == members
    with zipfile.ZipFile(tmp_path / "lessons.zip") as archive:
        found = archive.infolist()
    assert [member.filename for member in found] == ["a.py", "b.py"]
    assert {member.date_time for member in found} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.external_attr >> 16 for member in found} == {0o644}
