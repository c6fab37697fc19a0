"""Small sites, built in this process."""

import contextlib
import io
import warnings
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from sphinx.cmd.build import build_main

ES = ("--define", "language=es")
RUN_NOTHING = ("--define", "sphinx_gallery_conf.plot_gallery=False")


def build(folder: Path, *options: str, builder: str = "html") -> tuple[int, str]:
    """Build `source`, warnings being errors; return the status and the log."""
    log = io.StringIO()
    arguments = [
        *("--builder", builder, "--fail-on-warning", "--no-color", "--write-all"),
        *("--conf-dir", str(folder), "--doctree-dir", str(folder / "doctrees")),
        *(*options, str(folder / "source"), str(folder / builder)),
    ]
    to_log = contextlib.redirect_stdout(log), contextlib.redirect_stderr(log)
    with warnings.catch_warnings(), to_log[0], to_log[1]:
        warnings.simplefilter("default")
        try:
            status = build_main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
    return status, log.getvalue()


def page(folder: Path, name: str) -> BeautifulSoup:
    """Read a built page."""
    return BeautifulSoup((folder / "html" / name).read_bytes(), "html.parser")


def only(within: Tag | BeautifulSoup, selector: str) -> Tag:
    """Return the one element that there is."""
    (element,) = within.select(selector)
    return element


def text(element: Tag) -> str:
    """Return the words of an element."""
    return " ".join(element.get_text().split())


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
