"""The pages of the built site that calculate, in a browser, and their modules."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.explorer.screen import MODULES, Call, Visit


@pytest.fixture(scope="session")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """One window for all tests: a new one each would take longer than most of them."""
    # The policy of the site, which has its own tests, forbids what `call` does.
    granted = ["clipboard-read", "clipboard-write"]
    context = chromium.new_context(bypass_csp=True, permissions=granted)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture(scope="session")
def call(window: BrowserContext, serve: Callable[[Path], str]) -> Call:
    """Evaluate `script`, a function of (module, value), in a page with the modules."""
    base = serve(MODULES)
    page = window.new_page()
    page.goto(f"{base}lstm.js")

    def call(module: str, script: str, value: Any = None) -> Any:
        return page.evaluate(
            "async ([name, source, value]) => (0, eval)(source)(await import(name), value)",
            [f"{base}{module}.js", f"({script})", value],
        )

    return call


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A page that may copy, and in which no script fails."""
    errors: list[str] = []
    page = window.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def visit(page: Page, site: Path) -> Visit:
    """Open an address below the site, such as `en/explorer.html#v=1`, in the page.

    From its folder, as by a double click: what works there works with a server as well.
    """

    def visit(name: str) -> Page:
        page.goto("about:blank")
        page.goto(f"{site.as_uri()}/{name}")
        page.wait_for_selector("html.xp-on", state="attached")
        return page

    return visit
