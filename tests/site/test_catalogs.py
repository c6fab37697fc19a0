"""The catalogs hold what the site says today, all of it translated."""

from pathlib import Path

import pytest

from docs._ext.gallery_i18n import read_catalog
from docs._make.catalogs import write_templates
from docs._make.places import DOCS
from tests.site.pages import SOURCE, TRANSLATED
from tests.site.project import contents, copy_small, run


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The messages of the present sources."""
    return write_templates(DOCS, tmp_path_factory.mktemp("catalogs"), SOURCE)


@pytest.mark.parametrize("code", TRANSLATED)
def test_catalogs_hold_the_messages_of_the_sources(code: str, templates: Path) -> None:
    """No message is missing and none is left over; `nox -s catalogs` mends it."""
    catalogs = DOCS / "locales" / code / "LC_MESSAGES"
    differing = {
        str(name): sorted(wanted ^ found)
        for name in _names(templates, "pot") | _names(catalogs, "po")
        if (wanted := _messages(templates / f"{name}.pot"))
        != (found := _messages(catalogs / f"{name}.po"))
    }
    assert differing == {}


def test_updating_changes_nothing_that_is_up_to_date(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """A second `catalogs` writes the same bytes, and neither runs a script."""
    project = copy_small(tmp_path_factory, tmp_path / "project")
    locales = project / "docs" / "locales"
    before = contents(locales)
    run(project, "catalogs")
    assert contents(locales) == before
    assert not [*project.rglob("*.py.md5")]


def _names(folder: Path, ending: str) -> set[Path]:
    return {
        path.relative_to(folder).with_suffix("") for path in folder.rglob(f"*.{ending}")
    }


def _messages(path: Path) -> set[str]:
    return {str(message.id) for message in read_catalog(path) if message.id}
