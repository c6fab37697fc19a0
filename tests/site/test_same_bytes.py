"""The same sources give the same bytes, wherever and whenever they are built."""

import shutil
import zipfile
from pathlib import Path

import pytest

from docs._make.zips import read_zip, write_zip
from tests.site.project import (
    add_executed_page,
    attempt,
    contents,
    copy_small_project,
)

WAITS = """import os, time

print("one", end=" ")
time.sleep(float(os.environ["PAUSE"]))
print("two")"""


def test_two_clean_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Folder, time, zone, locale, umask, sets and a kernel's pace leave no trace.

    The locale need not be installed, as in a container that is entered from a Spanish one.
    """
    first = copy_small_project(tmp_path / "one")
    add_executed_page(first, "wait", "Wait between two lines", WAITS)
    shutil.rmtree(first / "build")
    second = tmp_path / "another folder" / "two"
    shutil.copytree(first, second)
    settings = (
        (
            first,
            0o022,
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "PAUSE": "0"},
        ),
        (
            second,
            0o077,
            {
                "PYTHONHASHSEED": "2",
                "TZ": "Asia/Kolkata",
                "LC_ALL": "es_ES.UTF-8",
                "PAUSE": "1",
            },
        ),
    )
    for project, umask, variables in settings:
        done = attempt(project, "build", umask=umask, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
    one, two = contents(first / "site"), contents(second / "site")
    assert one.keys() == two.keys()
    assert len(one) > 20
    differs = next((name for name in one if one[name] != two[name]), None)
    assert differs is None, f"the first file that differs is {differs}"


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
    write_zip(tmp_path / "lessons.zip", members)
    assert read_zip(tmp_path / "lessons.zip") == members
    with zipfile.ZipFile(tmp_path / "lessons.zip") as archive:
        assert archive.namelist() == ["a.py", "b.py"]
        assert {member.date_time for member in archive.infolist()} == {date}
