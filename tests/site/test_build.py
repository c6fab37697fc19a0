"""What is built again, what stops a build, and what a stopped build leaves behind."""

import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from docs._make.publish import publish
from tests.site.project import attempt, changed, contents, copy_small_project, run

LESSON = "examples/plot_01_number.py"
CATALOG = "docs/locales/es/LC_MESSAGES/lessons/plot_01_number.po"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project that has been built once."""
    project = copy_small_project(tmp_path_factory.mktemp("project"))
    run(project, "build")
    return project


def runs(project: Path, code: str) -> int:
    """When the lesson last ran in a language, as its outputs were written."""
    lessons = project / "build" / code / "source" / "lessons"
    return (lessons / "plot_01_number.py.md5").stat().st_mtime_ns


def test_a_build_says_where_to_look(project: Path) -> None:
    """The last line names the first page and how to serve it."""
    last = run(project, "build").splitlines()[-1]
    assert str(project / "site" / "index.html") in last
    assert "nox -s serve" in last


def test_nothing_runs_without_a_change(project: Path) -> None:
    """A second build runs no lesson and publishes the same bytes."""
    before = runs(project, "es"), runs(project, "en"), contents(project / "site")
    run(project, "build")
    assert (
        runs(project, "es"),
        runs(project, "en"),
        contents(project / "site"),
    ) == before


def test_a_build_without_a_change_does_not_wait_for_torch(project: Path) -> None:
    """What tells that nothing has changed is there at once."""
    run(project, "build")
    done = attempt(project, "build", PYTHONPROFILEIMPORTTIME="1")
    imported = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    assert "filelock" in imported
    assert imported.isdisjoint({"torch", "matplotlib", "lstm_demo"})


def test_a_changed_page_does_not_wait_for_torch(project: Path) -> None:
    """A build that runs no lesson imports what it writes pages with, and no more."""
    catalog = project / "docs" / "locales" / "es" / "LC_MESSAGES" / "index.po"
    with (
        changed(project / "docs" / "index.md", "a word", "one word"),
        changed(catalog, "a word", "one word"),
    ):
        done = attempt(project, "build", PYTHONPROFILEIMPORTTIME="1")
    assert done.returncode == 0, done.stdout
    imported = {line.split("|")[-1].strip() for line in done.stdout.splitlines()}
    assert "sphinx.application" in imported
    assert imported.isdisjoint({"torch", "lstm_demo"})
    run(project, "build")


def started(project: Path, code: str) -> int:
    """When Sphinx last finished in a language."""
    return (project / "build" / code / "good").stat().st_mtime_ns


def test_sphinx_starts_only_where_something_changed(project: Path) -> None:
    """Without a change in no language; for a catalog, in that of the catalog alone."""
    run(project, "build")
    before = started(project, "es"), started(project, "en")
    run(project, "build")
    assert (started(project, "es"), started(project, "en")) == before
    with changed(project / CATALOG, "This lesson has one number. ñ", "Un número."):
        run(project, "build")
        assert started(project, "es") > before[0]
        assert started(project, "en") == before[1]
    run(project, "build")


def test_what_was_lost_from_the_site_is_published_again(project: Path) -> None:
    """A build mends a site that somebody has changed, although no source has."""
    run(project, "build")
    site = contents(project / "site")
    (project / "site" / "es" / "index.html").write_text("", encoding="utf-8")
    (project / "site" / "en" / "search.html").unlink()
    run(project, "build")
    assert contents(project / "site") == site


def test_a_changed_package_runs_every_lesson_again(project: Path) -> None:
    """A line in `lstm_demo` is enough; no page keeps a number of the code before."""
    before = runs(project, "es"), runs(project, "en")
    with changed(project / "lstm_demo" / "post.py", "776", "777"):
        run(project, "build")
        after = runs(project, "es"), runs(project, "en")
        assert after[0] > before[0]
        assert after[1] > before[1]
    run(project, "build")


def test_a_new_torch_runs_every_lesson_again(project: Path, tmp_path: Path) -> None:
    """A version of a package that outputs depend on counts as the scripts do."""
    before = runs(project, "es"), runs(project, "en")
    described = tmp_path / "torch-99.0.dist-info" / "METADATA"
    described.parent.mkdir()
    described.write_text("Metadata-Version: 2.1\nName: torch\nVersion: 99.0\n")
    done = attempt(project, "build", PYTHONPATH=str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    after = runs(project, "es"), runs(project, "en")
    assert after[0] > before[0]
    assert after[1] > before[1]
    run(project, "build")


def test_a_changed_translation_runs_that_language_alone(project: Path) -> None:
    """One message in one catalog leaves the other languages as they were."""
    before = runs(project, "es"), runs(project, "en")
    with changed(project / CATALOG, "This lesson has one number. ñ", "Un número."):
        run(project, "build")
        assert runs(project, "es") > before[0]
        assert runs(project, "en") == before[1]
        page = project / "site" / "es" / "lessons" / "plot_01_number.html"
        assert "Un número." in page.read_text(encoding="utf-8")
    run(project, "build")


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (
            LESSON,
            "{6 * 7}",
            "{6 / 0}",
            ("plot_01_number.py", "line 14", "division by zero"),
        ),
        (
            LESSON,
            "import matplotlib",
            "imp0rt matplotlib",
            ("plot_01_number.py", "line 12"),
        ),
        (
            "docs/index.md",
            "a word",
            "[a word](nowhere.md)",
            ("index.md:3", "nowhere.md"),
        ),
        (CATALOG, "Print a number ñ", "", ("plot_01_number.po:8", "'Print a number'")),
        (
            CATALOG,
            'the number is {6 * 7} ñ"',
            'el número es {6 * 8}"',
            ("plot_01_number.po:", "'the number is {6 * 7}'"),
        ),
        (
            CATALOG,
            '\nmsgid "Print a number"',
            '\n#, fuzzy\nmsgid "Print a number"',
            ("plot_01_number.po:", "fuzzy", "'Print a number'"),
        ),
    ],
    ids=["error", "syntax", "page", "untranslated", "program", "fuzzy"],
)
def test_a_mistake_stops_the_build_and_the_site_stays(
    project: Path, file: str, before: str, after: str, said: tuple[str, ...]
) -> None:
    """The message names the place, also when it is built again; the site is whole."""
    site = contents(project / "site")
    with changed(project / file, before, after):
        for _ in range(2):
            done = attempt(project, "build")
            assert done.returncode != 0
            for words in said:
                assert words in done.stdout + done.stderr
            assert contents(project / "site") == site
    run(project, "build")
    assert contents(project / "site") == site


def test_a_killed_build_leaves_the_site_and_the_next_recovers(project: Path) -> None:
    """Killed at any of twenty moments, a build leaves the site of before or after."""
    run(project, "build")
    before = contents(project / "site")
    other = '"o"', '"s"'
    with changed(project / LESSON, *other):
        start = time.monotonic()
        run(project, "build")
        duration = time.monotonic() - start
        after = contents(project / "site")
    assert after != before
    run(project, "build")
    published = before
    for moment in range(20):
        # What is published needs no build, so it is always the other that is built.
        with changed(project / LESSON, *other) if published == before else nullcontext():
            build = subprocess.Popen(
                [sys.executable, "-m", "docs._make", "build"],
                cwd=project,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(duration * (moment + 1) / 20)
            build.send_signal(signal.SIGKILL)
            build.wait()
        published = contents(project / "site")
        assert published in (before, after)
    with changed(project / LESSON, *other):
        run(project, "build")
        assert contents(project / "site") == after
    run(project, "build")
    assert contents(project / "site") == before


def test_a_killed_build_takes_its_languages_with_it(project: Path) -> None:
    """Else Sphinx would go on, and meet the next build in the same folder (Linux)."""
    run(project, "build")
    with changed(project / LESSON, '"o"', '"s"'):
        build = subprocess.Popen([sys.executable, "-m", "docs._make", "build"], cwd=project)
        listed = Path(f"/proc/{build.pid}/task/{build.pid}/children")
        deadline = time.monotonic() + 20
        while len(found := listed.read_text().split()) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)  # so that they are Sphinx
        build.send_signal(signal.SIGKILL)
        build.wait()
        time.sleep(0.3)
        assert len(found) == 2
        assert not any(_runs(pid) for pid in found)
    run(project, "build")


def _runs(pid: str) -> bool:
    """Tell whether a process is there and has not ended."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("room", [20_000, 100_000])
def test_a_full_disk_leaves_the_site_and_the_next_build_recovers(
    project: Path, room: int
) -> None:
    """Wherever a write fails, one line tells why, and the site is whole at any moment."""
    run(project, "build")
    site = contents(project / "site")
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    with changed(project / LESSON, '"o"', '"s"'):
        # No file may grow beyond this: what comes of it is what a full disk does.
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, unlimited[1]))
        try:
            done = attempt(project, "build")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        assert done.returncode != 0
        said = done.stdout + done.stderr
        assert "no room left to write (File too large)" in said.splitlines()[-1], said
        assert contents(project / "site") == site
    run(project, "build")
    assert contents(project / "site") == site


def test_a_reader_finds_the_site_whole_while_it_is_replaced(tmp_path: Path) -> None:
    """There is no moment at which a page is not there."""
    site, new, missed = tmp_path / "site", tmp_path / "new", []

    def read(done: threading.Event) -> None:
        while not done.is_set():
            if not (site / "page-99.html").exists():
                missed.append(site)

    done = threading.Event()
    reader = threading.Thread(target=read, args=(done,))
    for turn in range(100):
        new.mkdir()
        for number in range(100):
            (new / f"page-{number}.html").touch()
        publish(new, site)
        if turn == 0:
            reader.start()
    done.set()
    reader.join()
    assert not missed


def test_two_builds_do_not_meet(project: Path) -> None:
    """A second build beside the first is told to wait, and harms nothing."""
    (project / "build" / "published").unlink(missing_ok=True)
    run(project, "build")  # so that the mark of a good build is there, and then goes
    with changed(project / LESSON, "[42]", "[43]"):
        first = subprocess.Popen([sys.executable, "-m", "docs._make", "build"], cwd=project)
        lock = project / "build" / "es" / "good"
        deadline = time.monotonic() + 20
        while lock.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        second = attempt(project, "build")
        assert first.wait() == 0
    run(project, "build")
    assert second.returncode != 0
    assert "another build is under way" in second.stderr


def test_a_lesson_that_is_gone_leaves_no_page(project: Path) -> None:
    """Removing a script removes its page, its downloads and its card."""
    extra = project / "examples" / "plot_02_gone.py"
    extra.write_text((project / LESSON).read_text(encoding="utf-8"), encoding="utf-8")
    catalog = project / CATALOG
    twin = catalog.with_name("plot_02_gone.po")
    twin.write_text(catalog.read_text(encoding="utf-8"), encoding="utf-8")
    run(project, "build")
    assert [name for name in contents(project / "site") if "plot_02_gone" in name]
    extra.unlink()
    twin.unlink()
    run(project, "build")
    assert not [name for name in contents(project / "site") if "plot_02_gone" in name]
