"""The wheel of the package, as a reader installs it from the site."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from .kept import keep


def build_wheel(root: Path, build: Path) -> Path:
    """Build the wheel of the project in `root`, the same bytes from the same sources.

    Returns:
        Its path, in `build/wheel`.
    """
    folder = keep(build / "wheel", _sources(root), lambda folder: _build(root, folder))
    (wheel,) = folder.glob("*.whl")
    return wheel


def _sources(root: Path) -> Iterator[bytes]:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    yield f"hatchling {version('hatchling')} {epoch}".encode()
    files = (root / name for name in ("pyproject.toml", "README.md", "LICENSE"))
    for path in (*files, *sorted((root / "lstm_demo").rglob("*"))):
        if path.is_file() and path.suffix != ".pyc":
            yield path.relative_to(root).as_posix().encode()
            yield path.read_bytes()


def _build(root: Path, folder: Path) -> None:
    # Hatchling dates the files in it by SOURCE_DATE_EPOCH, or by a date of its own.
    command = "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)
    done = subprocess.run(
        [sys.executable, *command], cwd=root, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"the wheel of the package cannot be built: {done.stderr}")
