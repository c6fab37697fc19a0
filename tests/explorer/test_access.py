"""Everything can be done by keys and is told to a screen reader; axe finds nothing."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import SCHEMES, show_in
from tests.explorer.reference import show, trace
from tests.explorer.screen import POST, Visit, follow, press, status, type_number

H0_SIZE = "RuntimeError: Expected hidden[0] size (2, 7, 6), got [7, 2, 6]"


def change(page: Page) -> None:
    """Start each step anew, change a weight, and let another be refused."""
    page.locator("[name=xp-mode]").nth(1).check()
    page.evaluate("document.getElementById('xp-weights').open = true")
    type_number(page, "W_if.0.0", "0,5")
    type_number(page, "W_if.0.1", "half")
    page.locator(".xp-refused").wait_for()


def paste(page: Page) -> None:
    """Ask for what torch warns of, and paste an error."""
    follow(page, "v=1&dropout=0.5")
    page.locator("#xp-error").fill(H0_SIZE)
    page.locator(".xp-found").wait_for()


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "home": ("index", lambda page: page.locator("#xp-gate").fill("-3")),
    "changed and refused": ("explorer", change),
    "refused by torch": ("calculator", lambda page: follow(page, "v=1&proj_size=3")),
    "warned, and an error pasted": ("calculator", paste),
}
"""What a reader can bring about; how pages are at first, the tests of the site look at."""


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visit: Visit, page: Page, state: str) -> None:
    """In the article of the page, in light and in dark."""
    name, act = STATES[state]
    page.emulate_media(reduced_motion="reduce")
    act(visit(f"es/{name}.html"))
    page.evaluate("scrollTo(0, 0)")  # nothing lies under the bar at the top
    for scheme in SCHEMES:
        show_in(page, scheme)
        results = Axe().run(page, context=".bd-article")
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("name", ["index", "explorer", "calculator"])
def test_both_languages_have_the_same_tree(visit: Visit, name: str) -> None:
    """Roles, order and numbers are equal; only the words differ."""
    trees = []
    for language in ("en", "es"):
        parts = visit(f"{language}/{name}.html").locator(".xp").all()
        tree = "\n".join(part.aria_snapshot() for part in parts)
        trees.append(re.findall(r"^ *- ([\w/]+)|(-?\d+\.\d{4})", tree, re.MULTILINE))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 50


def test_the_keyboard_alone_does_it(visit: Visit) -> None:
    """Step to 5, switch the way, edit, undo, pin and read, copy: no mouse, all by names."""
    page = visit("en/explorer.html")
    inputs = page.get_by_role("grid", name="x inputs: five steps of four numbers")
    first = inputs.get_by_role("spinbutton", name="x of step 1, number 0")
    assert first.input_value() == show(POST["x"][0][0])
    results = page.get_by_role("grid", name="The six equations and their results")
    assert results.get_by_role("gridcell").count() == 18
    page.get_by_role("button", name="Next").focus()
    press(page, *["Enter"] * 4)
    assert page.evaluate("document.activeElement.id") == "xp-prev"
    page.get_by_role("radio", name="Carry it from step to step").focus()
    press(page, "ArrowDown")
    assert "Step 5 of 5. Started anew" in status(page)
    page.locator('#xp-step [data-at="i.5.0"]').focus()
    press(page, "ArrowDown", "ArrowRight", "Enter")
    f = trace(POST, carry=False)["f"]
    assert status(page) == f"f_5[1] = {show(f[4][1])}"
    assert page.locator('[data-origin="f"]').is_visible()
    page.locator('[data-origin="f"] [data-at="f.5.1"]').focus()
    press(page, "ArrowRight", "Enter")
    assert page.evaluate("document.activeElement.ariaLabel") == "W if, unit 1, number 0"
    page.keyboard.type("0.25")
    press(page, "Enter")
    assert "W_if[1, 0] is now 0.2500" in status(page)
    page.get_by_role("button", name="Undo").press("Enter")
    assert "undone" in status(page)
    page.get_by_role("button", name="Copy a link").press("Enter")
    page.get_by_text("The link is in the clipboard.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("/explorer.html#v=1&m=reset&t=5&pin=f.1")
    page.locator('#xp-step [data-at="i.5.0"]').focus()
    press(page, "Escape")
    assert page.locator('[data-origin="none"]').is_visible()


def test_the_tab_key_stops_at_most_25_times(visit: Visit) -> None:
    """With the weights open: one stop a table, and one for the formula."""
    page = visit("en/explorer.html")
    page.evaluate("document.getElementById('xp-weights').open = true")
    page.locator("#xp-preset").focus()
    stops = 0
    inside = "selector => Boolean(document.activeElement.closest(selector))"
    while stops <= 25 and not page.evaluate(inside, ".xp-questions"):
        stops += page.evaluate(inside, ".xp")
        press(page, "Tab")
    assert 10 < stops <= 25


def test_an_error_is_pasted_and_taken_by_keys_alone(visit: Visit) -> None:
    """From the box to the options and back to the index of errors: no mouse."""
    page = visit("en/calculator.html")
    page.evaluate("text => navigator.clipboard.writeText(text)", H0_SIZE)
    page.locator("#xp-error").press("Control+V")
    page.get_by_text("This is a message that the page knows").wait_for()
    assert status(page) == "Found: 1."
    press(page, "Tab")
    assert page.evaluate("document.activeElement.href").endswith("errors.html#h0-size")
    press(page, "Tab", "Enter")
    assert page.get_by_label("num_layers").input_value() == "2"
    assert page.get_by_label("sequences in the batch").input_value() == "7"
    assert page.get_by_label("hidden_size").input_value() == "6"
