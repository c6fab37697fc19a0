"""Copies of the project, to build in ways that the site is not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from docs._ext.gallery_i18n import is_equation, read_catalog, write_catalog
from docs._make.places import ROOT

SCRIPT = r'''r"""
Print a number
==============

This lesson has one number.
"""

# %%
# The number
# ----------

import matplotlib.pyplot as plt

print(f"the number is {6 * 7}")
plt.title("One point at the height of the number")
plt.plot([1], [42], "o")
plt.show()
'''
RESET = '''"""Change nothing: the lesson has no need of torch, which is slow to import."""


def reset(gallery_conf, script):
    pass
'''
HEADER = """Lessons
=======

All lessons.
"""
INDEX = """# Home

A page with a word.

```{toctree}
lessons/index
```
"""
EXECUTED = """---
orphan: true
file_format: mystnb
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# {title}

```{{code-cell}}
{code}
```
"""


def copy_project(target: Path) -> Path:
    """Copy all that a build needs."""
    ignored = shutil.ignore_patterns("__pycache__", "*.mo")
    for name in ("docs", "examples", "recipes", "lstm_demo"):
        shutil.copytree(ROOT / name, target / name, ignore=ignored)
    patterns = ("*.toml", "*.md", "*.cff", "LICENSE")
    for path in (path for pattern in patterns for path in ROOT.glob(pattern)):
        shutil.copy(path, target)
    return target


def copy_small_project(target: Path) -> Path:
    """Copy the machinery, with one page and one lesson in place of the real ones."""
    copy_project(target)
    docs = target / "docs"
    shutil.rmtree(docs / "locales")
    for path in docs.iterdir():
        if path.name not in ("conf.py", "explorer") and not path.name.startswith("_"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (docs / "index.md").write_text(INDEX, encoding="utf-8")
    (docs / "_ext" / "gallery_reset.py").write_text(RESET, encoding="utf-8")
    change(docs / "conf.py", ', "recipes": "../recipes"', "")
    shutil.rmtree(target / "recipes")
    for path in (target / "examples").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (target / "examples" / "plot_01_number.py").write_text(SCRIPT, encoding="utf-8")
    (target / "examples" / "GALLERY_HEADER.rst").write_text(HEADER, encoding="utf-8")
    translate(target)
    return target


def add_executed_page(project: Path, name: str, title: str, code: str) -> None:
    """Write a page that runs code, and translate it."""
    text = EXECUTED.format(title=title, code=code)
    (project / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    translate(project)


def translate(project: Path) -> None:
    """Update the catalogs, and give every message a translation that is not ASCII."""
    run(project, "catalogs")
    translate_all(project / "docs" / "locales", lambda message: f"{message} ñ")


def built_project(factory: pytest.TempPathFactory) -> Path:
    """Return the small project, built once for all workers of a test run; copy it."""
    base = factory.getbasetemp()  # of the worker, if there are several, within the run's
    target = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "small"
    with FileLock(f"{target}.lock"):
        if not (target / "site").exists():
            run(copy_small_project(target), "build")
    return target


def run(project: Path, *command: str) -> str:
    """Run a command of the project in a copy, where it must succeed; return its words."""
    done = attempt(project, *command)
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


@contextmanager
def changed(path: Path, before: str, after: str) -> Iterator[None]:
    """Replace a text in a file for a while."""
    original = path.read_text(encoding="utf-8")
    change(path, before, after)
    try:
        yield
    finally:
        path.write_text(original, encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
