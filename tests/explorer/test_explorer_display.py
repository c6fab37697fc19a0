"""The pages are fit for every screen and every eye, on paper, and from disk."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from docs.explorer.numbers import post_values
from tests.explorer.reference import show, trace
from tests.explorer.screen import READ, Pages, open_page, wrong_numbers

CARRY = trace(post_values(), carry=True)
NAMES = ("index", "explorer", "calculator")
OPEN_ALL = "for (const d of document.querySelectorAll('details')) d.open = true"
TOO_WIDE = """(width) => [...document.querySelectorAll(".xp *")]
  .filter((e) => !e.closest("svg, pre") && e.getBoundingClientRect().right > width + 0.5)
  .map((e) => e.outerHTML.slice(0, 80))"""
TOO_SMALL = """() => [...document.querySelectorAll(
    ".xp :is(button, select, textarea, summary, input, td[tabindex], .xp-ref)")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .map((e) => [e.closest("label") ?? e, e])
  .filter(([target]) => {
    const { width, height } = target.getBoundingClientRect();
    return width < 24 || height < 24;
  })
  .map(([, e]) => e.outerHTML.slice(0, 100))"""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 640])
def test_on_a_narrow_screen_nothing_sticks_out(
    page: Page, pages: Pages, name: str, width: int
) -> None:
    """Of every part, weights open and a formula shown; 640 is 1280 at 200 %."""
    page.set_viewport_size({"width": width, "height": 700})
    open_page(page, f"{pages['es']}/{name}.html" + "#v=1&pin=f.0" * (name == "explorer"))
    page.evaluate(OPEN_ALL)
    assert page.evaluate(TOO_WIDE, width) == []


def test_at_320_pixels_an_answer_to_an_error_does_not_stick_out(
    page: Page, pages: Pages
) -> None:
    """The message breaks, and so do cause and repair."""
    page.set_viewport_size({"width": 320, "height": 700})
    open_page(page, f"{pages['es']}/calculator.html")
    page.locator("#xp-error").fill("'numpy.ndarray' object has no attribute 'dim'")
    page.locator(".xp-found").wait_for()
    assert page.evaluate(TOO_WIDE, 320) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_what_can_be_pressed_is_24_pixels_wide_and_high(
    page: Page, pages: Pages, name: str, width: int
) -> None:
    """Buttons, fields, numbers to choose; a label counts with its box."""
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{pages['en']}/{name}.html" + "#v=1&pin=f.0" * (name == "explorer"))
    page.evaluate(OPEN_ALL)
    assert page.evaluate(TOO_SMALL) == []


def test_in_forced_colours_every_mark_stands_out(chromium: Browser, pages: Pages) -> None:
    """Bars, lines, marks and the chosen number keep a colour that is not the ground's."""
    context = chromium.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{pages['en']}/explorer.html#v=1&t=2&pin=f.1")
    page.wait_for_selector("html.xp-on", state="attached")
    painted = page.evaluate(
        """() => {
          const marks = ".xp-bar, .xp-line, .xp-mark, .xp-wires path, .xp svg text";
          const ground = getComputedStyle(document.body).backgroundColor;
          return [...document.querySelectorAll(marks)].map((e) => {
            const { fill, stroke } = getComputedStyle(e);
            const seen = [fill, stroke].filter((one) => one !== "none" && one !== ground);
            return [e.getAttribute("class"), seen.length];
          });
        }"""
    )
    chosen = page.locator("#xp-step td[aria-selected=true]")
    outline = chosen.evaluate("(e) => getComputedStyle(e).outlineStyle")
    page.locator("#xp-step td").first.focus()
    lit = page.evaluate(
        "getComputedStyle(document.querySelector('.xp-sym.xp-lit')).outlineStyle"
    )
    context.close()
    assert len(painted) > 50
    assert [name for name, colours in painted if not colours] == []
    assert (outline, lit) == ("solid", "solid")


@pytest.mark.parametrize("language", ["en", "es"])
def test_from_a_folder_the_pages_work(
    page: Page, folders: dict[str, Path], language: str
) -> None:
    """Opened by a double click, with no server: home, explorer and calculator calculate."""
    said: list[str] = []
    page.on("console", lambda it: said.append(it.text) if it.type == "error" else None)
    folder = folders[language].as_uri()
    open_page(page, f"{folder}/index.html")
    page.locator("#xp-t").fill("2")
    assert dict(page.evaluate(READ))["carry.h.2.0"] == show(CARRY["h"][1][0])
    open_page(page, f"{folder}/explorer.html#v=1&t=2")
    assert wrong_numbers(page, post_values(), "carry", t=2) == []
    page.locator("#xp-next").click()
    assert wrong_numbers(page, post_values(), "carry", t=3) == []
    page.go_back()
    page.wait_for_function("document.getElementById('xp-t').value === '2'")
    open_page(page, f"{folder}/calculator.html#v=1&hidden_size=7")
    assert page.locator("#xp-total").inner_text() == "364"
    # The theme's own; a page of a single theme has no mode to set.
    assert [text for text in said if "invalid theme mode" not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_on_paper_there_are_numbers_and_no_controls(
    page: Page, pages: Pages, name: str
) -> None:
    """Printed, the page is what it was before its scripts, with the numbers of now."""
    open_page(page, f"{pages['en']}/{name}.html")
    page.emulate_media(media="print")
    # The copy button is the site's; that it is not printed is tested there.
    controls = page.locator(
        ".xp :is(button:not(.copybtn), select, textarea, input:not([role]))"
    )
    assert controls.filter(visible=True).count() == 0
    assert page.locator(".xp table").filter(visible=True).count() > 0
    assert page.pdf().startswith(b"%PDF")


def test_nothing_moves_for_who_wants_no_motion(page: Page, pages: Pages) -> None:
    """And playing is off at the start."""
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{pages['en']}/explorer.html")
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("#xp-play").get_attribute("aria-pressed") == "false"


def test_playing_stops_at_the_last_step(page: Page, pages: Pages) -> None:
    """From step 3, the first step at once, and at the end the button is free again."""
    open_page(page, f"{pages['en']}/explorer.html#v=1&t=3")
    page.locator("#xp-play").click()
    assert page.locator("#xp-t").input_value() == "4"
    page.wait_for_function("document.getElementById('xp-play').ariaPressed === 'true'")
    page.wait_for_function("document.getElementById('xp-t').value === '5'")
    page.wait_for_function("document.getElementById('xp-play').ariaPressed === 'false'")


def test_a_symbol_lights_up_wherever_it_stands(page: Page, pages: Pages) -> None:
    """By hover in prose, and by focus in the table: word, equation, drawing, number."""
    open_page(page, f"{pages['en']}/explorer.html")
    page.locator("p .xp-sym[data-sym=f]").first.hover()
    assert page.locator("svg .xp-gate[data-sym=f].xp-lit").count() == 1
    page.mouse.move(0, 0)
    page.locator('#xp-step [data-at="h.1.1"]').focus()
    lit = page.evaluate(
        "[...document.querySelectorAll('.xp-lit')].map((e) => e.dataset.at)"
    )
    assert "carry.h.1.1" in lit
    assert page.locator("p .xp-sym[data-sym=h].xp-lit").count() > 0


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("height", [720, 900])
def test_cause_and_effect_are_on_one_screen(
    page: Page, pages: Pages, language: str, height: int
) -> None:
    """From 64rem on: what steps and undoes, beside the drawing, and beside the tensors."""
    page.set_viewport_size({"width": 1280, "height": height})
    open_page(page, f"{pages[language]}/explorer.html")
    for part in (".xp-drawing", "#xp-x"):
        page.locator(part).scroll_into_view_if_needed()
        for control in ("#xp-next", "#xp-status", "#xp-undo"):
            expect(page.locator(control)).to_be_in_viewport(ratio=1)
        expect(page.locator(part)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_telephone_the_steps_are_within_reach(
    page: Page, pages: Pages, width: int
) -> None:
    """Back, Play and Next stay at the foot of the screen, in one line, and cover no end."""
    page.set_viewport_size({"width": width, "height": 700})
    open_page(page, f"{pages['es']}/explorer.html")
    page.locator(".xp-drawing").scroll_into_view_if_needed()
    tops = set()
    for name in ("prev", "play", "next"):
        button = page.locator(f"#xp-{name}")
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box is not None
        tops.add(box["y"])
    assert len(tops) == 1
    page.locator("#xp-next").click()
    assert page.locator("#xp-t").evaluate("(e) => e.value") == "2"
