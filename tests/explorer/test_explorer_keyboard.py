"""No mouse is needed."""

from playwright.sync_api import Page

from docs.explorer.numbers import post_values
from tests.explorer.reference import show, trace
from tests.explorer.screen import (
    Pages,
    open_page,
)


def test_the_keyboard_alone_does_it(page: Page, pages: Pages) -> None:
    """Step to 5, switch the way, edit, undo, pin and read, copy: no mouse."""
    open_page(page, f"{pages['en']}/explorer.html")
    page.get_by_role("button", name="Next").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "xp-prev"
    page.get_by_role("radio", name="Carry it from step to step").focus()
    page.keyboard.press("ArrowDown")
    assert "Step 5 of 5. Started anew" in page.get_by_role("status").inner_text()
    page.locator('#xp-step [data-at="i.5.0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    values = trace(post_values(), carry=False)
    assert page.get_by_role("status").inner_text() == f"f_5[1] = {show(values['f'][4][1])}"
    assert page.locator('[data-origin="f"]').is_visible()
    page.locator('[data-origin="f"] [data-at="f.5.1"]').focus()
    for key in ("ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.ariaLabel") == "W if, unit 1, number 0"
    page.keyboard.type("0.25")
    page.keyboard.press("Enter")
    assert "W_if[1, 0] is now 0.2500" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Undo").press("Enter")
    assert "undone" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Copy a link").press("Enter")
    page.get_by_text("The link is in the clipboard.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("/explorer.html#v=1&m=reset&t=5&pin=f.1")
    page.locator('#xp-step [data-at="i.5.0"]').focus()
    page.keyboard.press("Escape")
    assert page.locator('[data-origin="none"]').is_visible()


def test_the_tab_key_stops_at_most_25_times(page: Page, pages: Pages) -> None:
    """With the weights open: one stop a table, and one for the formula."""
    open_page(page, f"{pages['en']}/explorer.html")
    page.evaluate("document.getElementById('xp-weights').open = true")
    page.locator("#xp-preset").focus()
    stops = 1
    while True:
        page.keyboard.press("Tab")
        if not page.evaluate(
            "Boolean(document.activeElement.closest('.xp:not(.xp-questions)'))"
        ):
            if page.evaluate("Boolean(document.activeElement.closest('.xp-questions'))"):
                break
            continue
        stops += 1
    assert stops <= 25


def test_an_error_is_pasted_and_taken_by_keys_alone(page: Page, pages: Pages) -> None:
    """From the box to the options and back to the index of errors: no mouse."""
    open_page(page, f"{pages['en']}/calculator.html")
    error = "RuntimeError: Expected hidden[0] size (2, 7, 6), got [7, 2, 6]"
    page.evaluate("text => navigator.clipboard.writeText(text)", error)
    page.locator("#xp-lengths, #xp-batch").first.focus()
    for _ in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "xp-error":
            break
    page.keyboard.press("Control+V")
    page.get_by_text("This is a message that the page knows").wait_for()
    assert page.get_by_role("status").inner_text() == "Found: 1."
    page.keyboard.press("Tab")
    address = page.evaluate("document.activeElement.href")
    assert address.endswith("reference/errors.html#h0-size")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_label("num_layers").input_value() == "2"
    assert page.get_by_label("sequences in the batch").input_value() == "7"
    assert page.get_by_label("hidden_size").input_value() == "6"
