"""Digests of what a site is made from, by which a build knows what it may leave alone."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "lstm_demo"


def machinery_digest(docs: Path) -> str:
    """Return a digest of all that pages are made with, apart from their own sources."""
    root = docs.parent
    installed = (info.name for entry in sys.path for info in Path(entry).glob("*-info"))
    paths = (
        *(docs / "conf.py", root / "pyproject.toml"),
        *docs.glob("_*/**/*.*"),
        *docs.glob("locales/*/LC_MESSAGES/sphinx.po"),
        *root.glob(f"{PACKAGE}/**/*.py"),
    )
    # The time that a build is told to have been made at can stand on any page.
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return _digest(root, paths, sys.version, epoch, *sorted(set(installed)))


def inputs_digest(docs: Path, language: str, machinery: str) -> str:
    """Return a digest of all that a language's pages are made from and with.

    Only the catalogs of the other languages are left out. Whatever else stands in the
    project counts, whether a page reads it or not: two builds from the same digest are
    the same, and the second need not be made.
    """
    root = docs.parent
    paths = (*_belonging(docs, language), *_files(root / "examples"), *root.glob("[!.]*"))
    return _digest(root, (*paths, *_files(root / PACKAGE)), machinery)


def listing_digest(folder: Path) -> str:
    """Return a digest of names, sizes and times: it differs if a file has been touched."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        stat = path.stat()
        line = f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n"
        digest.update(line.encode())
    return digest.hexdigest()


def _belonging(docs: Path, language: str) -> Iterator[Path]:
    for path in _files(docs):
        parts = path.relative_to(docs).parts
        if parts[0] != "locales" or language in parts[1:2]:
            yield path


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, apart from what is made of others."""
    for path in folder.rglob("*"):
        if path.suffix not in (".pyc", ".mo"):
            yield path


def _digest(root: Path, paths: tuple[Path, ...], *words: str) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    for path in sorted(set(paths)):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"\n{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()
