"""Small sites, built in this process: two for all tests that only look at them."""

import contextlib
import io
import shutil
import warnings
from pathlib import Path
from unittest import mock

import pytest
import sphinx.locale
from bs4 import BeautifulSoup, Tag
from sphinx.cmd.build import build_main

from docs._ext.gallery_i18n import read_catalog
from docs._make.places import ROOT

LESSONS = Path(__file__).parent / "sites" / "lessons"
INTERFACE = Path("locales", "es", "LC_MESSAGES", "sphinx.po")
EN = ("--define", "language=en")
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
    # Or the next site would speak the language of this one where it has no words.
    forgetful = mock.patch.dict(sphinx.locale.translators)
    with warnings.catch_warnings(), forgetful, to_log[0], to_log[1]:
        warnings.simplefilter("default")
        try:
            status = build_main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
    return status, log.getvalue()


def read(folder: Path, name: str) -> BeautifulSoup:
    """Read a built page."""
    return BeautifulSoup((folder / "html" / name).read_bytes(), "html.parser")


def only(within: Tag | BeautifulSoup, selector: str) -> Tag:
    """Return the one element that there is."""
    (element,) = within.select(selector)
    return element


def text(element: Tag) -> str:
    """Return the words of an element."""
    return " ".join(element.get_text().split())


def spoken(message: str) -> str:
    """Return what the interface says in Spanish."""
    found = read_catalog(ROOT / "docs" / INTERFACE).get(message)
    assert found is not None
    return str(found.string)


def copy_lessons(folder: Path, *options: str) -> Path:
    """Copy the site, which speaks with the project's words; build it if options say how."""
    shutil.copytree(LESSONS, folder, dirs_exist_ok=True)
    conf = folder / "conf.py"
    conf.write_text(conf.read_text("utf-8").replace("@ROOT@", str(ROOT)), encoding="utf-8")
    (folder / "templates").mkdir(exist_ok=True)
    for name in ("lesson-lanes.html", "lesson-nav.html"):
        shutil.copy(ROOT / "docs" / "_templates" / name, folder / "templates")
    shutil.copy(ROOT / "docs" / INTERFACE, folder / "source" / INTERFACE)
    if options:
        status, log = build(folder, *options)
        assert status == 0, log
    return folder


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in English."""
    return copy_lessons(tmp_path_factory.mktemp("english"), *EN)


@pytest.fixture(scope="session")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in Spanish."""
    return copy_lessons(tmp_path_factory.mktemp("spanish"), *ES)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy to be changed."""
    return copy_lessons(tmp_path)
