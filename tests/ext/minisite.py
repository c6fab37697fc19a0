"""Sites of twenty lines, built in this process."""

import contextlib
import io
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

from bs4 import BeautifulSoup
from sphinx.cmd.build import build_main


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def build(folder: Path, *options: str, builder: str = "html") -> tuple[int, str]:
    """Build `source`, warnings being errors; return the status and the log."""
    log = io.StringIO()
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(log),
        contextlib.redirect_stderr(log),
    ):
        warnings.simplefilter("default")
        arguments = [
            *("--builder", builder, "--fail-on-warning", "--no-color", "--write-all"),
            *("--conf-dir", str(folder), "--doctree-dir", str(folder / "doctrees")),
            *options,
            *(str(folder / "source"), str(folder / builder)),
        ]
        try:
            status = build_main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
    return status, log.getvalue()


def page(folder: Path, name: str) -> BeautifulSoup:
    """Read a built page."""
    return BeautifulSoup((folder / "html" / name).read_bytes(), "html.parser")


@contextlib.contextmanager
def changed(path: Path, before: str, after: str) -> Iterator[None]:
    """Replace a text in a file for a while."""
    original = path.read_text(encoding="utf-8")
    assert before in original
    path.write_text(original.replace(before, after), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(original, encoding="utf-8")
