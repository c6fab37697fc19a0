"""The wheel and the zips that the site offers have the same bytes each time."""

import time
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


@pytest.mark.parametrize(
    ("epoch", "date"),
    [
        (None, (1980, 1, 1, 0, 0, 0)),
        ("0", (1980, 1, 1, 0, 0, 0)),
        ("1700000000", (2023, 11, 14, 22, 13, 20)),
    ],
)
def test_zips_have_the_date_that_the_environment_gives(
    epoch: str | None,
    date: tuple[int, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`SOURCE_DATE_EPOCH` is the date of every member, in UTC; 1980 if it is not set."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    members = {"b.py": b"print(2)", "a.py": b"print(1)"}
    try:
        time.tzset()
        write_zip(tmp_path / "lessons.zip", members)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert unzip(tmp_path / "lessons.zip") == members
    with zipfile.ZipFile(tmp_path / "lessons.zip") as archive:
        assert archive.namelist() == ["a.py", "b.py"]
        assert {member.date_time for member in archive.infolist()} == {date}
