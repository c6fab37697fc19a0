"""What runs again, what stops a build, and that bytes are the same, with Sphinx itself."""

import shutil
from pathlib import Path

import pytest
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from docs._make import BuildError
from docs._make.finish import assemble
from docs._make.places import read_languages
from tests.site.project import attempt, built_small, change, contents, copy_small, run

LESSON = "examples/lessons/number.py"
ORDER = "examples/order.toml"
CATALOGS = "docs/locales/es/LC_MESSAGES"
CATALOG = f"{CATALOGS}/lessons/number.po"
NUMBER = "This lesson has one number. ñ"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, which has been built."""
    return built_small(tmp_path_factory)


def ran(project: Path) -> dict[str, tuple[str, int]]:
    """Tell where and when the lesson last ran in each language."""
    (cache,) = (project / "build").glob("run-*")
    records = {code: cache / code / "source" / "lessons" for code in ("es", "en")}
    name = "number.py.md5"
    return {
        code: (cache.name, (folder / name).stat().st_mtime_ns)
        for code, folder in records.items()
    }


def change_words(project: Path, words: dict[str, str]) -> None:
    """Change words of the pages, and of their catalogs as well."""
    for page, (before, after) in zip(("index", "count"), words.items(), strict=True):
        change(project / "docs" / f"{page}.md", before, after)
        change(project / CATALOGS / f"{page}.po", before, after)


def assert_fails(project: Path, *said: str) -> None:
    """Build: each mistake is named with its place, and the site stays."""
    site = contents(project / "site")
    done = attempt(project, "build")
    assert done.returncode != 0
    assert [words for words in said if words not in done.stdout + done.stderr] == []
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
    # A catalog runs the lesson of its language.
    change_words(project, {"a word": "one word", "Count": "Number"})
    twin, twin_catalog = (
        project / name.replace("number", "gone") for name in (LESSON, CATALOG)
    )
    shutil.copy(project / LESSON, twin)
    shutil.copy(project / CATALOG, twin_catalog)
    change(twin, "Print a number\n==", "Print another number\n========")
    change(twin_catalog, "Print a number", "Print another number")
    change(project / ORDER, '"number"', '"number", "gone"')
    change(project / CATALOG, NUMBER, "Un número.")
    imported = run(project, "build", PYTHONPROFILEIMPORTTIME="1").splitlines()
    modules = {line.split("|")[-1].strip() for line in imported}
    assert "sphinx.application" in modules
    assert modules.isdisjoint({"torch", "lstm_demo"})
    assert [code for code, when in ran(project).items() if when != first[code]] == ["es"]
    assert not runs.exists()
    built_pages = contents(pages)
    assert b"one word" in built_pages["en/index.html"]
    assert "Un número." in built_pages["es/lessons/number.html"].decode()
    assert "# a run ñ" in built_pages["es/count.html"].decode()
    for code in ("es", "en"):
        assert b"Number" in built_pages[f"{code}/count.html"]
        assert b"one two" in built_pages[f"{code}/count.html"]
    assert [name for name in built_pages if "gone" in name]

    # Mistakes of a script and of a catalog stop each build until they are mended.
    change(project / LESSON, "{6 * 7}", "{6 / 0}")
    change(project / CATALOG, "Print a number ñ", "")
    words = "number.py", "line 14", "division by zero", "number.po:"
    for _ in range(2):
        assert_fails(project, *words, "'Print a number'", "not built: es", "not built: en")

    # Mended, with words as they were, and without the new lesson, which leaves nothing.
    twin.unlink()
    twin_catalog.unlink()
    change(project / ORDER, '"number", "gone"', '"number"')
    change(project / LESSON, "{6 / 0}", "{6 * 7}")
    change_words(project, {"one word": "a word", "Number": "Count"})
    shutil.copy(built / CATALOG, project / CATALOG)
    run(project, "build")
    assert all(ran(project)[code] != first[code] for code in first)
    after = contents(pages)
    assert after.keys() == site.keys()
    assert [name for name in site if site[name] != after[name]] == []

    # With another package all runs again, the code of a page once for both languages.
    assert not runs.exists()
    second = ran(project)
    change(project / "lstm_demo/post.py", "776", "777")
    change(project / "docs/index.md", "a word", "[a word](nowhere.md)")
    assert_fails(project, "index.md:3", "nowhere.md")
    assert all(ran(project)[code] != second[code] for code in second)
    assert runs.read_text(encoding="utf-8") == "x"


def test_a_path_of_this_machine_is_found_in_code(built: Path, tmp_path: Path) -> None:
    """Although highlighting puts elements into it: the page is named, and the line."""
    project = Path(shutil.copytree(built, tmp_path / "project"))
    (page,) = project.glob("build/run-*/en/html/index.html")
    code = highlight(f"{project}/docs", PythonLexer(), HtmlFormatter())
    assert str(project) not in code
    change(page, "</article>", f"{code}</article>")
    with pytest.raises(BuildError, match=r"en/index.html, line \d+, holds a path of"):
        assemble(read_languages(), project / "docs", page.parents[2])


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
