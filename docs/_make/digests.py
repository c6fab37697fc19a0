"""Hashes by which an incremental build knows what is stale.

One is of what cached outputs depend on, besides the scripts: if it changes, everything runs
again. One is of all sources: if it is the same, there is nothing to do.
"""

import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

OUTPUTS = (
    "lstm_demo",
    "docs/conf.py",
    "docs/_ext/figures.py",
    "docs/_ext/gallery_reset.py",
)
"""What prints, draws or is written when a script runs."""

NO_SOURCES = frozenset({"bench", "build", "contributing", "site", "tests"})
"""Folders of the project of which no page is made."""

DRAWS = "ipykernel", "pillow", "sphinx-gallery"
"""Packages that take part in outputs, besides those that the project itself needs."""


def outputs_digest(root: Path) -> str:
    """Return a short digest of the files and the versions that outputs depend on."""
    content = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project, site = content["project"], content["tool"]["site"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["lessons"]]
    names = {re.split(r"[^\w.-]", requirement)[0] for requirement in needed} | {*DRAWS}
    versions = [f"{name} {version(name)}" for name in sorted(names)]
    # The first cell of a notebook says where the package is.
    where = [f"{project['version']}", site.get("url", ""), site.get("repository", "")]
    paths: list[Path] = []
    for name in OUTPUTS:
        if not (root / name).exists():
            raise FileNotFoundError(f"{root / name}, on which outputs depend, is not there")
        paths += _files(root / name) if (root / name).is_dir() else [root / name]
    return _digest(root, paths, sys.version, *versions, *where)[:16]


def sources_digest(root: Path) -> str:
    """Return a digest of all that the site is made from and with."""
    installed = {info.name for entry in sys.path for info in Path(entry).glob("*-info")}
    paths: list[Path] = []
    for path in root.glob("[!.]*"):
        if path.is_file():
            paths.append(path)
        elif path.name not in NO_SOURCES:
            paths += _files(path)
    # The time that a build is told to have been made at is written into its archives.
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return _digest(root, paths, sys.version, epoch, *sorted(installed))


def listing_digest(folder: Path) -> str:
    """Return a digest of names, sizes and times: it differs if a file has been touched."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        stat = path.stat()
        line = f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n"
        digest.update(line.encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder, apart from what is compiled from others."""
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in (".pyc", ".mo"):
            yield path


def _digest(root: Path, paths: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    for path in sorted(paths):
        digest.update(f"\n{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()
