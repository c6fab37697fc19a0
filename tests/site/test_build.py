"""What a build makes, leaves alone, and leaves behind when it is stopped.

A program of a few lines stands for Sphinx; `test_rebuild.py` builds with Sphinx itself.
"""

import errno
import os
import shutil
import signal
from hashlib import md5
from multiprocessing import get_context
from pathlib import Path
from subprocess import DEVNULL, Popen
from unittest.mock import Mock

import pytest
from filelock import FileLock

from docs._make import BuildError, build, publish
from docs._make.build import name_sources
from docs._make.places import ROOT
from tests.site.project import contents, wait_for, write
from tests.site.toy import assemble, build_toy, build_until, fake, make_toy

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.site.toy"])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A toy project that has been built once."""
    monkeypatch.setattr(build, "assemble", assemble)
    project = make_toy(tmp_path / "project")
    make(project)
    return project


def make(project: Path) -> str:
    """Build; return the languages for which the builder was started."""
    log = project / ".started"
    log.unlink(missing_ok=True)
    build_toy(project)
    started = log.read_text(encoding="utf-8") if log.exists() else ""
    return " ".join(sorted(started.split()))


def cache(project: Path) -> Path:
    """Return the folder of what has run: there is one."""
    (only,) = (project / "build").glob("run-*")
    return only


def gallery(project: Path) -> Path:
    """Make the folder where sphinx-gallery writes the Spanish lessons; return it."""
    for made in ("scripts", "source"):
        (cache(project) / "es" / made / "lessons").mkdir(parents=True)
    return cache(project) / "es" / "source" / "lessons"


def texts(site: Path) -> set[str]:
    """Return what the pages say, all six of them."""
    pages = contents(site)
    assert len(pages) == 6
    return {page.decode() for page in pages.values()}


def test_without_a_change_nothing_is_started(project: Path) -> None:
    """Unless somebody has changed the site: what was lost is published again."""
    before = contents(project / "site")
    assert make(project) == ""
    assert contents(project / "site") == before
    (project / "site" / "es" / "0.html").write_text("", encoding="utf-8")
    (project / "site" / "en" / "1.html").unlink()
    make(project)
    assert contents(project / "site") == before


def test_a_source_that_changed_or_is_new_starts_all(project: Path) -> None:
    """Whatever stands in the project may be read by a page of any language."""
    pages = "docs/index.md", "docs/new.md", "docs/conf.py", "docs/locales/es/a.po"
    others = "examples/new.py", "recipes/new.py", "lstm_demo/new.py", "LICENSE"
    for name in (*pages, *others):
        write(project, {name: "new"})
        assert make(project) == "en es", name
        assert make(project) == "", name


def test_a_change_during_a_build_is_seen_by_the_next(project: Path) -> None:
    """Of what changed while it was read, nobody knows which state was read."""
    write(project, {"docs/index.md": "first"})
    # In one step, since the other language may be reading.
    new = "(docs / 'new').write_text('second'); (docs / 'new').replace(docs / 'index.md')"
    write(project, {"mistake-es": new})
    make(project)
    assert make(project) == "en es"
    assert texts(project / "site") == {"second"}


@pytest.mark.parametrize(
    "name", ["docs/index.md", "docs/_static/site.css", "examples/plot_a.py"]
)
def test_a_page_a_style_and_a_script_leave_what_has_run(name: str, project: Path) -> None:
    """Of these, sphinx-gallery sees itself what has changed."""
    kept = gallery(project) / "figure.svg"
    kept.touch()
    write(project, {name: "new"})
    make(project)
    assert kept.exists()


@pytest.mark.parametrize(
    "name",
    [
        "lstm_demo/new.py",
        "docs/conf.py",
        "docs/_ext/figures.py",
        "docs/_ext/gallery_reset.py",
        "docs/_make/build.py",  # the environment of what runs
        "docs/_make/pages.py",  # the seed of the code of pages
    ],
)
def test_what_outputs_depend_on_names_the_folder(name: str, project: Path) -> None:
    """Where it has changed, nothing that ran is found again."""
    before = cache(project)
    write(project, {name: "new = 1"})
    make(project)
    assert cache(project) != before


def test_the_release_of_torch_names_the_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another release of anything installed, nothing that ran is found again."""
    before = cache(project)
    (project / "installed" / "torch-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(project / "installed")
    make(project)
    assert cache(project) != before


def test_what_outputs_depend_on_is_named_where_it_was_moved(project: Path) -> None:
    """Else its changes would no longer count."""
    (project / "docs" / "_ext" / "figures.py").unlink()
    with pytest.raises(BuildError, match=r"figures\.py, on which outputs depend"):
        make(project)


def test_a_language_without_words_of_the_package_is_refused(project: Path) -> None:
    """Its tables and pictures would be in English; nothing is started."""
    (project / "lstm_demo" / "locales" / "es.toml").unlink()
    (project / ".started").unlink()
    with pytest.raises(BuildError) as error:
        make(project)
    assert str(error.value) == (
        "there is no lstm_demo/locales/es.toml, so tables and pictures of es (Español) "
        "would be in English; copy lstm_demo/locales/en.toml to it, and translate its words"
    )
    assert not (project / ".started").exists()


def test_a_record_of_a_run_that_was_overwritten_goes(project: Path) -> None:
    """A script that failed leaves its figures beside the record of the run before."""
    lessons = gallery(project)
    record = md5(b"print(1)", usedforsecurity=False).hexdigest()
    for name, text in (("same", b"print(1)"), ("failed", b"print(2)")):
        (lessons / f"{name}.py").write_bytes(text)
        (lessons / f"{name}.py.md5").write_text(record, encoding="utf-8")
    write(project, {"docs/index.md": "new"})
    make(project)
    assert [path.name for path in lessons.glob("*.md5")] == ["same.py.md5"]


ABOVE = "not built: es; the errors are above"
KILLED = "the build of es (Español) was killed (signal 9): out of memory?"


@pytest.mark.parametrize(
    ("program", "said", "kept"),
    [
        (
            "print(folder / 'source/a.md:3: bad'); sys.exit(1)",
            f"/a.md:3: bad\n{ABOVE}",
            True,
        ),
        ("raise OSError(28, os.strerror(28))", f"No space left on device\n{ABOVE}", False),
        ("os.kill(os.getpid(), 9)", KILLED, False),
    ],
)
def test_a_language_that_fails_is_named_and_the_site_stays(
    program: str, said: str, kept: bool, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What had run may be half written when it was killed or had no room, so it goes."""
    write(project, {"docs/index.md": "new"})
    output = cache(project) / "es" / "kept"
    output.touch()
    write(project, {"mistake-es": f"import os; {program}"})
    with pytest.raises(BuildError) as error:
        make(project)
    words = f"{capsys.readouterr().out}{error.value}"
    assert words.endswith(said)
    if kept:  # the message names the file that its reader can mend
        assert words == f"{project}/docs{said}"
    assert texts(project / "site") == {"old"}
    assert output.exists()
    (project / "mistake-es").unlink()
    make(project)
    assert output.exists() == kept
    assert texts(project / "site") == {"new"}


def test_a_disk_that_is_full_when_the_site_is_copied_leaves_the_old_one(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and the next build publishes what this one has made."""
    full = Mock(side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    write(project, {"docs/index.md": "new"})
    with monkeypatch.context() as patch:
        patch.setattr(publish, "copytree", full)
        with pytest.raises(BuildError, match="No space left on device"):
            make(project)
    assert texts(project / "site") == {"old"}
    make(project)
    assert texts(project / "site") == {"new"}


def test_two_builds_do_not_meet(project: Path) -> None:
    """A second build beside the first is told to wait, and starts nothing."""
    (project / ".started").unlink()
    lock = FileLock(project / "build" / "lock")
    with lock, pytest.raises(BuildError, match="another build is under way"):
        make(project)
    assert not (project / ".started").exists()


def test_killed_at_any_step_a_build_leaves_a_whole_site(project: Path) -> None:
    """It is the site of before or of after, and the next build is as a first one."""
    step, killed = 0, True
    while killed:
        before, after = texts(project / "site"), {f"change {step}"}
        write(project, {"docs/index.md": f"change {step}"})
        run = FORKS.Process(target=build_until, args=(project, step))
        run.start()
        run.join()
        wait_for(lambda: not children(project))
        killed = run.exitcode == -signal.SIGKILL
        site = project / "site"
        # Between the two renames it stands beside its place, and is put back.
        assert texts(site if site.exists() else project / ".site.old") in (before, after)
        make(project)
        assert texts(site) == after
        assert not list(project.glob(".site*"))
        step += 1
    assert run.exitcode == 0
    assert step > 20


def test_a_killed_build_takes_its_languages_with_it(project: Path) -> None:
    """Else Sphinx would go on, and write into the folder of the next build (Linux)."""
    write(project, {"docs/index.md": "new"})
    for code in ("es", "en"):
        write(project, {f"mistake-{code}": "import time; time.sleep(600)"})
    (project / ".started").unlink()
    run = FORKS.Process(target=build_toy, args=(project,))
    run.start()
    wait_for(lambda: len(children(project)) == 2)
    run.kill()
    run.join()
    wait_for(lambda: not children(project))


def test_what_starts_after_its_build_was_killed_does_nothing(project: Path) -> None:
    """The next build may be under way by then, in the same folder."""
    (project / ".started").unlink()
    command = fake("es", project / "docs", cache(project) / "es")
    # Of many, some begin before the thread that would end them.
    runs = [Popen(command, stdin=DEVNULL, cwd=ROOT) for _ in range(20)]
    assert {run.wait() for run in runs} == {1}
    assert not (project / ".started").exists()


def children(project: Path) -> list[str]:
    """Return the processes that build a language of a project, and have begun to."""
    commands = {path: path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")}
    return [str(path) for path, command in commands.items() if bytes(project) in command]


def test_a_site_that_is_a_link_stays_one(project: Path) -> None:
    """What it points to is replaced, again and again; also before there is anything."""
    target = project.parent / "www" / "lstm"
    shutil.rmtree(project / "site")
    (project / "site").symlink_to(target)
    for text in ("one", "two"):
        write(project, {"docs/index.md": text})
        make(project)
        assert (project / "site").is_symlink()
        assert texts(target) == {text}
        assert [path.name for path in target.parent.iterdir()] == ["lstm"]


def test_the_content_of_a_mount_point_is_replaced(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder cannot be renamed, so the entries are; what is gone leaves nothing."""
    monkeypatch.setattr(Path, "is_mount", lambda path: path.name == "site")
    before = (project / "site").stat().st_ino
    (project / "site" / "gone").mkdir()
    write(project, {"docs/index.md": "new"})
    make(project)
    assert (project / "site").stat().st_ino == before
    assert texts(project / "site") == {"new"}
    assert {path.name for path in (project / "site").iterdir()} == {"es", "en"}


def test_the_environment_of_a_build_is_the_same_everywhere(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locale, warnings and torch's own switches would change what a page shows."""
    foreign = {"LC_ALL": "es_ES.ISO-8859-1", "LC_NUMERIC": "de_DE.UTF-8", "LANG": "xx_XX"}
    foreign |= {"PYTHONWARNINGS": "always", "PYTHONUTF8": "0"}
    for name, value in {**foreign, "TORCH_SHOW_CPP_STACKTRACES": "1"}.items():
        monkeypatch.setenv(name, value)
    same = build.sphinx_environment("es", project / "build")
    kept = ("LC_", "LANG", "PYTHONWARNINGS", "PYTHONUTF8", "TORCH_")
    wanted = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": "es", "PYTHONUTF8": "1"}
    assert {name: same[name] for name in same if name.startswith(kept)} == wanted


SCRIPT = ['"""Words."""', "", "# lesson: tags one", "", "a = 1", "# words", "b = 1 / 0"]
COPY = ["# /// script", "# ///", '"""Palabras."""', "", "a = 1", "# más", "b = 1 / 0"]


@pytest.mark.parametrize(
    ("copied", "line", "wanted"),
    [(COPY, 5, 5), (COPY, 6, 6), (COPY, 7, 7), (COPY[:5] + COPY[6:], 6, 7)],
)
def test_a_log_names_the_script(
    copied: list[str], line: int, wanted: int, tmp_path: Path
) -> None:
    """Lines above, lines left out and translated lines are seen through; the rest stays."""
    copy, script = "build/en/scripts/lessons/plot_a.py", "examples/plot_a.py"
    write(tmp_path, {copy: "\n".join(copied), script: "\n".join(SCRIPT)})
    log = 'File "{}", line {}, in <module>\nFile "/elsewhere/b.py", line 6\n'
    said = log.format(tmp_path / script, wanted)
    assert name_sources(log.format(tmp_path / copy, line), tmp_path / "examples") == said
    gone = 'File "/gone/scripts/lessons/plot_a.py", line 6\n'
    assert name_sources(gone, tmp_path / "examples") == gone
