"""The script of lessons covers what is asked about, and opens what is to be seen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.site

ONE = "lessons/1_first/plot_01_one.html"


@pytest.fixture
def lesson(english: Path, page: Page) -> Callable[[str], Page]:
    """Open a page of the site as a file."""

    def visit(address: str) -> Page:
        page.goto(f"file://{english / 'html'}/{address}")
        return page

    return visit


def test_everything_is_in_sight_unless_one_asks_to_predict(
    lesson: Callable[[str], Page],
) -> None:
    """The switch is off at first; it covers the output asked about, and no other."""
    page = lesson(ONE)
    shown = page.locator(".lesson-shown")
    expect(shown).to_be_visible()
    expect(page.locator(".lesson-cover")).to_be_hidden()
    page.get_by_role("switch", name="Predict first").check()
    expect(shown).to_be_hidden()
    expect(page.locator(".lesson-cover")).to_be_visible()
    expect(page.locator("#output-2")).to_be_visible()
    page.get_by_role("switch").uncheck()
    expect(shown).to_be_visible()


def test_an_answer_uncovers_its_output(lesson: Callable[[str], Page]) -> None:
    """A right one or a wrong one, chosen with the keyboard; and its reply shows."""
    page = lesson(ONE)
    page.get_by_role("switch").check()
    page.locator(".lesson-wrong > summary").press("Enter")
    expect(page.get_by_text("and there are two.")).to_be_visible()
    expect(page.locator(".lesson-shown")).to_be_visible()
    expect(page.locator(".lesson-cover")).to_be_hidden()


def test_the_switch_is_remembered(lesson: Callable[[str], Page]) -> None:
    """What the head of the next page reads is what was chosen last."""
    page = lesson(ONE)
    page.get_by_role("switch").check()
    assert page.evaluate("localStorage.getItem('predict-first')") == "on"
    page.get_by_role("switch").uncheck()
    assert page.evaluate("localStorage.getItem('predict-first')") == "off"


def test_an_address_opens_what_it_points_at(lesson: Callable[[str], Page]) -> None:
    """All of it with `answers=show`; and what stands around a fragment."""
    page = lesson(f"{ONE}?answers=show")
    closed = page.locator("details[class*=lesson-]:not([open])")
    expect(page.locator(".lesson-right .lesson-reply")).to_be_visible()
    assert closed.count() == 0
    page = lesson(ONE)
    page.get_by_role("switch").check()
    page.evaluate("location.hash = 'output-1'")
    expect(page.locator("#output-1")).to_be_visible()
    expect(page.locator("#output-3")).to_be_hidden()
    page.evaluate("location.hash = 'output-3'")
    expect(page.locator("#output-3")).to_be_visible()


def test_on_paper_all_is_open(lesson: Callable[[str], Page]) -> None:
    """Also what is covered; afterwards it is as it was."""
    page = lesson(ONE)
    page.get_by_role("switch").check()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for place in (".lesson-right .lesson-reply", "#output-3", "#output-1"):
        expect(page.locator(place)).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".lesson-right .lesson-reply")).to_be_hidden()
    expect(page.locator(".lesson-shown")).to_be_hidden()


def test_without_scripts_nothing_is_covered(english: Path, chromium: Browser) -> None:
    """Choices open, there is no switch, and outputs are in sight."""
    context: BrowserContext = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{english / 'html' / ONE}")
    expect(page.locator(".lesson-shown")).to_be_visible()
    expect(page.locator(".lesson-predict")).to_be_hidden()
    page.locator(".lesson-right > summary").click()
    expect(page.locator(".lesson-right .lesson-reply")).to_be_visible()
    context.close()
