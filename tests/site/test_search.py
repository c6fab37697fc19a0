"""Each language searches its own pages."""

import re

import pytest
from playwright.sync_api import Page, expect


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
