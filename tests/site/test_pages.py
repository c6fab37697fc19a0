"""Every page of every language, opened once in a real browser."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser import SCHEMES, show_in
from tests.site.pages import CODES, page_names
from tests.site.test_weight import KINDS
from tests.site.weight import Weight, weigh

WIDTHS = (320, 360, 390, 820, 1280)
GALLERIES = ("lessons/", "recipes/")

MEASURE_SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

OVERFLOWS = """
() => ["html", ".bd-content", ".bd-article-container", ".bd-article", ".prev-next-area a"]
  .flatMap((part) => [...document.querySelectorAll(part)]
    .filter((it) => it.scrollWidth > it.clientWidth + 1)
    .map((it) => `${part}: ${it.scrollWidth - it.clientWidth} px`))
"""
"""The parts of a page that scroll sideways or are cut off. The article hides from the
document what is too wide for it, and so it is measured itself."""

SCROLLING_CODE = """
() => [...document.querySelectorAll(".highlight pre")]
  .filter((it) => it.scrollWidth > it.clientWidth + 1)
  .map((it) => it.innerText.slice(0, 60))
"""

SQUEEZED = """
() => [...document.querySelectorAll("article img[height]")]
  .filter((it) => it.clientWidth > 0)
  .filter((it) => Math.abs(it.clientWidth * it.getAttribute("height") /
    it.clientHeight / it.getAttribute("width") - 1) > 0.02)
  .map((it) => it.getAttribute("src"))
"""

ONE_OF_EACH = """
() => {
  const seen = new Set();
  for (const it of document.querySelectorAll(".highlight pre span")) {
    const blocks = it.closest("[class*=highlight-]")?.className;
    const kind = `${it.className} ${it.parentElement.className} in ${blocks}`;
    if (seen.has(kind)) it.replaceWith(...it.childNodes);
    seen.add(kind);
  }
}
"""
"""Keeps one token of each kind: axe would measure the contrast of thousands of them."""


class Visit(NamedTuple):
    """What was seen on one page."""

    faults: list[str]
    """Failed requests, complaints in the console, requests to other hosts."""

    shift: float
    """How far the layout moved while the page loaded."""

    overflows: dict[int, list[str]]
    """For each width of the screen, what scrolls sideways."""

    violations: dict[str, str]
    """For each colour scheme, what axe found, where it was asked."""

    scrolling: list[str]
    """The code and the output that scroll sideways at the last of the widths."""

    squeezed: list[str]
    """The images that have lost their shape on some screen."""

    weight: Weight
    """What it cost to come here from another page of the site."""


@pytest.fixture(scope="module", params=CODES)
def visits(
    request: pytest.FixtureRequest, address: str, site: Path, chromium: Browser
) -> dict[str, Visit]:
    """A visit to each page of a language.

    Both languages have the same elements, so that axe looks at all pages of the first, and
    at one of each kind of the others.
    """
    code: str = request.param
    context = chromium.new_context(reduced_motion="reduce")
    context.add_init_script(MEASURE_SHIFT)
    faults = _listen(context, address)
    page = context.new_page()
    page.goto(f"{address}{code}/index.html")
    visits = {}
    for name in page_names(site, code):
        faults.clear()
        asked = code == CODES[0] or name in KINDS
        visits[name] = _visit(page, f"{address}{code}/{name}", faults, asked)
    context.close()
    assert len(visits) > 10
    return visits


def _listen(context: BrowserContext, address: str) -> list[str]:
    """Collect what goes wrong in a context."""
    faults: list[str] = []
    host = urlsplit(address).netloc

    def note(fault: bool, what: str) -> None:
        if fault:
            faults.append(what)

    def is_elsewhere(url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in ("data", "blob", "about") and parts.netloc != host

    context.on("request", lambda it: note(is_elsewhere(it.url), f"elsewhere: {it.url}"))
    context.on("requestfailed", lambda it: note(True, f"failed: {it.url}"))
    context.on("response", lambda it: note(it.status >= 400, f"{it.status}: {it.url}"))
    context.on("console", lambda it: note(it.type in ("error", "warning"), it.text))
    context.on("weberror", lambda it: note(True, str(it.error)))
    return faults


def _visit(page: Page, url: str, faults: list[str], asked: bool) -> Visit:
    page.emulate_media(color_scheme="light")
    page.goto(url)
    page.evaluate("document.fonts.ready.then(() => 0)")
    shift, weight, while_loading = page.evaluate("window.shift"), weigh(page), [*faults]
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    overflows, squeezed = {}, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        overflows[width] = page.evaluate(OVERFLOWS)
        squeezed += page.evaluate(SQUEEZED)
    scrolling = page.evaluate(SCROLLING_CODE)
    violations: dict[str, str] = {}
    page.evaluate(ONE_OF_EACH)
    for scheme in SCHEMES if asked else ():
        show_in(page, scheme)
        results = Axe().run(page, options={"resultTypes": ["violations"]})
        if results.violations_count:
            violations[scheme] = results.generate_report()
    return Visit(while_loading, shift, overflows, violations, scrolling, squeezed, weight)


def test_pages_load_cleanly_and_alone(visits: dict[str, Visit]) -> None:
    """No page has a failed request, a console error, or asks another host for anything."""
    assert {name: it.faults for name, it in visits.items() if it.faults} == {}


def test_pages_are_accessible(visits: dict[str, Visit]) -> None:
    """Axe finds no violation, in light and in dark, with all answers open."""
    found = {name: it.violations for name, it in visits.items() if it.violations}
    assert found == {}, "\n".join(str(list(each.values())) for each in found.values())


def test_no_page_scrolls_sideways(visits: dict[str, Visit]) -> None:
    """Neither page nor article does on any screen: what is wide scrolls in its own box."""
    wide = {
        name: {width: parts for width, parts in it.overflows.items() if parts}
        for name, it in visits.items()
        if any(it.overflows.values())
    }
    assert wide == {}


def test_no_code_scrolls_on_a_wide_screen(visits: dict[str, Visit]) -> None:
    """At 1280 pixels each line of code and output of lessons and recipes is seen whole."""
    lessons = {name: it for name, it in visits.items() if name.startswith(GALLERIES)}
    assert lessons
    assert {name: it.scrolling for name, it in lessons.items() if it.scrolling} == {}


def test_nothing_moves_while_a_page_loads(visits: dict[str, Visit]) -> None:
    """The layout shift of each page, as the browser measures it, is below 0.01."""
    assert {name: it.shift for name, it in visits.items() if it.shift >= 0.01} == {}


def test_images_keep_their_shape(visits: dict[str, Visit]) -> None:
    """On no screen is an image wider or higher than it should be for the other side."""
    assert {name: it.squeezed for name, it in visits.items() if it.squeezed} == {}


def test_the_next_page_is_light(visits: dict[str, Visit]) -> None:
    """Whoever has been on the site gets the next one for 60 kB, that of the search, too."""
    heavy = {name: it.weight for name, it in visits.items() if it.weight.size > 60_000}
    assert heavy == {}


@pytest.mark.parametrize("code", CODES)
def test_nothing_moves_on_a_new_readers_telephone(
    address: str, page: Page, code: str
) -> None:
    """Nor does it with nothing stored, when scripts run after the first painting."""
    page.set_viewport_size({"width": 412, "height": 823})
    page.add_init_script("localStorage.clear();" + MEASURE_SHIFT)
    page.route("**/*.js", _hold_until_painted)
    shifts = {}
    for name in KINDS:
        page.goto(f"{address}{code}/{name}")
        page.evaluate("new Promise((it) => requestAnimationFrame(() => setTimeout(it)))")
        shifts[name] = page.evaluate("window.shift")
    assert {name: it for name, it in shifts.items() if it >= 0.01} == {}


def _hold_until_painted(script: Route) -> None:
    page = script.request.frame.page
    page.wait_for_function("() => performance.getEntriesByType('paint').length > 0")
    script.continue_()
