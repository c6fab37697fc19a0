"""Copies of the project, to build in ways that the site is not."""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from filelock import FileLock

from docs._ext.gallery_i18n.catalogs import is_equation, read_catalog, write_catalog
from docs._make.places import ROOT

SMALL = Path(__file__).with_name("small")
"""Two pages and one lesson that stand in place of the real ones, and need no torch."""


def copy_project(target: Path) -> Path:
    """Copy all that a build needs."""
    ignored = shutil.ignore_patterns("__pycache__", "*.mo")
    for name in ("docs", "examples", "lstm_demo"):
        shutil.copytree(ROOT / name, target / name, ignore=ignored)
    patterns = ("*.toml", "*.md", "*.cff", "LICENSE")
    for path in (path for pattern in patterns for path in ROOT.glob(pattern)):
        shutil.copy(path, target)
    return target


def _make_small(target: Path) -> None:
    """Copy the machinery, with two pages and one lesson, in Spanish that is not ASCII."""
    copy_project(target)
    docs = target / "docs"
    for path in (*docs.iterdir(), *(target / "examples").iterdir()):
        if path.name not in ("conf.py", "explorer") and not path.name.startswith("_"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    change(docs / "conf.py", '    "recipes": "../examples/recipes",\n', "")
    shutil.copytree(SMALL, target, dirs_exist_ok=True)
    run(target, "catalogs")
    translate_all(docs / "locales", lambda message: f"{message} ñ")
    shutil.rmtree(target / "build")


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that one of all workers of a test run makes: copy it to change it."""
    base = factory.getbasetemp()  # of the worker, if there are several, within the run's
    target = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    made = target.with_name(f"{name}.made")
    with FileLock(f"{target}.lock"):
        if not made.exists():  # one that has failed has left a half
            shutil.rmtree(target, ignore_errors=True)
            make(target)
            made.touch()
    return target


def copy_small(factory: pytest.TempPathFactory, target: Path) -> Path:
    """Copy the small project, which has not been built."""
    return shutil.copytree(once(factory, "small", _make_small), target)


def built_small(factory: pytest.TempPathFactory) -> Path:
    """Return the small project, built; copy it before you change it."""

    def build(target: Path) -> None:
        zone = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}
        run(copy_small(factory, target), "build", umask=0o022, **zone)

    return once(factory, "built", build)


def run(project: Path, *command: str, umask: int = -1, **variables: str) -> str:
    """Run a command of the project in a copy, where it must succeed; return its words."""
    done = attempt(project, *command, umask=umask, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def attempt(
    project: Path, *command: str, umask: int = -1, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run one of the project's commands in a copy, with variables of the environment."""
    return subprocess.run(
        [sys.executable, "-m", "docs._make", *command],
        cwd=project,
        env={**os.environ, **variables},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )


def translate_all(locales: Path, translate: Callable[[str], str]) -> None:
    """Give every message of every catalog a translation."""
    for path in locales.rglob("*.po"):
        catalog = read_catalog(path)
        for message in catalog:
            if message.id and not is_equation(str(message.id)):
                message.string = translate(str(message.id))
                message.flags.discard("fuzzy")
        write_catalog(path, catalog, path.relative_to(locales).parts[0])


def change(path: Path, before: str, after: str) -> None:
    """Replace a text that is in a file."""
    original = path.read_text(encoding="utf-8")
    assert before in original
    path.write_text(original.replace(before, after), encoding="utf-8")


def wait_for(happens: Callable[[], bool]) -> None:
    """Wait until something happens, for as long as it may take on a slow machine."""
    deadline = time.monotonic() + 120
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def unzip(path: Path) -> dict[str, bytes]:
    """Return every file in an archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
