"""Each language searches its own pages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.site.queries import QUERIES

SEARCH = """query => {
  history.replaceState(null, "", `?q=${encodeURIComponent(query)}`);
  const found = Search._performSearch(...Search._parseQuery(query));
  return found.reverse().map(([page]) => page);
}"""
"""Search as the page does, without leaving it: the best page first."""


@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("es", "estado oculto"),
        ("es", "número"),
        ("es", "numero"),
        ("en", "hidden state"),
        ("en", "load_post"),
    ],
)
def test_search_finds(code: str, query: str, address: str, page: Page) -> None:
    """A query in the language of the page finds something, with or without accents."""
    page.goto(f"{address}{code}/search.html?q={query}")
    results = page.locator("#search-results li a")
    expect(results.first).to_be_visible()
    href = results.first.evaluate("a => a.href")
    assert href.startswith(f"{address}{code}/")


def test_search_opens_from_any_page(address: str, page: Page) -> None:
    """A reader of a lesson searches from the page itself."""
    page.goto(f"{address}es/lessons/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("estado oculto")
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/search.html?q=*")
    expect(page.locator("#search-results li a").first).to_be_visible()


@pytest.mark.parametrize(
    ("code", "query", "said"),
    [
        ("es", "Keras", r"La búsqueda ha encontrado \d+ páginas\."),
        ("es", "ornitorrinco", "Ninguna página tiene todas estas palabras"),
        ("en", "Keras", r"Search finished, found \d+ pages"),
    ],
)
def test_search_says_how_many(
    code: str, query: str, said: str, address: str, page: Page
) -> None:
    """The line above the results is in the reader's language."""
    page.goto(f"{address}{code}/search.html?q={query}")
    expect(page.locator("#search-results p.search-summary")).to_have_text(re.compile(said))


@pytest.mark.parametrize("code", QUERIES)
def test_search_ranks_what_is_meant_among_the_first(
    code: str, address: str, page: Page
) -> None:
    """Of each query that people type, the page that they mean is one of the first three."""
    page.goto(f"{address}{code}/search.html?q=LSTM")
    expect(page.locator("#search-results li a").first).to_be_visible()
    missed = {}
    for query, wanted in QUERIES[code].items():
        ranked = page.evaluate(SEARCH, query)
        first = list(dict.fromkeys(ranked))[:3]
        if wanted not in first:
            missed[query] = first
    assert missed == {}


def test_every_rank_is_that_of_some_page(address: str, page: Page) -> None:
    """No pattern of the ranks matches nothing, as after a folder has been renamed."""
    page.goto(f"{address}en/search.html?q=LSTM")
    expect(page.locator("#search-results li a").first).to_be_visible()
    idle = page.evaluate(
        """PAGE_RANKS.map(([pages]) => pages)
          .filter((pages) => !Search._index.docnames.some((name) => pages.test(name)))
          .map(String)"""
    )
    assert idle == []
