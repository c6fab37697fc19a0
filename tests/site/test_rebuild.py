"""What runs again, what stops a build, and that bytes are the same, with Sphinx itself."""

import shutil
from pathlib import Path

import pytest

from tests.site.project import attempt, built_small, change, contents, copy_small, run

LESSON = "examples/plot_01_number.py"
CATALOGS = "docs/locales/es/LC_MESSAGES"
CATALOG = f"{CATALOGS}/lessons/plot_01_number.po"
NUMBER = "This lesson has one number. ñ"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, which has been built."""
    return built_small(tmp_path_factory)


def ran(project: Path) -> dict[str, tuple[str, int]]:
    """Tell where and when the lesson last ran in each language."""
    (cache,) = (project / "build").glob("run-*")
    records = {code: cache / code / "source" / "lessons" for code in ("es", "en")}
    name = "plot_01_number.py.md5"
    return {
        code: (cache.name, (folder / name).stat().st_mtime_ns)
        for code, folder in records.items()
    }


def change_words(project: Path, words: dict[str, str]) -> None:
    """Change words of the pages, and of their catalogs as well."""
    for page, (before, after) in zip(("index", "count"), words.items(), strict=True):
        change(project / "docs" / f"{page}.md", before, after)
        change(project / CATALOGS / f"{page}.po", before, after)


def assert_fails_twice(project: Path, *said: str) -> None:
    """Build, and build again: each mistake is named with its place, and the site stays."""
    site = contents(project / "site")
    for _ in range(2):
        done = attempt(project, "build")
        assert done.returncode != 0
        for words in said:
            assert words in done.stdout + done.stderr
        assert contents(project / "site") == site


def test_what_has_changed_runs_again_and_nothing_else(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Build after build, until all is as it was; then the package changes."""
    project = Path(shutil.copytree(built, tmp_path / "project"))
    pages = project / "site"
    runs = tmp_path / "runs"  # of the code of the page that counts them
    monkeypatch.setenv("RUNS", str(runs))
    first, site = ran(project), contents(pages)

    last = run(project, "build").splitlines()[-1]
    assert str(pages / "index.html") in last
    assert "nox -s serve" in last
    assert ran(project) == first
    assert contents(pages) == site

    # Words of pages run nothing, not even an import; a new lesson is another's business.
    change_words(project, {"a word": "one word", "Count": "Number"})
    twin, twin_catalog = (
        project / name.replace("01_number", "02_gone") for name in (LESSON, CATALOG)
    )
    shutil.copy(project / LESSON, twin)
    shutil.copy(project / CATALOG, twin_catalog)
    imported = run(project, "build", PYTHONPROFILEIMPORTTIME="1").splitlines()
    modules = {line.split("|")[-1].strip() for line in imported}
    assert "sphinx.application" in modules
    assert modules.isdisjoint({"torch", "lstm_demo"})
    assert ran(project) == first
    assert not runs.exists()
    assert "one word" in (pages / "en/index.html").read_text(encoding="utf-8")
    for code in ("es", "en"):
        text = (pages / code / "count.html").read_text(encoding="utf-8")
        assert "Number" in text
        assert "one two" in text
    assert [name for name in contents(pages) if "plot_02_gone" in name]

    # A catalog runs the lesson of its language.
    change(project / CATALOG, NUMBER, "Un número.")
    run(project, "build")
    assert ran(project)["es"] != first["es"]
    assert ran(project)["en"] == first["en"]
    page = pages / "es/lessons/plot_01_number.html"
    assert "Un número." in page.read_text(encoding="utf-8")

    # A script that has changed runs in both languages, and fails until it is mended.
    change(project / LESSON, "{6 * 7}", "{6 / 0}")
    words = "plot_01_number.py", "line 14", "division by zero", "not built: es", "built: en"
    assert_fails_twice(project, *words)

    # Mended, with words as they were, and without the new lesson, which leaves nothing.
    twin.unlink()
    twin_catalog.unlink()
    change(project / LESSON, "{6 / 0}", "{6 * 7}")
    change(project / CATALOG, "Un número.", NUMBER)
    change_words(project, {"one word": "a word", "Number": "Count"})
    run(project, "build")
    assert all(ran(project)[code] != first[code] for code in first)
    after = contents(pages)
    assert after.keys() == site.keys()
    assert [name for name in site if site[name] != after[name]] == []

    # With another package all runs again, the code of a page once for both languages.
    assert not runs.exists()
    second = ran(project)
    change(project / "lstm_demo/post.py", "776", "777")
    run(project, "build")
    assert all(ran(project)[code] != second[code] for code in second)
    assert runs.read_text(encoding="utf-8") == "x"


def test_mistakes_stop_the_build_and_the_site_stays(built: Path, tmp_path: Path) -> None:
    """Of a page and of a catalog; then a path of this machine, also in highlighted code."""
    project = Path(shutil.copytree(built, tmp_path / "project"))
    site = contents(project / "site")
    change(project / "docs/index.md", "a word", "[a word](nowhere.md)")
    change(project / CATALOG, "Print a number ñ", "")
    words = "index.md:3", "nowhere.md", "plot_01_number.po:", "'Print a number'"
    assert_fails_twice(project, *words)

    shutil.copy(built / CATALOG, project / CATALOG)
    # Highlighting puts elements between the parts of a path.
    block = f"a word.\n\n```\n{project}/docs\n```"  # of which nothing is translated
    change(project / "docs/index.md", "[a word](nowhere.md).", block)
    done = attempt(project, "build")
    assert done.returncode != 0
    assert "en/index.html" in done.stderr
    assert "holds a path of this machine" in done.stderr
    assert contents(project / "site") == site


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
