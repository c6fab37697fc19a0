"""The script of lessons covers what is asked about, and opens what is to be seen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.site

ONE = "lessons/1_first/plot_01_one.html"
REPLY = ".lesson-right .lesson-reply"


@pytest.fixture
def lesson(english: Path, page: Page) -> Callable[..., Page]:
    """Open the first lesson as a file, to predict first or not."""

    def visit(query: str = "", *, predict: bool = True) -> Page:
        page.goto(f"file://{english / 'html' / ONE}{query}")
        if predict:
            page.get_by_role("switch", name="Predict first").check()
        return page

    return visit


def test_everything_is_in_sight_unless_one_asks_to_predict(
    lesson: Callable[..., Page],
) -> None:
    """The switch is off at first; it covers the output asked about, and no other.

    What the head of the next page reads is what was chosen last.
    """
    page = lesson(predict=False)
    shown = page.locator(".lesson-shown")
    for chosen, kept in ((False, None), (True, "on"), (False, "off")):
        page.get_by_role("switch", name="Predict first").set_checked(chosen)
        expect(shown).to_be_visible(visible=not chosen)
        expect(page.locator(".lesson-cover")).to_be_visible(visible=chosen)
        expect(page.locator("#output-2")).to_be_visible()
        assert page.evaluate("localStorage.getItem('predict-first')") == kept


def test_an_answer_uncovers_its_output(lesson: Callable[..., Page]) -> None:
    """A right one or a wrong one, chosen with the keyboard; and its reply shows."""
    page = lesson()
    page.locator(".lesson-wrong > summary").press("Enter")
    expect(page.get_by_text("and there are two.")).to_be_visible()
    expect(page.locator(".lesson-shown")).to_be_visible()
    expect(page.locator(".lesson-cover")).to_be_hidden()


def test_an_address_opens_what_it_points_at(lesson: Callable[..., Page]) -> None:
    """All of it with `answers=show`; and what stands around a fragment."""
    page = lesson("?answers=show", predict=False)
    expect(page.locator(REPLY)).to_be_visible()
    assert page.locator("details[class*=lesson-]:not([open])").count() == 0
    page = lesson()
    page.evaluate("location.hash = 'output-1'")
    expect(page.locator("#output-1")).to_be_visible()
    expect(page.locator("#output-3")).to_be_hidden()
    page.evaluate("location.hash = 'output-3'")
    expect(page.locator("#output-3")).to_be_visible()


def test_on_paper_all_is_open(lesson: Callable[..., Page]) -> None:
    """Also what is covered; afterwards it is as it was."""
    page = lesson()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for place in (REPLY, "#output-3", "#output-1"):
        expect(page.locator(place)).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    for place in (REPLY, ".lesson-shown"):
        expect(page.locator(place)).to_be_hidden()


def test_without_scripts_nothing_is_covered(english: Path, chromium: Browser) -> None:
    """Choices open, there is no switch, and outputs are in sight."""
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"file://{english / 'html' / ONE}")
        expect(page.locator(".lesson-shown")).to_be_visible()
        expect(page.locator(".lesson-predict")).to_be_hidden()
        page.locator(".lesson-right > summary").click()
        expect(page.locator(REPLY)).to_be_visible()
