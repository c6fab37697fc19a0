"""The scripts are few and small, and say only words that their page has."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from docs.explorer.presets import PRESETS
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


def test_a_module_holds_no_words() -> None:
    """No string reads like a sentence, but torch's refusals and programs of Python."""
    for path in MODULES.glob("*.js"):
        if path.stem not in ("shapes", "code"):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
            strings = re.findall(r'"((?:\\.|[^"\\\n])*)"', text)
            said = [it for it in strings if re.search("[a-z]{2,} [a-z]{2,}", it)]
            assert [it for it in said if "xp-" not in it] == [], path.name


def test_every_preset_has_its_choices() -> None:
    """As many as it says, and one of them is right."""
    text = (DOCS / "explorer" / "explorer.md").read_text(encoding="utf-8")
    for name, preset in PRESETS.items():
        choices = re.findall(rf"^ask-{name}-(\d+): \S", text, re.MULTILINE)
        assert sorted(map(int, choices)) == [*range(1, preset.choices + 1)]
        assert 1 <= preset.right <= preset.choices


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
