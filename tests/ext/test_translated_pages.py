"""Pages in any language: titles in italics lead to pages, and no words are left."""

from pathlib import Path

import pytest

from tests.ext.minisite import ES, RUN_NOTHING, build, changed, page, text


@pytest.mark.parametrize("language", ["english", "spanish"])
def test_a_title_leads_to_its_page(language: str, request: pytest.FixtureRequest) -> None:
    """Not that of the page itself, nor other words; a link that is there stays.

    The title counts as the reader sees it; the one of the source is no title in Spanish.
    """
    title = {"english": "Two: go on", "spanish": "Dos: seguir"}[language]
    links = page(request.getfixturevalue(language), "index.html").select("p a[href]")
    assert not any(link.find("a") for link in links)
    found = {link["href"]: text(link) for link in links if link.find("em")}
    assert found == {"lessons/1_first/plot_02_two.html": title, "map.html": title}


def test_a_page_that_is_not_translated_stops_the_build(site: Path) -> None:
    """A page with words that its catalog does not have is named, with the words."""
    with changed(site / "source" / "index.md", "# Home\n", "# Home\n\nNew words.\n"):
        status, log = build(site, *ES, *RUN_NOTHING)
    assert status != 0
    assert "index.md:3: WARNING: not translated in index.po: 'New words.'" in log
