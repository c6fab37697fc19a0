"""The scripts are few and small, and say only words that their page has."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from tests.explorer.minisite import DOCS, MODULES
from tests.explorer.screen import Visit

BOUNDS = {
    "index": (2, 8_500, 8_000),
    "explorer": (1, 11_000, 4_500),
    "calculator": (1, 7_500, 5_000),
    "reference/errors": (1, 2_500, 4_500),
}
"""How many scripts of ours a page has, and the bytes of these and of its data, packed."""


@pytest.mark.parametrize("name", BOUNDS)
def test_a_page_loads_few_and_small_scripts(
    visit: Visit, page: Page, folder: Path, name: str
) -> None:
    """One for each of its widgets, and none from another host; no code stands in a page."""
    count, code, data = BOUNDS[name]
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    visit(f"es/{name}.html")
    base = page.url.removesuffix(f"es/{name}.html")
    assert all(url.startswith(base) for url in requested)
    scripts = [it for it in requested if re.search(r"/explorer-\w+/.*\.js$", it)]
    assert len(scripts) == count
    files = [(folder / it.removeprefix(base)).read_bytes() for it in scripts]
    assert sum(len(gzip.compress(file)) for file in files) <= code
    soup = BeautifulSoup((folder / "es" / f"{name}.html").read_bytes(), "html.parser")
    blocks = [it.get_text().encode() for it in soup.select("#xp-data, #xp-known")]
    assert 300 < sum(len(gzip.compress(block)) for block in blocks) <= data
    assert soup.select(".xp [style], .xp [onclick], .xp style, .xp script") == []


@pytest.mark.parametrize(
    ("page", "modules"),
    [("explorer", "explorer panel tables text"), ("calculator", "calculator text")],
)
def test_every_key_that_a_module_says_is_a_word(page: str, modules: str) -> None:
    """Else a reader would be told nothing."""
    text = (DOCS / "explorer" / f"{page}.md").read_text(encoding="utf-8")
    said = "".join((MODULES / f"{name}.js").read_text() for name in modules.split())
    keys = set(re.findall(r'say\(\s*"([\w-]+)"', said))
    assert keys
    assert keys <= set(re.findall(r"^([\w-]+): \S", text, re.MULTILINE))
