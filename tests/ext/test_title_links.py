"""The title of a page, in italics, leads to the page, in every language."""

from pathlib import Path

import pytest

from tests.ext.minisite import build, page, write

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
CATALOG = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Read *Count the steps*, not *Home* and not *a word*."
msgstr "Lee *Cuenta los pasos* y no *Count the steps*."
"""
TITLE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Count the steps"
msgstr "Cuenta los pasos"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three pages, with catalogs of two."""
    folder = tmp_path_factory.mktemp("titles")
    extensions = 'extensions = ["myst_parser", "docs._ext.title_links"]\n'
    locales = Path("locales/es/LC_MESSAGES")
    write(
        folder,
        {
            "conf.py": f'{extensions}gettext_compact = False\nlocale_dirs = ["locales"]\n',
            "source/index.md": INDEX,
            "source/deep/steps.md": "# Count the steps\n",
            "source/other.md": "# Other\n",
            str("source" / locales / "index.po"): CATALOG,
            str("source" / locales / "deep" / "steps.po"): TITLE,
        },
    )
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
    assert links(site) == {
        "deep/steps.html": "Count the steps",
        "other.html": "Count the steps",
    }


def test_a_translated_title_leads_to_its_page(site: Path) -> None:
    """The title counts as the reader sees it; the one of the source is no title there."""
    status, log = build(site, "--define", "language=es", "--fresh-env")
    assert status == 0, log
    assert links(site)["deep/steps.html"] == "Cuenta los pasos"
