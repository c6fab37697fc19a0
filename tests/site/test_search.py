"""Each language searches its own pages."""

import re
import tomllib
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from docs._make.places import ROOT
from tests.site.pages import CODES, LESSONS

QUERIES = tomllib.loads((ROOT / "tests/data/queries.toml").read_text(encoding="utf-8"))
"""By the page that they mean: what people type, in each language."""

MESSAGE = "Expected hidden[0] size (2, 7, 6), got [7, 2, 6]"
SEARCH = """query => {
  history.replaceState(null, "", `?q=${encodeURIComponent(query)}`);
  const found = Search._performSearch(...Search._parseQuery(query));
  return found.reverse().map(([page]) => page);
}"""
"""Search as the page does, without leaving it: the best page first."""

IDLE = """PAGE_RANKS.map(([pages]) => pages)
  .filter((pages) => !Search._index.docnames.some((name) => pages.test(name)))
  .map(String)"""


@pytest.mark.parametrize(
    ("code", "queries", "said"),
    [
        ("es", "estado oculto, número, numero", r"La búsqueda ha encontrado \d+ páginas\."),
        ("es", "ornitorrinco", "Ninguna página tiene todas estas palabras"),
        ("en", "hidden state, load_post", r"Search finished, found \d+ page"),
    ],
)
def test_search_finds_and_says_how_many(
    code: str, queries: str, said: str, address: str, page: Page
) -> None:
    """In the reader's language, with or without accents, and in no other."""
    for query in queries.split(", "):
        page.goto(f"{address}{code}/search.html?q={query}")
        summary = page.locator("#search-results p.search-summary")
        expect(summary).to_have_text(re.compile(said))
        if r"\d" in said:
            results = page.locator("#search-results li a")
            expect(results.first).to_be_visible()
            assert results.first.evaluate("a => a.href").startswith(f"{address}{code}/")


def test_search_opens_from_any_page(address: str, page: Page) -> None:
    """A reader of a lesson searches from the page itself."""
    page.goto(f"{address}es/lessons/index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("estado oculto")
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/search.html?q=*")
    expect(page.locator("#search-results li a").first).to_be_visible()


@pytest.mark.parametrize("code", CODES)
def test_search_ranks_what_is_meant_among_the_first(
    code: str, address: str, page: Page
) -> None:
    """The page that a query means is one of the first three; no rank is of no page.

    A message of torch leads to its entry, whatever numbers the reader has.
    """
    page.goto(f"{address}{code}/search.html?q=LSTM")
    expect(page.locator("#search-results li a").first).to_be_visible()
    missed = {}
    for meant, queries in QUERIES.items():
        assert queries.keys() <= {*CODES}
        wanted = LESSONS.get(meant, f"{meant}.html").removesuffix(".html")
        for query in queries.get(code, ()):
            first = list(dict.fromkeys(page.evaluate(SEARCH, query)))[:3]
            if wanted not in first:
                missed[query] = first
    assert missed == {}
    assert page.evaluate(IDLE) == []  # as after a folder has been renamed
    page.goto(f"{address}{code}/search.html?q={quote(MESSAGE)}")
    link = page.locator(".xp-leads a")
    expect(link).to_have_attribute("href", re.compile(r"errors-calls\.html#h0-size$"))
