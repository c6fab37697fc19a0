"""What runs again, what stops a build, and that bytes are the same, with Sphinx itself."""

import shutil
from pathlib import Path

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from docs._make import BuildError
from docs._make.finish import assemble
from tests.site.pages import CODES, LANGUAGES, SOURCE, TRANSLATED
from tests.site.project import (
    attempt,
    built_small,
    change,
    contents,
    copy_small,
    once,
    run,
)

LESSON = "examples/lessons/number.py"
ORDER = "examples/order.toml"
CATALOGS = {code: f"docs/locales/{code}/LC_MESSAGES" for code in TRANSLATED}
CHANGED = TRANSLATED[0]
"""The language of which a catalog changes."""

CATALOG = f"{CATALOGS[CHANGED]}/lessons/number.po"
NUMBER = "This lesson has one number. ñ"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, which has been built."""
    return built_small(tmp_path_factory)


@pytest.fixture(scope="module")
def changed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, built once more: other words, another lesson, a catalog changed.

    `.log` has what was said and imported, `.runs` counts the runs of a page's code.
    """

    def build_again(target: Path) -> None:
        shutil.copytree(built, target)
        change_words(target, "index", "a word", "one word")
        change_words(target, "count", "Count", "Number")
        add_twin(target)
        change(target / CATALOG, NUMBER, "Un número.")
        counted = {"RUNS": str(target / ".runs"), "PYTHONPROFILEIMPORTTIME": "1"}
        (target / ".log").write_text(run(target, "build", **counted), encoding="utf-8")

    return once(tmp_path_factory, "changed", build_again)


def ran(project: Path) -> dict[str, tuple[str, int]]:
    """Tell where and when the lesson last ran in each language."""
    (cache,) = (project / "build").glob("run-*")
    name = "source/lessons/number.py.md5"
    return {code: (cache.name, (cache / code / name).stat().st_mtime_ns) for code in CODES}


def change_words(project: Path, page: str, before: str, after: str) -> None:
    """Change words of a page, and of its catalogs as well."""
    change(project / "docs" / f"{page}.md", before, after)
    for folder in CATALOGS.values():
        change(project / folder / f"{page}.po", before, after)


def add_twin(project: Path) -> None:
    """Add a lesson like the one that there is, with its catalogs and its line."""
    for folder in CATALOGS.values():
        catalogs = project / folder / "lessons"
        shutil.copy(catalogs / "number.po", catalogs / "twin.po")
        change(catalogs / "twin.po", "Print a number", "Print another number")
    twin = project / LESSON.replace("number", "twin")
    shutil.copy(project / LESSON, twin)
    change(twin, "Print a number\n==", "Print another number\n========")
    change(project / ORDER, '"number"', '"number", "twin"')


def different(one: Path, other: Path) -> list[str]:
    """Return the files that are not the same in two folders, or in one only."""
    before, after = contents(one), contents(other)
    names = sorted(before.keys() | after.keys())
    return [name for name in names if before.get(name) != after.get(name)]


def assert_fails(project: Path, *said: str) -> None:
    """Build: each mistake is named with its place, and the site stays."""
    site = contents(project / "site")
    done = attempt(project, "build")
    assert done.returncode != 0
    assert [words for words in said if words not in done.stdout + done.stderr] == []
    assert contents(project / "site") == site


def test_without_a_change_nothing_runs(built: Path, tmp_path: Path) -> None:
    """The site is as it was, and so are the records of what ran."""
    project = Path(shutil.copytree(built, tmp_path / "project"))
    run(project, "build")
    assert ran(project) == ran(built)
    assert different(project / "site", built / "site") == []


def test_a_build_says_where_to_look(changed: Path) -> None:
    """It names the first page, and the session that serves it."""
    lines = (changed / ".log").read_text(encoding="utf-8").splitlines()
    said = f"Look at {changed}/site/index.html, or serve it: python -m nox -s serve"
    assert said in lines


@pytest.mark.parametrize("code", CODES)
def test_words_that_changed_are_on_the_pages(code: str, changed: Path) -> None:
    """On a page of words, and on one whose outputs are cached, which stay."""
    pages = changed / "site" / code
    assert "one word" in (pages / "index.html").read_text(encoding="utf-8")
    count = (pages / "count.html").read_text(encoding="utf-8")
    assert "Number" in count
    assert "one two" in count


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_comment_in_the_code_of_a_page_is_translated(code: str, changed: Path) -> None:
    """Also where its outputs are cached."""
    page = changed / "site" / code / "count.html"
    assert "# a run ñ" in page.read_text(encoding="utf-8")


def test_words_that_changed_run_no_code_of_a_page(changed: Path) -> None:
    """The page would have counted the run."""
    assert not (changed / ".runs").exists()


def test_a_build_imports_nothing_that_it_does_not_run(changed: Path) -> None:
    """Sphinx is imported; torch and the package take seconds, and are not."""
    log = (changed / ".log").read_text(encoding="utf-8").splitlines()
    modules = {line.split("|")[-1].strip() for line in log}
    assert "sphinx.application" in modules
    assert modules.isdisjoint({"torch", "lstm_demo"})


def test_a_catalog_that_changed_runs_its_lesson(built: Path, changed: Path) -> None:
    """In its language alone, and whatever lesson is new beside it."""
    before, after = ran(built), ran(changed)
    assert [code for code in CODES if before[code] != after[code]] == [CHANGED]
    page = changed / "site" / CHANGED / "lessons" / "number.html"
    assert "Un número." in page.read_text(encoding="utf-8")


def test_a_lesson_that_was_removed_leaves_nothing(
    built: Path, changed: Path, tmp_path: Path
) -> None:
    """With all else as it was at first, the site is so to the byte."""
    project = Path(shutil.copytree(changed, tmp_path / "project"))
    assert [name for name in contents(project / "site") if "twin" in name]
    for name in ("docs", "examples"):
        shutil.rmtree(project / name)
        shutil.copytree(built / name, project / name)
    run(project, "build")
    assert different(project / "site", built / "site") == []


def test_mistakes_stop_each_build_until_they_are_mended(
    built: Path, tmp_path: Path
) -> None:
    """Those of a script and of a catalog are named.

    Once they are mended, the script that failed runs again, and the site is as before.
    """
    project = Path(shutil.copytree(built, tmp_path / "project"))
    change(project / LESSON, "{6 * 7}", "{6 / 0}")
    change(project / CATALOG, "Print a number ñ", "")
    words = "number.py", "line 14", "division by zero", "number.po:", "'Print a number'"
    for _ in range(2):
        assert_fails(project, *words, *(f"not built: {code}" for code in CODES))
    change(project / LESSON, "{6 / 0}", "{6 * 7}")
    shutil.copy(built / CATALOG, project / CATALOG)
    run(project, "build")
    assert ran(project)[SOURCE] != ran(built)[SOURCE]
    assert different(project / "site", built / "site") == []


def test_a_link_that_leads_nowhere_stops_the_build(built: Path, tmp_path: Path) -> None:
    """The page is named, and the line."""
    project = Path(shutil.copytree(built, tmp_path / "project"))
    change(project / "docs/index.md", "a word", "[a word](nowhere.md)")
    assert_fails(project, "index.md:3", "nowhere.md")


def test_with_another_package_all_runs_again(built: Path, tmp_path: Path) -> None:
    """A lesson in each language, the code of a page once for all of them."""
    project = Path(shutil.copytree(built, tmp_path / "project"))
    change(project / "lstm_demo/post.py", "776", "777")
    run(project, "build", RUNS=str(tmp_path / "runs"))
    assert all(ran(project)[code] != ran(built)[code] for code in CODES)
    assert (tmp_path / "runs").read_text(encoding="utf-8") == "x"


def test_a_path_of_this_machine_is_found_in_code(built: Path, tmp_path: Path) -> None:
    """Although highlighting puts elements into it: the page is named, and the line."""
    project = Path(shutil.copytree(built, tmp_path / "project"))
    (page,) = project.glob(f"build/run-*/{SOURCE}/html/index.html")
    code = highlight(f"{project}/docs", PythonLexer(), HtmlFormatter())
    assert str(project) not in code
    change(page, "</article>", f"{code}</article>")
    with pytest.raises(
        BuildError, match=rf"{SOURCE}/index.html, line \d+, holds a path of"
    ):
        assemble(LANGUAGES, project / "docs", page.parents[2])


def test_two_clean_builds_give_the_same_bytes(
    built: Path, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """Folder, time, zone, locale, umask, sets and a page's pace leave no trace.

    The locale need not be installed, as in a container that is entered from a Spanish one.
    """
    second = copy_small(tmp_path_factory, tmp_path / "another folder" / "two")
    zone = {"PYTHONHASHSEED": "2", "TZ": "Asia/Kolkata", "LC_ALL": "es_ES.UTF-8"}
    run(second, "build", umask=0o077, PAUSE="1", **zone)
    one, two = contents(built / "site"), contents(second / "site")
    assert one.keys() == two.keys()
    assert len(one) > 20
    assert [name for name in one if one[name] != two[name]] == []
    # Whatever the umask of whoever builds it, a server may read the site.
    paths = (second / "site", *(second / "site").rglob("*"))
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in paths}
    assert modes == {(True, 0o755), (False, 0o644)}
