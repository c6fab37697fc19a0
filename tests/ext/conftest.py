"""Built sites for all tests that only look at them."""

import shutil
from pathlib import Path

import pytest

from docs._ext.gallery_i18n import read_catalog
from docs._make.places import ROOT
from tests.ext.minisite import ES, build

LESSONS = Path(__file__).parent / "sites" / "lessons"
INTERFACE = Path("locales", "es", "LC_MESSAGES", "sphinx.po")
ADDRESS = "https://site.example/"
KNOWN = "site.repository=https://github.com/a/b", f"site.url={ADDRESS}"


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
    shutil.copy(ROOT / "docs" / "_templates" / "lesson-nav.html", folder / "templates")
    shutil.copy(ROOT / "docs" / INTERFACE, folder / "source" / INTERFACE)
    if options:
        status, log = build(folder, *options)
        assert status == 0, log
    return folder


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in English, which knows its address and its repository."""
    defined = (part for value in KNOWN for part in ("--define", value))
    return copy_lessons(tmp_path_factory.mktemp("english"), *defined)


@pytest.fixture(scope="session")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in Spanish, which knows neither."""
    return copy_lessons(tmp_path_factory.mktemp("spanish"), *ES)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy to be changed."""
    return copy_lessons(tmp_path)


@pytest.fixture
def built(spanish: Path, tmp_path: Path) -> Path:
    """A copy of the site, built in Spanish, to be changed."""
    return Path(shutil.copytree(spanish, tmp_path / "built"))
