"""The same sources give the same bytes, wherever and whenever they are built."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from docs._make.places import ROOT
from docs._make.zips import read_zip, write_zip
from tests.site.project import (
    attempt,
    contents,
    copy_small_project,
    run,
    translate_all,
)

EXECUTED = """---
orphan: true
file_format: mystnb
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Wait between two lines

```{code-cell}
import os, time

print("one", end=" ")
time.sleep(float(os.environ["PAUSE"]))
print("two")
```
"""


def test_two_clean_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """Folder, time, zone, locale, umask, sets and a kernel's pace leave no trace."""
    first = copy_small_project(tmp_path / "one")
    (first / "docs" / "wait.md").write_text(EXECUTED, encoding="utf-8")
    run(first, "catalogs")
    translate_all(first / "docs" / "locales", lambda message: f"{message} ñ")
    shutil.rmtree(first / "build")
    second = tmp_path / "another folder" / "two"
    shutil.copytree(first, second)
    settings = (
        (
            first,
            0o022,
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PAUSE": "0"},
        ),
        (
            second,
            0o077,
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Kolkata", "LC_ALL": "C", "PAUSE": "1"},
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


def test_a_build_after_others_gives_the_bytes_of_a_first_one(tmp_path: Path) -> None:
    """What a build finds from before leaves no trace, whatever has changed since."""
    later = copy_small_project(tmp_path / "later")
    page = later / "docs" / "cell.md"
    home = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    parts = re.findall(r"^```\{explorer.*?^```\n", home, re.DOTALL | re.MULTILINE)
    page.write_text("\n".join(["# Cell\n", *parts]), "utf-8")
    (later / "docs" / "still.md").write_text("# Unchanged\n\n```{js:function} thing\n```\n")
    index = (later / "docs" / "index.md").read_text("utf-8")
    index = index.replace("lessons/index", "lessons/index\ncell\nstill")
    (later / "docs" / "index.md").write_text(index, "utf-8")
    lesson = later / "examples" / "plot_01_number.py"
    _build_with(later, {})
    _build_with(later, {page: ("# Cell", "# Unit"), lesson: ("Print a", "Print 1")})
    first = tmp_path / "first"
    shutil.copytree(later, first, ignore=shutil.ignore_patterns("build", "site"))
    run(first, "build")
    one, two = contents(later / "site"), contents(first / "site")
    assert one.keys() == two.keys()
    differs = [name for name in one if one[name] != two[name]]
    assert not differs


def _build_with(project: Path, changes: dict[Path, tuple[str, str]]) -> None:
    for path, (before, after) in changes.items():
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
    run(project, "catalogs")
    translate_all(project / "docs" / "locales", lambda message: f"{message} ñ")
    run(project, "build")


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
