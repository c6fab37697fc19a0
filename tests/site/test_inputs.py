"""By which changes a build knows that it has something to do."""

from pathlib import Path

import pytest

from docs._make.inputs import inputs_digest, listing_digest, machinery_digest
from tests.site.project import changed, copy_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project."""
    return copy_project(tmp_path_factory.mktemp("inputs"))


def digests(project: Path) -> tuple[str, str]:
    """What the Spanish and the English site are made from."""
    docs = project / "docs"
    machinery = machinery_digest(docs)
    return inputs_digest(docs, "es", machinery), inputs_digest(docs, "en", machinery)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("docs/index.md", "#"),
        ("docs/reference/benchmark.json", "{"),
        ("docs/conf.py", "project"),
        ("docs/_ext/mathml.py", "import"),
        ("docs/_static/site.css", "{"),
        ("docs/locales/es/LC_MESSAGES/sphinx.po", "msgstr"),
        ("examples/1_first_steps/plot_01_in_and_out.py", "import"),
        ("examples/GALLERY_HEADER.rst", "Lessons"),
        ("lstm_demo/post.py", "import"),
        ("pyproject.toml", "name"),
        ("CHANGELOG.md", "site"),
    ],
)
def test_every_source_counts_in_every_language(project: Path, file: str, text: str) -> None:
    """A page, a figure, a lesson, the package and the machinery concern all of them."""
    before = digests(project)
    with changed(project / file, text, f"{text}\n"):
        assert not set(digests(project)) & set(before)
    assert digests(project) == before


def test_a_catalog_counts_in_its_own_language(project: Path) -> None:
    """What translates a page is read by one build only."""
    before = digests(project)
    catalog = project / "docs/locales/es/LC_MESSAGES/index.po"
    with changed(catalog, "msgstr", "msgstr "):
        spanish, english = digests(project)
    assert spanish != before[0]
    assert english == before[1]


def test_a_new_file_and_a_lost_one_count(project: Path) -> None:
    """It is not only what files hold, but which there are."""
    before = digests(project)
    page = project / "docs" / "how-to" / "new.md"
    page.write_text("# New\n", encoding="utf-8")
    assert not set(digests(project)) & set(before)
    page.unlink()
    assert digests(project) == before


def test_the_time_told_counts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`SOURCE_DATE_EPOCH` can stand on a page, so another one is another site."""
    before = digests(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert not set(digests(project)) & set(before)


def test_a_listing_knows_a_touched_file(tmp_path: Path) -> None:
    """A site whose file was written again, or is gone, is not as it was left."""
    page = tmp_path / "es" / "index.html"
    page.parent.mkdir()
    page.write_text("a", encoding="utf-8")
    before = listing_digest(tmp_path)
    assert listing_digest(tmp_path) == before
    page.write_text("b", encoding="utf-8")
    assert listing_digest(tmp_path) != before
