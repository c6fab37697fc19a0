"""Hashes by which an incremental build knows what is stale.

One is of what cached outputs depend on, besides the scripts: if it changes, everything runs
again. One is of all sources, one of the site: if both are the same, there is nothing to do.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

# What prints, draws or is written when a script or the code of a page runs.
OUTPUTS = (
    "lstm_demo",
    "docs/conf.py",
    "docs/_ext/figures.py",
    "docs/_ext/gallery_reset.py",
    "docs/_make/build.py",  # for the environment that they run in
    "docs/_make/pages.py",  # for the seed of the code of pages
)
# Folders of the project of which no page is made.
NO_SOURCES = frozenset({"bench", "build", "contributing", "site", "tests"})


def outputs_digest(root: Path) -> str:
    """Return a short digest of the files and the packages that outputs depend on."""
    words = _installed()
    for path in (root / name for name in OUTPUTS):
        if not path.exists():
            raise FileNotFoundError(f"{path}, on which outputs depend, is not there")
        for file in _files(path):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            words.append(f"{file.relative_to(root)} {content}")
    return _digest(words)[:16]


def sources_digest(root: Path) -> str:
    """Return a digest of all that the site is made from and with."""
    sources = [path for path in root.glob("[!.]*") if path.name not in NO_SOURCES]
    states = (state for path in sorted(sources) for state in _states(path))
    return _digest([*_installed(), *states])


def site_digest(site: Path) -> str:
    """Return a digest of a folder, which differs if a file in it has been touched."""
    return _digest(_states(site))


def _installed() -> list[str]:
    """Name Python and every package, each in its version."""
    packages = {info.name for entry in sys.path for info in Path(entry).glob("*-info")}
    return [sys.version, *sorted(packages)]


def _states(path: Path) -> Iterator[str]:
    for file in _files(path):
        stat = file.stat()
        yield f"{file.relative_to(path.parent)} {stat.st_size} {stat.st_mtime_ns}"


def _files(path: Path) -> list[Path]:
    """List a file, or every file of a folder, apart from what is compiled from others."""
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [file for file in found if file.is_file() and file.suffix not in (".pyc", ".mo")]


def _digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
