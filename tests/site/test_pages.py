"""Every page of every language, opened in a real browser."""

import io
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser import SCHEMES, show_in
from tests.site.pages import CODES, page_names
from tests.site.weight import Weight, weigh

WIDTHS = (320, 360, 768, 1280)
MEASURE_SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SQUEEZED = """
() => [...document.querySelectorAll("article img[height]")]
  .filter((it) => it.clientWidth > 0)
  .filter((it) => Math.abs(it.clientWidth * it.getAttribute("height") /
    it.clientHeight / it.getAttribute("width") - 1) > 0.02)
  .map((it) => it.getAttribute("src"))
"""


class Visit(NamedTuple):
    """What was seen on one page."""

    faults: list[str]
    """Failed requests, complaints in the console, requests to other hosts."""

    shift: float
    """How far the layout moved while the page loaded."""

    widths: dict[int, int]
    """For each width of the screen, how wide the page is."""

    violations: dict[str, str]
    """For each colour scheme, what axe found."""

    images: list[str]
    """The texts of the article's images."""

    squeezed: list[str]
    """The images that have lost their shape on some screen."""

    weight: Weight
    """What it cost to come here from another page of the site."""


@pytest.fixture(scope="module", params=CODES)
def visits(
    request: pytest.FixtureRequest, address: str, site: Path, chromium: Browser
) -> dict[str, Visit]:
    """A visit to each page of a language."""
    code: str = request.param
    context = chromium.new_context(reduced_motion="reduce")
    context.add_init_script(MEASURE_SHIFT)
    faults = _listen(context, address)
    page = context.new_page()
    page.goto(f"{address}{code}/index.html", wait_until="networkidle")
    visits = {}
    for name in page_names(site, code):
        faults.clear()
        visits[name] = _visit(page, f"{address}{code}/{name}", faults)
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


def _visit(page: Page, url: str, faults: list[str]) -> Visit:
    page.emulate_media(color_scheme="light")
    page.goto(url, wait_until="networkidle")
    shift = page.evaluate("window.shift")
    weight = weigh(page)
    while_loading = list(faults)
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    widths, squeezed = {}, []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        widths[width] = page.evaluate("document.documentElement.scrollWidth")
        squeezed += page.evaluate(SQUEEZED)
    violations = {}
    for scheme in SCHEMES:
        show_in(page, scheme)
        results = Axe().run(page)
        if results.violations_count:
            violations[scheme] = results.generate_report()
    images = page.locator("article img").evaluate_all("all => all.map((it) => it.alt)")
    return Visit(while_loading, shift, widths, violations, images, squeezed, weight)


def test_pages_load_cleanly_and_alone(visits: dict[str, Visit]) -> None:
    """No page has a failed request, a console error, or asks another host for anything."""
    assert {name: it.faults for name, it in visits.items() if it.faults} == {}


def test_pages_are_accessible(visits: dict[str, Visit]) -> None:
    """Axe finds no violation on any page, in light and in dark, with all answers open."""
    found = {name: it.violations for name, it in visits.items() if it.violations}
    assert found == {}, "\n".join(str(list(each.values())) for each in found.values())


def test_nothing_is_wider_than_the_screen(visits: dict[str, Visit]) -> None:
    """No page scrolls sideways; what is wide scrolls in its own box."""
    wide = {
        name: it.widths
        for name, it in visits.items()
        if any(width > screen for screen, width in it.widths.items())
    }
    assert wide == {}


def test_nothing_moves_while_a_page_loads(visits: dict[str, Visit]) -> None:
    """The layout shift of each page, as the browser measures it, is below 0.01."""
    assert {name: it.shift for name, it in visits.items() if it.shift >= 0.01} == {}


@pytest.mark.parametrize("code", CODES)
def test_nothing_moves_on_a_new_readers_telephone(
    address: str, site: Path, page: Page, code: str
) -> None:
    """Nor does it with nothing stored, when scripts run after the first painting."""
    page.set_viewport_size({"width": 412, "height": 823})
    page.add_init_script("localStorage.clear();" + MEASURE_SHIFT)
    page.route("**/*.js", _hold_until_painted)
    shifts = {}
    for name in page_names(site, code):
        page.goto(f"{address}{code}/{name}")
        page.evaluate("new Promise((it) => requestAnimationFrame(() => setTimeout(it)))")
        shifts[name] = page.evaluate("window.shift")
    assert {name: it for name, it in shifts.items() if it >= 0.01} == {}


def _hold_until_painted(script: Route) -> None:
    page = script.request.frame.page
    page.wait_for_function("() => performance.getEntriesByType('paint').length > 0")
    script.continue_()


def test_images_keep_their_shape(visits: dict[str, Visit]) -> None:
    """On no screen is an image wider or higher than it should be for the other side."""
    assert {name: it.squeezed for name, it in visits.items() if it.squeezed} == {}


def test_the_next_page_is_light(visits: dict[str, Visit]) -> None:
    """Whoever has been on the site gets the next page for 60 kB."""
    heavy = {name: it.weight for name, it in visits.items() if it.weight.size > 60_000}
    assert heavy == {}


def test_every_figure_says_what_it_shows(visits: dict[str, Visit]) -> None:
    """Each figure of a lesson has a text of some length, fit to be read aloud."""
    lessons = {name: it for name, it in visits.items() if name.startswith("lessons/plot_")}
    assert lessons
    for name, lesson in lessons.items():
        assert lesson.images, name
        assert all(len(text) > 20 for text in lesson.images), (name, lesson.images)
        assert not any("$" in text for text in lesson.images), (name, lesson.images)


def test_figures_are_dark_on_a_dark_page(address: str, page: Page) -> None:
    """The ground of a figure is the page's, nearly, and its letters stand out from it."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto(
            f"{address}{CODES[0]}/lessons/1_first_steps/plot_05_a_loop_is_one_call.html"
        )
        for answer in page.locator("details:has(img)").all():
            answer.evaluate("it => { it.open = true; }")
        figure = page.locator("img.sphx-glr-single-img").first
        figure.evaluate("it => it.decode()")
        with Image.open(io.BytesIO(figure.screenshot())) as seen:
            levels = seen.convert("L")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = map(int, re.findall(r"\d+", ground))
        assert abs(levels.getpixel((2, 2)) - (red + green + blue) / 3) <= 10
        darkest, lightest = levels.getextrema()
        assert lightest - darkest > 200


def test_on_paper_figures_are_as_they_were_drawn(address: str, page: Page) -> None:
    """Whoever reads in the dark prints black on white, and no button."""
    page.emulate_media(color_scheme="dark", media="print")
    page.goto(f"{address}{CODES[0]}/lessons/1_first_steps/plot_05_a_loop_is_one_call.html")
    figures = page.locator("img.sphx-glr-single-img")
    assert figures.count() == 1
    assert figures.evaluate("it => getComputedStyle(it).filter") == "none"
    button = page.locator("button.copybtn").first
    assert button.evaluate("it => getComputedStyle(it).display") == "none"


@pytest.mark.parametrize("width", [360, 1280])
def test_equations_stand_below_one_another(address: str, page: Page, width: int) -> None:
    """Their signs of equality stand in one line, and the block is in the middle, whole."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}{CODES[0]}/lessons/5_inside/plot_24_one_step_by_hand.html")
    blocks = page.locator("div.math").all()
    assert len(blocks) == 2
    for block in blocks:
        signs = block.locator("mtd:last-child > mo:nth-child(2)")
        assert set(signs.all_text_contents()) == {"="}
        assert len({it["x"] for sign in signs.all() if (it := sign.bounding_box())}) == 1
        around, table = block.bounding_box(), block.locator("mtable").bounding_box()
        assert around
        assert table
        left = table["x"] - around["x"]
        right = around["x"] + around["width"] - table["x"] - table["width"]
        assert left >= 0
        assert abs(left - right) < 1
