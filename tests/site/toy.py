"""A project that a fake builder builds in milliseconds, to stop builds at any moment."""

import os
import shutil
import signal
import sys
from pathlib import Path

from docs._make import build
from docs._make.digests import OUTPUTS
from docs._make.places import ROOT, Languages

LANGUAGES = Languages("en", {"es": "Español", "en": "English"})
STEPS = {"os.rename", "os.mkdir", "subprocess.Popen", "shutil.copytree", "shutil.rmtree"}
"""What a build does to files, as Python's audit events call it."""


def make_toy(target: Path) -> Path:
    """Make a project that has all that a build looks for."""
    words = [f"lstm_demo/locales/{code}.toml" for code in LANGUAGES.names]
    for name in (*OUTPUTS, *words, "docs/_root", "docs/locales", "examples"):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch() if path.suffix else path.mkdir(exist_ok=True)
    shutil.copy(ROOT / "pyproject.toml", target)
    (target / "docs" / "index.md").write_text("old", encoding="utf-8")
    return target


def fake(code: str, docs: Path, folder: Path) -> list[str]:
    """Return the call of the fake builder."""
    return [*build.CHILD, "tests.site.builder", code, str(docs), str(folder)]


def assemble(languages: Languages, _docs: Path, folder: Path) -> Path:
    """Put the languages together, and no more."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    for code in languages.names:
        shutil.copytree(folder / code / "html", folder / "site" / code)
    return folder / "site"


def build_toy(project: Path, command: build.Command = fake) -> None:
    """Build the project with a fake builder."""
    build.assemble = assemble  # of this process, which builds nothing else
    build.build_site(
        LANGUAGES,
        docs=project / "docs",
        build=project / "build",
        site=project / "site",
        command=command,
    )


def build_until(project: Path, step: int) -> None:
    """Build, and be killed before a step is taken, counted from 0."""
    left = step

    def count(event: str, _arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS:
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(count)
    build_toy(project)
