"""Every page of every language, opened once in a real browser; some as by a new reader."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser import SCHEMES, show_in
from tests.site.pages import CODES, KINDS, page_names

WIDTHS = (320, 417, 641, 960, 1280)
"""The narrowest screens of each layout, as the style sheets divide them, and a wide one."""

SCRIPT = Path(__file__).with_name("page.js")
"""What a page is asked of itself."""

WEEKLY = pytest.mark.weekly
FIRST_DAILY = [CODES[0], *(pytest.param(code, marks=WEEKLY) for code in CODES[1:])]
"""The languages: the first, with more and longer words, every day, the others weekly."""


@pytest.mark.parametrize("weekly", [False, pytest.param(True, marks=WEEKLY)])
def test_every_page_is_sound(
    weekly: bool, address: str, site: Path, chromium: Browser
) -> None:
    """It loads cleanly and alone, stands still, fits any screen, and axe finds nothing.

    Both languages have the same elements, so that of the others, with shorter words than
    the first, a page of each kind is opened. Such a page is tried at all widths. Every
    week all pages of all languages are, at all widths.
    """
    context = chromium.new_context(reduced_motion="reduce")
    context.add_init_script(path=SCRIPT)
    complaints = _listen(context, address)
    page = context.new_page()
    found, looks = {}, set[int]()
    for code in CODES:
        page.goto(f"{address}{code}/index.html")
        names = page_names(site, code)
        assert {*KINDS} < {*names}
        for name in names if weekly or code == CODES[0] else KINDS:
            complaints.clear()
            widths = WIDTHS if weekly or name in KINDS else (WIDTHS[0], WIDTHS[-1])
            faults = _visit(page, f"{address}{code}/{name}", widths)
            if not name.startswith(("lessons/", "recipes/")):
                del faults["code that scrolls on a wide screen"]
            faults["complaints"] = [*complaints]
            faults |= _run_axe(page, looks)
            if faults := {kind: what for kind, what in faults.items() if what}:
                found[code, name] = faults
    context.close()
    assert found == {}


def _listen(context: BrowserContext, address: str) -> list[str]:
    """Collect failed requests, complaints in the console and requests to other hosts."""
    faults: list[str] = []
    host = urlsplit(address).netloc

    def note(fault: bool, what: str) -> None:
        if fault:
            faults.append(what)

    def is_elsewhere(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in ("data", "blob", "about") and parts.netloc != host

    context.on("request", lambda it: note(is_elsewhere(it.url), f"elsewhere: {it.url}"))
    left = "net::ERR_ABORTED"  # the page, for the next one; what is not there has a status
    context.on("requestfailed", lambda it: note(it.failure != left, f"failed: {it.url}"))
    context.on("response", lambda it: note(it.status >= 400, f"{it.status}: {it.url}"))
    context.on("console", lambda it: note(it.type in ("error", "warning"), it.text))
    context.on("weberror", lambda it: note(True, str(it.error)))
    return faults


def _visit(page: Page, url: str, widths: Sequence[int]) -> dict[str, Any]:
    """Come from another page of the site, open all that is folded, and try widths."""
    page.emulate_media(color_scheme="light")
    page.goto(url)
    page.evaluate("painted()")  # a font that is asked for first is used by what is painted
    page.evaluate("document.fonts.ready.then(() => 0)")
    shift, weight = page.evaluate("shift"), sum(page.evaluate("weigh()"))
    faults: dict[str, Any] = {
        "layout shift": shift if shift >= 0.01 else 0,
        "bytes from page to page": weight if weight > 60_000 else 0,
    }
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    page.evaluate("document.documentElement.style.visibility = 'hidden'")  # paint nothing
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        faults[f"wider than {width} pixels"] = page.evaluate("overflows()")
        faults[f"squeezed images at {width} pixels"] = page.evaluate("squeezed()")
    faults["code that scrolls on a wide screen"] = page.evaluate("scrollingCode()")
    page.evaluate("document.documentElement.style.visibility = ''")
    return faults


def _run_axe(page: Page, looks: set[int]) -> dict[str, Any]:
    """Apply axe's rules in light, and those of colours in light and dark to new looks."""
    page.evaluate(Axe().axe_script)
    page.evaluate("unwrapTokens()")
    show_in(page, "light")
    colours = "color-contrast", "link-in-text-block"
    rest = {"rules": {rule: {"enabled": False} for rule in colours}}
    faults = {"axe": page.evaluate("runAxe", rest)}
    known = len(looks)
    for scheme in SCHEMES:
        show_in(page, scheme)
        looks |= {*page.evaluate("findLooks", [*looks])}
    if len(looks) == known:
        return faults
    page.evaluate("keepLooks()")
    for scheme in SCHEMES:
        show_in(page, scheme)
        faults[f"colours in {scheme}"] = page.evaluate("runAxe", {"runOnly": colours})
    return faults


@pytest.mark.parametrize("code", FIRST_DAILY)
def test_a_first_visit_is_light(code: str, address: str, chromium: Browser) -> None:
    """Any page comes in at most 200 kB and 20 requests, compressed as by a host.

    Those of the first language have more words; the others are weighed every week.
    """
    heavy = {}
    for name in KINDS:
        with chromium.new_context() as context:
            context.add_init_script(path=SCRIPT)
            page = context.new_page()
            page.goto(f"{address}{code}/{name}", wait_until="networkidle")
            sizes = page.evaluate("weigh()")
            seen = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
        assert 0 < seen["encodedBodySize"] < seen["decodedBodySize"] / 2, name
        assert len(sizes) > 1
        if sum(sizes) > 200_000 or len(sizes) > 20:
            heavy[name] = len(sizes), sum(sizes)
    assert heavy == {}


@pytest.mark.parametrize("code", FIRST_DAILY)
def test_nothing_moves_on_a_new_readers_telephone(
    address: str, page: Page, code: str
) -> None:
    """Nor does it with nothing stored, when scripts run after the first painting."""
    page.set_viewport_size({"width": 412, "height": 823})
    page.add_init_script("localStorage.clear()")
    page.add_init_script(path=SCRIPT)
    page.route("**/*.js", _hold_until_painted)
    shifts = {}
    for name in KINDS:
        page.goto(f"{address}{code}/{name}")
        page.evaluate("new Promise((it) => requestAnimationFrame(() => setTimeout(it)))")
        shifts[name] = page.evaluate("shift")
    assert {name: it for name, it in shifts.items() if it >= 0.01} == {}


def _hold_until_painted(script: Route) -> None:
    page = script.request.frame.page
    page.wait_for_function("() => performance.getEntriesByType('paint').length > 0")
    script.continue_()
