"""The pages are small, and hold what a strict policy allows."""

from pathlib import Path

from playwright.sync_api import Page, Route

from tests.explorer.modules import MODULES
from tests.explorer.screen import (
    Pages,
    open_page,
    type_number,
)


def test_the_page_is_small(page: Page, pages: Pages) -> None:
    """Seven modules, thirty kilobytes, nothing from another host."""
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    open_page(page, f"{pages['en']}/explorer.html")
    modules = [url for url in requested if url.endswith(".js") and "/explorer-" in url]
    assert len(modules) == 7
    sizes = [(MODULES / Path(url).name).stat().st_size for url in modules]
    assert sum(sizes) <= 34_000
    assert all(url.startswith(pages["en"]) for url in requested)


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
        for name in ("explorer", "calculator"):
            page.goto(f"{pages[language]}/{name}.html")
            assert not page.evaluate(
                "document.querySelectorAll('.xp [style], .xp [onclick], .xp style,"
                " .xp script').length"
            )
    # Waiting for a selector, Playwright itself evaluates strings; nothing else did.
    assert all("unsafe-eval" in error for error in errors)
    errors.clear()
