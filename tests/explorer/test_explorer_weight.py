"""The pages are small, and hold what a strict policy allows."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.explorer.screen import Pages, open_page, type_number

BOUNDS = {
    "index": 8_500,
    "explorer": 11_000,
    "calculator": 7_500,
    "reference/errors": 2_500,
}
"""How many bytes the scripts of a page have at most, packed."""


@pytest.mark.parametrize("name", BOUNDS)
def test_a_page_loads_few_and_small_scripts(
    page: Page, pages: Pages, folders: dict[str, Path], name: str
) -> None:
    """One for each of its widgets, from no other host."""
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    open_page(page, f"{pages['en']}/{name}.html")
    assert all(url.startswith(pages["en"]) for url in requested)
    scripts = [url for url in requested if "/explorer-" in url and url.endswith(".js")]
    assert len(scripts) == (2 if name == "index" else 1)
    paths = [folders["en"] / script.removeprefix(f"{pages['en']}/") for script in scripts]
    assert sum(len(gzip.compress(path.read_bytes())) for path in paths) <= BOUNDS[name]


@pytest.mark.parametrize("name", BOUNDS)
def test_the_words_and_numbers_of_the_scripts_are_few(
    page: Page, pages: Pages, name: str
) -> None:
    """The data of a page are at most a few kilobytes, packed, in both languages."""
    for language in pages:
        open_page(page, f"{pages[language]}/{name}.html")
        blocks = page.locator("#xp-data, #xp-known").all_inner_texts()
        size = sum(len(gzip.compress(block.encode())) for block in blocks)
        assert 300 < size <= (8000 if name == "index" else 4500)


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
