"""A number is typed, stepped by keys, or dragged, and nothing else changes it."""

import math
from copy import deepcopy
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.explorer import screen
from tests.explorer.reference import show, trace
from tests.explorer.screen import POST, Call, Visit, wrong_numbers

NUMBERS = {
    **{"0.5": 0.5, "0,5": 0.5, ",5": 0.5, "5.": 5, " -1.25 ": -1.25, "\u22120,75": -0.75},
    **{"+3": 3, "100": 100, "1,234": 1.234, "-0": 0},
}
NO_NUMBERS = [
    *("", "1.234,5", "0,5,1", "\u0660", "0x10", "3abc", "1e3", "1e400", "NaN", "Infinity"),
    *("100.1", "1234", "0.1234567", "--1", ".", "1 2", "½", "<b>1</b>"),
]
LISTS = ["5, 3", "5 3", "[5, 3]", "(5,3)", "5,3,", " 5 ,3 "]
NO_LISTS = ["", "5,,3", "5.5", "[5", "0", "1 2 3 4 5", "5;3", "[]"]


def read(call: Call, kind: str, typed: list[str]) -> dict[str, Any]:
    """What a kind of field makes of each text; None where it refuses."""
    script = f"(m, typed) => typed.map((text) => m.{kind}(text.trim()) ?? null)"
    return dict(zip(typed, call("address", script, typed), strict=True))


def test_numbers_and_lists_are_read_as_people_write_them(call: Call) -> None:
    """`0,5` and `0.5` are a half, `[5, 3]` and `5 3` a list; nothing is guessed."""
    found = read(call, "number(100)", [*NUMBERS, *NO_NUMBERS])
    assert found == NUMBERS | dict.fromkeys(NO_NUMBERS)
    assert math.copysign(1, found["-0"]) == 1
    lists = read(call, "integers(1, 9, 4)", [*LISTS, *NO_LISTS])
    assert lists == {text: [5, 3] for text in LISTS} | dict.fromkeys(NO_LISTS)


def test_a_typed_number_changes_every_number_that_depends_on_it(visit: Visit) -> None:
    """A comma and a point are both understood, in both languages."""
    values = deepcopy(POST)
    values["x"][1][1] = 0.5
    for language, typed in (("en", "0,5"), ("es", "0,5"), ("es", "0.5")):
        page = visit(f"{language}/explorer.html#v=1&t=2")
        assert screen.type_number(page, "x.2.1", typed) == "0.5000"
        assert wrong_numbers(page, values, t=2) == []


def test_a_refusal_is_said_beside_the_number(visit: Visit, page: Page) -> None:
    """The old value stays, and a sentence in the next row, in sight, has what was typed."""
    page.set_viewport_size({"width": 390, "height": 700})
    visit("es/explorer.html")
    line = page.locator("#xp-x tr:has([data-at='x.3.1']) + .xp-refused")
    for typed in ("1.234,5", "0,5,1", "\u0660", "1e-8", "1e400", "abc", "101"):
        assert screen.type_number(page, "x.3.1", typed) == show(POST["x"][2][1])
        assert screen.status(page) == line.inner_text()
        assert typed in screen.status(page)
        expect(line).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.activeElement.ariaInvalid") == "true"
        assert wrong_numbers(page) == []
    screen.type_number(page, "x.3.1", "1")
    assert page.locator(".xp-refused, [aria-invalid=true]").count() == 0


def test_keys_change_a_number_and_take_it_back(visit: Visit) -> None:
    """Arrows, Alt, Page, Home, Esc and Undo, from the post's 0.0021."""
    page = visit("en/explorer.html")
    number = page.locator(screen.field("c_0.1"))
    number.focus()
    screen.press(page, "F2", "ArrowUp", "ArrowUp", "Alt+ArrowDown", "PageUp", "Enter")
    assert number.input_value() == "1.1921"
    screen.press(page, "F2", "PageUp", "Escape")
    assert number.input_value() == "1.1921"
    page.locator("#xp-undo").click()
    assert wrong_numbers(page) == []
    screen.type_number(page, "c_0.1", "7")
    number.focus()
    screen.press(page, "F2", "Home", "Enter")
    assert wrong_numbers(page) == []
    assert page.locator("#xp-restore").is_disabled()


def test_what_stood_there_at_first_is_told_beside_a_changed_number(visit: Visit) -> None:
    """Under the number, struck through, and as its description; gone when it is undone."""
    page = visit("es/explorer.html#v=1&t=3")
    screen.type_number(page, "x.2.1", "0,5")
    told = page.locator(screen.field("x.2.1")).get_attribute("aria-description")
    assert told == f"al principio {show(POST['x'][1][1])}"
    first = trace(POST, carry=True)
    for symbol in "ifgoch":
        for k, old in enumerate(map(show, first[symbol][2])):
            cell = page.locator(f'#xp-step [data-at="{symbol}.3.{k}"]')
            assert cell.inner_text() != old
            assert cell.get_attribute("data-was") == old
            assert cell.get_attribute("aria-description") == f"al principio {old}"
            assert old in cell.evaluate("it => getComputedStyle(it, '::after').content")
    page.locator("#xp-undo").click()
    assert page.locator("[data-was], [aria-description]").count() == 0


def test_a_number_is_dragged_in_silence_and_told_once(visit: Visit) -> None:
    """Forty pixels to the right are four tenths; the status speaks at the end."""
    page = visit("en/explorer.html")
    page.evaluate(
        "window.said = 0; new MutationObserver(() => (said += 1)).observe("
        "document.getElementById('xp-status'), {childList: true})"
    )
    x, y = middle(page.locator(screen.field("x.1.1")))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=8)
    assert page.evaluate("said") == 0
    page.mouse.up()
    assert page.locator(screen.field("x.1.1")).input_value() == "0.4500"
    assert page.evaluate("said") == 1
    page.locator("#xp-undo").click()
    assert wrong_numbers(page) == []


def test_a_finger_that_scrolls_changes_no_number(visit: Visit) -> None:
    """A swipe that begins on a number, 150 px up with 30 px sideways, as on a telephone."""
    page = visit("en/explorer.html")
    x, y = middle(page.locator(screen.field("x.3.1")))
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    path = [("touchMove", [{"x": x + 2 * k, "y": y - 10 * k}]) for k in range(1, 16)]
    for kind, points in [("touchStart", [{"x": x, "y": y}]), *path, ("touchEnd", [])]:
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert wrong_numbers(page) == []
    assert page.evaluate("location.hash") == ""


def test_a_drag_that_is_cancelled_is_taken_back(visit: Visit) -> None:
    """A pen that the browser takes for something else after 40 px."""
    page = visit("en/explorer.html")
    number = page.locator(screen.field("x.3.1"))
    pen = {"pointerType": "pen", "button": 0, "bubbles": True}
    # There is no such pointer to capture, since the events are made.
    page.evaluate("Element.prototype.setPointerCapture = () => {}")
    number.dispatch_event("pointerdown", {**pen, "clientX": 10})
    number.dispatch_event("pointermove", {**pen, "clientX": 50})
    assert number.input_value() != show(POST["x"][2][1])
    number.dispatch_event("pointercancel", pen)
    assert wrong_numbers(page) == []
    assert page.locator("#xp-undo").is_disabled()


def middle(it: Locator) -> tuple[float, float]:
    """Where something is on the screen."""
    it.scroll_into_view_if_needed()
    box = it.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
