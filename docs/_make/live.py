"""Rebuild and reload one language while somebody writes.

As a program, `python -m docs._make.live es`, this module copies the sources.
"""

import os
import re
import sys
from pathlib import Path

from docs._ext.gallery_i18n import read_catalog, write_catalog

from .build import lay_out, sphinx_environment, sphinx_options
from .places import DOCS, ROOT

WATCHED = DOCS, ROOT / "examples", ROOT / "lstm_demo"
# Each build writes below build/; watching that, one save would build for ever.
IGNORED = rf"^{re.escape(str(ROOT / 'build'))}/|/__pycache__/|\.mo$"


def serve_live(language: str, port: int) -> None:
    """Serve one language on loopback, and build it again whenever a source is saved."""
    folder = _folder(language)
    update_sources(language)
    options = sphinx_options("html", language, DOCS, folder)
    options.remove("--fail-on-warning")
    again = f"{sys.executable} -m docs._make.live {language}"
    command = [
        *(sys.executable, "-m", "sphinx_autobuild", "--host", "127.0.0.1"),
        *("--port", str(port), "--pre-build", again, "--re-ignore", IGNORED),
        *(part for path in WATCHED if path.exists() for part in ("--watch", str(path))),
        *options,
    ]
    os.chdir(ROOT)
    environment = sphinx_environment(language, ROOT / "build")
    # In place of this process, so that a signal to it ends the server.
    os.execve(sys.executable, command, environment)  # noqa: S606 - no shell is wanted


def update_sources(language: str) -> None:
    """Copy the sources; untranslated messages fall back to the source language."""
    source = _folder(language) / "source"
    lay_out(DOCS, source, language)
    for path in source.rglob("*.po"):
        catalog = read_catalog(path)
        waiting = [it for it in catalog if it.id and (it.fuzzy or not it.string)]
        for message in waiting:
            message.string = message.id
            message.flags.discard("fuzzy")
        if waiting:
            write_catalog(path, catalog, language)


def _folder(language: str) -> Path:
    return ROOT / "build" / f"live-{language}"


if __name__ == "__main__":
    update_sources(sys.argv[1])
