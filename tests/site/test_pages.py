"""Every page, opened in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import CODES, page_names
from playwright.sync_api import Browser, BrowserContext, Page

SCHEMES = ["light", "dark"]


class Witness:
    """Notes what a page asks for and complains of."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        host = urlsplit(address).netloc
        context.on(
            "request",
            lambda request: self._note_host(request.url, host),
        )
        context.on("requestfailed", lambda request: self.faults.append(f"failed {request.url}"))
        context.on(
            "response",
            lambda response: response.status >= 400
            and self.faults.append(f"{response.status} {response.url}"),
        )
        context.on(
            "console",
            lambda message: message.type in ("error", "warning")
            and self.faults.append(f"console: {message.text}"),
        )
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _note_host(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.faults.append(f"another host: {url}")


def visit_all(page: Page, address: str, site: Path, code: str) -> Iterator[str]:
    """Open each page of a language in turn."""
    names = page_names(site, code)
    assert len(names) > 10
    for name in names:
        page.goto(f"{address}{code}/{name}", wait_until="networkidle")
        yield name


@pytest.mark.parametrize("code", CODES)
def test_pages_load_cleanly_and_alone(
    code: str, address: str, site: Path, context: BrowserContext, page: Page
) -> None:
    """No page has a failed request, a console error, or asks another host for anything."""
    witness = Witness(context, address)
    for name in visit_all(page, address, site, code):
        assert witness.faults == [], name


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("code", CODES)
def test_pages_are_accessible(
    code: str, scheme: str, address: str, site: Path, chromium: Browser
) -> None:
    """Axe finds no violation on any page, in light and in dark."""
    context = chromium.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    axe = Axe()
    found = {}
    for name in visit_all(page, address, site, code):
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        results = axe.run(page)
        if results.violations_count:
            found[name] = results.generate_report()
    context.close()
    assert found == {}, "\n".join(found.values())


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("code", CODES)
def test_nothing_is_wider_than_the_screen(
    code: str, width: int, address: str, site: Path, chromium: Browser
) -> None:
    """No page scrolls sideways; what is wide scrolls in its own box."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = {
        name: scroll
        for name in visit_all(page, address, site, code)
        if (scroll := page.evaluate("document.documentElement.scrollWidth")) > width
    }
    context.close()
    assert wide == {}


@pytest.mark.parametrize("code", CODES)
def test_nothing_moves_while_a_page_loads(
    code: str, address: str, site: Path, page: Page
) -> None:
    """The layout shift of each page, as the browser measures it, is below 0.01."""
    page.add_init_script(
        """
        window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        """
    )
    moved = {
        name: shift
        for name in visit_all(page, address, site, code)
        if (shift := page.evaluate("window.shift")) >= 0.01
    }
    assert moved == {}


@pytest.mark.parametrize("code", CODES)
def test_every_image_says_what_it_shows(
    code: str, address: str, site: Path, page: Page
) -> None:
    """Figures in lessons carry a text of some length; only the cards' images are empty."""
    for name in visit_all(page, address, site, code):
        if not name.startswith("lessons/plot_"):
            continue
        texts = page.locator("article img").evaluate_all("all => all.map((i) => i.alt)")
        assert texts, name
        assert all(len(text) > 20 for text in texts), (name, texts)
