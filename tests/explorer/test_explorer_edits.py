"""A number is typed, stepped by keys, or dragged."""

import re

import pytest
from playwright.sync_api import Browser, Page

from docs.explorer.numbers import post_values
from tests.explorer.reference import show, trace
from tests.explorer.screen import (
    Pages,
    cell,
    open_page,
    type_number,
    wrong_numbers,
)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_typed_number_changes_every_number_that_depends_on_it(
    page: Page, pages: Pages, language: str
) -> None:
    """A comma and a point are both understood, in both languages."""
    for typed in ("0,5", "0.5"):
        open_page(page, f"{pages[language]}/explorer.html#v=1&t=2")
        assert type_number(page, "x.2.1", typed) == "0.5000"
        values = post_values()
        changed = {**values, "x": [[*row] for row in values["x"]]}
        changed["x"][1][1] = 0.5
        assert wrong_numbers(page, changed, "carry", t=2) == []


@pytest.mark.parametrize("typed", ["1.234,5", "0,5,1", "\u0660", "1e400", "abc", "101"])
def test_what_is_no_number_is_refused_by_a_sentence(
    page: Page, pages: Pages, typed: str
) -> None:
    """The old value stays, and the sentence says what was typed."""
    open_page(page, f"{pages['es']}/explorer.html")
    before = cell(page, "x.1.0")
    assert type_number(page, "x.1.0", typed) == before
    assert typed in page.get_by_role("status").inner_text()
    assert wrong_numbers(page, post_values(), "carry") == []


def test_keys_change_a_number_and_take_it_back(page: Page, pages: Pages) -> None:
    """Arrows, Alt, Page, Home, Esc and Undo, from the post's 0.0021."""
    open_page(page, f"{pages['en']}/explorer.html")
    page.locator('[data-at="c_0.1"] input').focus()
    keys = ["F2", "ArrowUp", "ArrowUp", "Alt+ArrowDown", "PageUp", "Enter"]
    for key in keys:
        page.keyboard.press(key)
    assert cell(page, "c_0.1") == "1.1921"
    for key in ("F2", "PageUp", "Escape"):
        page.keyboard.press(key)
    assert cell(page, "c_0.1") == "1.1921"
    page.get_by_role("button", name="Undo").click()
    assert wrong_numbers(page, post_values(), "carry") == []
    type_number(page, "c_0.1", "7")
    page.locator('[data-at="c_0.1"] input').focus()
    for key in ("F2", "Home", "Enter"):
        page.keyboard.press(key)
    assert wrong_numbers(page, post_values(), "carry") == []
    assert page.get_by_role("button", name=re.compile("^Restore")).is_disabled()


def test_a_number_is_dragged_in_silence_and_told_once(page: Page, pages: Pages) -> None:
    """Forty pixels to the right are four tenths; the status speaks at the end."""
    open_page(page, f"{pages['en']}/explorer.html")
    page.evaluate(
        "window.said = []; new MutationObserver(() => said.push("
        "document.getElementById('xp-status').textContent)).observe("
        "document.getElementById('xp-status'), {childList: true})"
    )
    field = page.locator('[data-at="x.1.1"] input')
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(1, 9):
        page.mouse.move(x + 5 * k, y)
    assert page.evaluate("said.length") == 0
    page.mouse.up()
    assert cell(page, "x.1.1") == "0.4500"
    assert len(page.evaluate("said")) == 1
    page.get_by_role("button", name="Undo").click()
    assert wrong_numbers(page, post_values(), "carry") == []


def test_what_stood_there_at_first_is_told_beside_a_changed_number(
    page: Page, pages: Pages
) -> None:
    """Under the number, struck through, and as its description; gone when it is undone."""
    first = trace(post_values(), carry=True)
    for language, told in (("en", "at first {}"), ("es", "al principio {}")):
        open_page(page, f"{pages[language]}/explorer.html#v=1&t=3")
        type_number(page, "x.2.1", "0,5")
        was = show(post_values()["x"][1][1])
        field = page.locator('[data-at="x.2.1"] input')
        assert field.get_attribute("aria-description") == told.format(was)
        for symbol in "ifgoch":
            for k in range(3):
                changed = page.locator(f'#xp-step [data-at="{symbol}.3.{k}"]')
                old = show(first[symbol][2][k])
                assert changed.inner_text() != old
                assert changed.get_attribute("data-was") == old
                assert changed.get_attribute("aria-description") == told.format(old)
                style = "(e) => getComputedStyle(e, '::after').content"
                assert old in changed.evaluate(style)
        page.locator("#xp-undo").click()
        assert page.locator("[data-was], [aria-description]").count() == 0


def test_a_finger_that_scrolls_changes_no_number(page: Page, pages: Pages) -> None:
    """A swipe that begins on a number, 150 px up with 30 px sideways, as on a telephone."""
    open_page(page, f"{pages['en']}/explorer.html")
    page.locator('[data-at="x.3.1"] input').scroll_into_view_if_needed()
    box = page.locator('[data-at="x.3.1"] input').bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + 10
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", (x, y))
    for k in range(1, 16):
        touch("touchMove", (x + 2 * k, y - 10 * k))
    touch("touchEnd")
    assert wrong_numbers(page, post_values(), "carry") == []
    assert page.evaluate("location.hash") == ""


def test_a_drag_that_is_cancelled_is_taken_back(page: Page, pages: Pages) -> None:
    """A pen that the browser takes for something else after 40 px."""
    open_page(page, f"{pages['en']}/explorer.html")
    field = page.locator('[data-at="x.3.1"] input')
    for kind, x in (("pointerdown", 10), ("pointermove", 50)):
        event = {"pointerType": "pen", "clientX": x, "button": 0, "bubbles": True}
        if kind == "pointermove":
            # There is no such pointer to capture, since the event is made.
            page.evaluate("Element.prototype.setPointerCapture = () => {}")
        field.dispatch_event(kind, event)
    assert field.input_value() != show(post_values()["x"][2][1])
    field.dispatch_event("pointercancel", {"pointerType": "pen", "bubbles": True})
    assert wrong_numbers(page, post_values(), "carry") == []
    assert page.locator("#xp-undo").is_disabled()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_refusal_is_said_beside_the_number(
    page: Page, pages: Pages, language: str
) -> None:
    """In the next row, in sight, until a number is taken."""
    page.set_viewport_size({"width": 390, "height": 700})
    open_page(page, f"{pages[language]}/explorer.html")
    type_number(page, "x.3.1", "1e-8")
    line = page.locator("#xp-x tr:has([data-at='x.3.1']) + .xp-refused")
    assert "1e-8" in line.inner_text()
    box, field = (it.bounding_box() for it in (line, page.locator('[data-at="x.3.1"]')))
    assert box is not None
    assert field is not None
    assert 0 <= box["y"] - field["y"] < 60
    assert box["y"] + box["height"] < 700
    assert page.evaluate("document.activeElement.ariaInvalid") == "true"
    type_number(page, "x.3.1", "1")
    assert page.locator(".xp-refused").count() == 0
    assert page.locator("[aria-invalid=true]").count() == 0


def test_a_field_does_not_make_a_telephone_zoom(chromium: Browser, pages: Pages) -> None:
    """Every field has letters of 16 px where the pointer is a finger."""
    context = chromium.new_context(has_touch=True, is_mobile=True)
    page = context.new_page()
    sizes = {}
    for name in ("explorer", "calculator"):
        open_page(page, f"{pages['en']}/{name}.html")
        sizes[name] = page.evaluate(
            "[...document.querySelectorAll('.xp :is(input:not([type=range], [type=radio],"
            " [type=checkbox]), select, textarea)')]"
            ".map((e) => getComputedStyle(e).fontSize)"
        )
    context.close()
    assert {name: set(all_of) for name, all_of in sizes.items()} == {
        "explorer": {"16px"},
        "calculator": {"16px"},
    }
