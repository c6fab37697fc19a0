"""Pages in another language: titles in italics lead to pages, and no words are left."""

from pathlib import Path

import pytest

from tests.ext.minisite import build, changed, page, write

CONF = """
extensions = ["myst_parser", "docs._ext.title_links", "docs._ext.untranslated"]
gettext_compact = False
locale_dirs = ["locales"]

def setup(app):
    app.add_config_value("gallery_i18n_sources", {}, "env")
    app.add_config_value("gallery_i18n_source_language", "en", "env")
"""
INDEX = """
# Home

Read *Count
the steps*, not *Home* and not *a word*.

[*Count the steps*](other.md)

```{toctree}
deep/steps
other
```
"""
CATALOGS = {
    "index": {
        "Home": "Inicio",
        "Read *Count the steps*, not *Home* and not *a word*.": "Lee *Cuenta los pasos* "
        "y no *Count the steps*.",
        "[*Count the steps*](other.md)": "[*Cuenta los pasos*](other.md)",
    },
    "deep/steps": {"Count the steps": "Cuenta los pasos"},
    "other": {"Other": "Otra"},
}
ES = ("--define", "language=es", "--fresh-env")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three pages, with their catalogs."""
    folder = tmp_path_factory.mktemp("titles")
    pages = {"index": INDEX, "deep/steps": "# Count the steps\n", "other": "# Other\n"}
    files = {f"source/{name}.md": text for name, text in pages.items()}
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    for name, messages in CATALOGS.items():
        entries = (f'msgid "{said}"\nmsgstr "{by}"\n' for said, by in messages.items())
        path = f"source/locales/es/LC_MESSAGES/{name}.po"
        files[path] = "\n".join((header, *entries))
    write(folder, {"conf.py": CONF, **files})
    return folder


def links(folder: Path) -> dict[str, str]:
    """Return where the words in italics lead that lead somewhere."""
    found = page(folder, "index.html").select("p a[href]")
    assert not any(link.find("a") for link in found)
    return {
        str(link["href"]): " ".join(link.get_text().split())
        for link in found
        if link.find("em")
    }


def test_a_title_leads_to_its_page(site: Path) -> None:
    """Not that of the page itself, nor other words; a link that is there stays."""
    status, log = build(site)
    assert status == 0, log
    title = "Count the steps"
    assert links(site) == {"deep/steps.html": title, "other.html": title}


def test_a_translated_title_leads_to_its_page(site: Path) -> None:
    """The title counts as the reader sees it; the one of the source is no title there."""
    status, log = build(site, *ES)
    assert status == 0, log
    title = "Cuenta los pasos"
    assert links(site) == {"deep/steps.html": title, "other.html": title}


def test_a_page_that_is_not_translated_stops_the_build(site: Path) -> None:
    """A page with words that its catalog does not have is named, with the words."""
    with changed(site / "source" / "index.md", "# Home\n", "# Home\n\nNew words.\n"):
        status, log = build(site, *ES)
    assert status != 0
    assert "index.md:4: WARNING: not translated in index.po: 'New words.'" in log
