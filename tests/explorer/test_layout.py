"""The pages are fit for every screen and every eye, on paper, and from disk."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.explorer.screen import Visit, at_step, open_page, wrong_numbers

NAMES = ("index", "explorer", "calculator")
LANGUAGES = ("en", "es")
TOO_WIDE = """() => [...document.querySelectorAll(".xp *")]
  .filter((e) => !e.closest("svg, pre"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
  .map((e) => e.outerHTML.slice(0, 80))"""
TOO_SMALL = """() => [...document.querySelectorAll(
    ".xp :is(button, select, textarea, summary, input, td[tabindex], .xp-ref)")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .map((e) => e.closest("label") ?? e)
  .filter((e) => e.getBoundingClientRect().width < 24
    || e.getBoundingClientRect().height < 24)
  .map((e) => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_on_a_narrow_screen_nothing_sticks_out(
    visit: Visit, name: str, language: str
) -> None:
    """Folds open, a formula and an answer shown; 640 is 1280 at 200 %.

    What a finger or a pointer aims at is 24 pixels large on every screen.
    """
    page = visit(f"{language}/{name}.html" + "#v=1&pin=f.0" * (name == "explorer"))
    page.evaluate("document.querySelectorAll('details').forEach((it) => (it.open = true))")
    if name == "calculator":
        page.locator("#xp-error").fill("'numpy.ndarray' object has no attribute 'dim'")
        page.locator(".xp-found").wait_for()
    for width in (320, 640, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate(TOO_WIDE) == [], width
        assert page.evaluate(TOO_SMALL) == [], width


@pytest.mark.parametrize("language", LANGUAGES)
def test_cause_and_effect_are_on_one_screen(visit: Visit, language: str) -> None:
    """From 64rem on: what steps and undoes, beside the drawing, and beside the tensors."""
    page = visit(f"{language}/explorer.html")
    for height in (720, 900):
        page.set_viewport_size({"width": 1280, "height": height})
        for part in (".xp-drawing", "#xp-x"):
            page.locator(part).scroll_into_view_if_needed()
            for seen in ("#xp-next", "#xp-status", "#xp-undo", part):
                expect(page.locator(seen)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_telephone_the_steps_are_within_reach(visit: Visit, language: str) -> None:
    """Back, Play and Next stay at the foot of the screen, in one line, and cover no end."""
    page = visit(f"{language}/explorer.html")
    buttons = [page.locator(f"#xp-{name}") for name in ("prev", "play", "next")]
    for width, t in ((320, 2), (390, 3)):
        page.set_viewport_size({"width": width, "height": 700})
        page.locator(".xp-drawing").scroll_into_view_if_needed()
        for button in buttons:
            expect(button).to_be_in_viewport(ratio=1)
        assert len({button.evaluate("it => it.offsetTop") for button in buttons}) == 1
        buttons[-1].click()
        at_step(page, t)


def test_a_field_does_not_make_a_telephone_zoom(chromium: Browser, folder: Path) -> None:
    """Every field has letters of 16 px where the pointer is a finger."""
    context = chromium.new_context(has_touch=True, is_mobile=True)
    page = context.new_page()
    kinds = ":is(input:not([type=range], [type=radio], [type=checkbox]), select, textarea)"
    sizes = set()
    for name in ("explorer", "calculator"):
        open_page(page, folder.as_uri(), f"/en/{name}.html")
        fields = page.locator(f".xp {kinds}")
        sizes |= {
            *fields.evaluate_all("all => all.map((e) => getComputedStyle(e).fontSize)")
        }
    context.close()
    assert sizes == {"16px"}


def test_in_forced_colours_every_mark_stands_out(visit: Visit, page: Page) -> None:
    """Bars, lines, marks and the chosen number keep a colour that is not the ground's."""
    page.emulate_media(forced_colors="active")
    visit("en/explorer.html#v=1&t=2&pin=f.1")
    marks = page.locator(".xp-bar, .xp-line, .xp-mark, .xp-wires path, .xp svg text")
    assert marks.count() > 50
    paint = "(all) => all.map(getComputedStyle).map(({ fill, stroke }) => [fill, stroke])"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert all(set(pair) - {"none", ground} for pair in marks.evaluate_all(paint))
    page.locator("#xp-step td").first.focus()
    for marked in ("#xp-step td[aria-selected=true]", ".xp-sym.xp-lit"):
        expect(page.locator(marked).first).to_have_css("outline-style", "solid")


def test_a_symbol_lights_up_wherever_it_stands(visit: Visit) -> None:
    """By hover in prose, and by focus in the table: word, equation, drawing, number."""
    page = visit("en/explorer.html")
    page.locator("p .xp-sym[data-sym=f]").first.hover()
    assert page.locator("svg .xp-gate[data-sym=f].xp-lit").count() == 1
    page.mouse.move(0, 0)
    page.locator('#xp-step [data-at="h.1.1"]').focus()
    assert page.locator('.xp-lit[data-at="carry.h.1.1"]').count() > 0
    assert page.locator("p .xp-sym[data-sym=h].xp-lit").count() > 0


def test_playing_stops_at_the_last_step(visit: Visit, page: Page) -> None:
    """The next step comes at once, and nothing else moves for who wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    visit("en/explorer.html#v=1&t=3")
    play = page.locator("#xp-play")
    expect(play).to_have_attribute("aria-pressed", "false")
    play.click()
    assert page.locator("#xp-t").input_value() == "4"
    expect(play).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.getAnimations().length") == 0
    at_step(page, 5)
    expect(play).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("name", NAMES)
def test_on_paper_there_are_numbers_and_no_controls(visit: Visit, name: str) -> None:
    """Printed, the page is what it was before its scripts, with the numbers of now."""
    page = visit(f"es/{name}.html")
    page.emulate_media(media="print")
    # The copy button is the site's; that it is not printed is tested there.
    controls = ".xp :is(button:not(.copybtn), select, textarea, input:not([role]))"
    assert page.locator(controls).filter(visible=True).count() == 0
    assert page.locator(".xp table").filter(visible=True).count() > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_folder_the_pages_work(page: Page, folder: Path, language: str) -> None:
    """Opened by a double click, with no server: home, explorer and calculator calculate."""
    said: list[str] = []
    page.on("console", lambda it: said.append(it.text) if it.type == "error" else None)
    base = f"{folder.as_uri()}/{language}/"
    open_page(page, base, "index.html")
    page.locator("#xp-t").fill("2")
    assert wrong_numbers(page, t=2, count=15) == []
    open_page(page, base, "explorer.html#v=1&t=2")
    assert wrong_numbers(page, t=2) == []
    page.locator("#xp-next").click()
    assert wrong_numbers(page, t=3) == []
    page.go_back()
    at_step(page, 2)
    open_page(page, base, "calculator.html#v=1&hidden_size=7")
    assert page.locator("#xp-total").inner_text() == "364"
    # The theme's own; a page of a single theme has no mode to set.
    assert [text for text in said if "invalid theme mode" not in text] == []
