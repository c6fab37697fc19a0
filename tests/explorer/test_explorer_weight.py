"""The pages are small, and hold what a strict policy allows."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.explorer.modules import MODULES
from tests.explorer.screen import Pages, open_page, type_number

BOUNDS = {
    "index": (6, 21_000, 7_500),
    "explorer": (7, 30_000, 10_000),
    "calculator": (6, 20_000, 7_000),
}
"""How many modules a page loads at most, their bytes, and their bytes packed together."""


@pytest.mark.parametrize("name", BOUNDS)
def test_a_page_loads_few_and_small_modules(page: Page, pages: Pages, name: str) -> None:
    """What it loads before anything is done, from no other host."""
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    open_page(page, f"{pages['en']}/{name}.html")
    assert all(url.startswith(pages["en"]) for url in requested)
    names = sorted(Path(url).name for url in requested if "/explorer-" in url)
    modules = [(MODULES / name).read_bytes() for name in names if name.endswith(".js")]
    count, size, packed = BOUNDS[name]
    assert len(modules) <= count
    assert sum(map(len, modules)) <= size
    assert len(gzip.compress(b"".join(modules))) <= packed


@pytest.mark.parametrize("name", BOUNDS)
def test_the_words_and_numbers_of_the_scripts_are_few(
    page: Page, pages: Pages, name: str
) -> None:
    """The data block of a page is at most four kilobytes, packed, in both languages."""
    for language in pages:
        open_page(page, f"{pages[language]}/{name}.html")
        block = page.locator("#xp-data").inner_text()
        assert len(block.encode()) > 1000
        assert len(gzip.compress(block.encode())) <= 4000


@pytest.mark.parametrize("path", sorted(MODULES.iterdir()), ids=lambda path: path.name)
def test_a_file_is_short(path: Path) -> None:
    """150 lines for a module; a style sheet may be twice as long."""
    assert len(path.read_text().splitlines()) <= (300 if path.suffix == ".css" else 150)


def test_the_pages_hold_no_inline_code_or_style(
    page: Page, pages: Pages, errors: list[str]
) -> None:
    """Under a policy that allows neither, everything works and nothing is reported."""
    policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"

    def with_policy(route: Route) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": policy}
        route.fulfill(response=response, headers=headers)

    page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation',"
        " (e) => broken.push(e.sourceFile + ' ' + e.violatedDirective))"
    )
    page.route("**/*.html", with_policy)
    for language in pages:
        open_page(page, f"{pages[language]}/explorer.html")
        before = page.evaluate("broken.length")  # the theme's own
        page.locator("#xp-next").click()
        type_number(page, "x.1.0", "0,5")
        page.get_by_role("combobox").first.select_option("pulse")
        assert page.evaluate("broken.length") == before
        for name in BOUNDS:
            page.goto(f"{pages[language]}/{name}.html")
            assert not page.evaluate(
                "document.querySelectorAll('.xp [style], .xp [onclick], .xp style,"
                " .xp script').length"
            )
    # Waiting for a selector, Playwright itself evaluates strings; nothing else did.
    assert all("unsafe-eval" in error for error in errors)
    errors.clear()
