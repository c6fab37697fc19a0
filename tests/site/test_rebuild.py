"""What runs again, and what stops a build, with Sphinx itself.

Each test changes a copy of a small project that has been built once.
"""

import shutil
from pathlib import Path

import pytest

from tests.site.project import (
    add_executed_page,
    attempt,
    built_project,
    change,
    contents,
    run,
)

LESSON = "examples/plot_01_number.py"
CATALOG = "docs/locales/es/LC_MESSAGES/lessons/plot_01_number.po"
PAGE = "lessons/plot_01_number.html"


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A copy of the small project, which has been built."""
    built = built_project(tmp_path_factory)
    shutil.copytree(built, tmp_path / "project")
    return tmp_path / "project"


def ran(project: Path) -> dict[str, tuple[str, int]]:
    """Tell where and when the lesson last ran in each language."""
    (cache,) = (project / "build").glob("run-*")
    records = {code: cache / code / "source" / "lessons" for code in ("es", "en")}
    name = "plot_01_number.py.md5"
    return {
        code: (cache.name, (folder / name).stat().st_mtime_ns)
        for code, folder in records.items()
    }


def test_what_has_changed_runs_again_and_nothing_else(project: Path) -> None:
    """Nothing; a page; a catalog; a script; the package. Changed back, all is as before."""
    first, site = ran(project), contents(project / "site")
    last = run(project, "build").splitlines()[-1]
    assert str(project / "site" / "index.html") in last
    assert "nox -s serve" in last
    assert ran(project) == first
    assert contents(project / "site") == site

    change(project / "docs/index.md", "a word", "one word")
    catalog = project / "docs/locales/es/LC_MESSAGES/index.po"
    change(catalog, "a word", "one word")
    done = attempt(project, "build", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0, done.stdout
    assert ran(project) == first
    imported = {line.split("|")[-1].strip() for line in done.stdout.splitlines()}
    assert "sphinx.application" in imported
    assert imported.isdisjoint({"torch", "lstm_demo"})
    assert "one word" in (project / "site/en/index.html").read_text(encoding="utf-8")

    change(project / CATALOG, "This lesson has one number. ñ", "Un número.")
    run(project, "build")
    assert ran(project)["es"] != first["es"]
    assert ran(project)["en"] == first["en"]
    assert "Un número." in (project / "site/es" / PAGE).read_text(encoding="utf-8")

    second = ran(project)
    change(project / LESSON, '"o"', '"s"')
    run(project, "build")
    assert all(ran(project)[code] != second[code] for code in second)

    third = ran(project)
    change(project / "lstm_demo/post.py", "776", "777")
    run(project, "build")
    assert all(ran(project)[code] != third[code] for code in third)

    change(project / "docs/index.md", "one word", "a word")
    change(catalog, "one word", "a word")
    change(project / CATALOG, "Un número.", "This lesson has one number. ñ")
    change(project / LESSON, '"s"', '"o"')
    change(project / "lstm_demo/post.py", "777", "776")
    run(project, "build")
    after = contents(project / "site")
    assert after.keys() == site.keys()
    assert [name for name in site if site[name] != after[name]] == []


def test_a_lesson_that_is_gone_leaves_no_page(project: Path) -> None:
    """Neither its page, its downloads nor its card are found any more."""
    twin = project / LESSON.replace("01_number", "02_gone")
    shutil.copy(project / LESSON, twin)
    catalog = project / CATALOG.replace("01_number", "02_gone")
    shutil.copy(project / CATALOG, catalog)
    run(project, "build")
    assert [name for name in contents(project / "site") if "plot_02_gone" in name]
    twin.unlink()
    catalog.unlink()
    run(project, "build")
    assert not [name for name in contents(project / "site") if "plot_02_gone" in name]


def test_mistakes_stop_the_build_and_the_site_stays(project: Path) -> None:
    """Each is named with its place, also when it is built again: of a page, a catalog."""
    site = contents(project / "site")
    change(project / "docs/index.md", "a word", "[a word](nowhere.md)")
    change(project / CATALOG, "Print a number ñ", "")
    for _ in range(2):
        done = attempt(project, "build")
        assert done.returncode != 0
        for words in ("index.md:3", "nowhere.md", "plot_01_number.po:", "'Print a number'"):
            assert words in done.stdout + done.stderr
        assert contents(project / "site") == site


def test_a_mistake_of_a_script_is_named_until_it_is_mended(project: Path) -> None:
    """Also when it is built again; mended, all is as before."""
    site = contents(project / "site")
    change(project / LESSON, "{6 * 7}", "{6 / 0}")
    for _ in range(2):
        done = attempt(project, "build")
        assert done.returncode != 0
        for words in ("plot_01_number.py", "line 14", "division by zero"):
            assert words in done.stdout + done.stderr
        assert contents(project / "site") == site
    change(project / LESSON, "{6 / 0}", "{6 * 7}")
    run(project, "build")
    assert contents(project / "site") == site


def test_a_path_of_the_machine_stops_the_build(project: Path) -> None:
    """Also where highlighting has put its elements between the parts of the path."""
    site = contents(project / "site")
    code = f"a word.\n\n```\n{project}/docs\n```"  # of which nothing is to be translated
    change(project / "docs/index.md", "a word.", code)
    done = attempt(project, "build")
    assert done.returncode != 0
    assert "en/index.html" in done.stderr
    assert "holds a path of this machine" in done.stderr
    assert contents(project / "site") == site


COUNTED = """import os

with open(os.environ["RUNS"], "a", encoding="utf-8") as log:
    log.write("x")
print("counted")"""


def test_the_code_of_a_page_runs_once_for_all_languages(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not run again when only its words have changed."""
    log = project.parent / "runs"
    monkeypatch.setenv("RUNS", str(log))
    for title in ("Count", "Number"):
        add_executed_page(project, "count", title, COUNTED)
        run(project, "build")
        assert log.read_text(encoding="utf-8") == "x"
        for code in ("es", "en"):
            text = (project / "site" / code / "count.html").read_text(encoding="utf-8")
            assert "counted" in text
