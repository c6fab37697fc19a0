"""The small explorer of the first page."""

import pytest
from playwright.sync_api import Page

from docs.explorer.numbers import post_values
from tests.explorer.reference import show
from tests.explorer.screen import READ, Pages, expected, open_page, place


def _push(by: float) -> dict[str, object]:
    values = post_values()
    return {**values, "b_if": [round(bias + by, 6) for bias in values["b_if"]]}


def _wrong(page: Page, by: float, t: int) -> list[str]:
    wanted = expected(_push(by) if by else post_values(), "carry")
    shown = page.evaluate(READ)
    assert len(shown) == 15
    forms = page.evaluate(
        "[...document.querySelectorAll('[data-form]')].map((e) => e.dataset.form)"
    )
    right = [place(form, "carry", t, "0") for form in forms]
    return [
        f"{address}: {text}, torch {show(wanted[address])}"
        for (address, text), at in zip(shown, right, strict=True)
        if (address, text) != (at, show(wanted[at]))
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_numbers_are_torchs(page: Page, pages: Pages, language: str) -> None:
    """At every step, with the forget gate as it is, pushed shut, and pushed open."""
    open_page(page, f"{pages[language]}/index.html")
    assert _wrong(page, 0, 4) == []
    steps, gate = page.locator("#xp-t"), page.locator("#xp-gate")
    for by in (-8, 0.5, 8, 0):
        gate.fill(str(by))
        for t in range(1, 6):
            steps.fill(str(t))
            assert _wrong(page, by, t) == []
    status = page.locator("#xp-status").inner_text()
    last = expected(post_values(), "carry")
    assert show(last["f.5.0"]) in status
    assert show(abs(last["delta.h.5.0"])) in status
    assert page.locator("[data-was]").count() == 0


def test_its_sliders_are_moved_by_keys_and_say_where_they_are(
    page: Page, pages: Pages
) -> None:
    """The step in words, and the forget gate as its number; the line of h moves along."""
    open_page(page, f"{pages['en']}/index.html")
    line = page.locator("polyline.xp-carry")
    before = line.get_attribute("points")
    assert page.get_by_role("slider", name="Step").input_value() == "4"
    page.get_by_role("slider", name="Step").press("ArrowRight")
    assert page.get_by_role("slider", name="Step").get_attribute("aria-valuetext") == (
        "Step 5 of 5"
    )
    gate = page.get_by_role("slider", name="Forget gate: shut or open")
    gate.press("End")
    wanted = expected(_push(8), "carry")
    assert gate.get_attribute("aria-valuetext") == show(wanted["f.5.0"])
    points = line.get_attribute("points")
    assert points != before
    y = [float(point.split(",")[1]) for point in str(points).split()]
    assert y == [round(70 - 56 * wanted[f"carry.h.{t}.0"], 1) for t in range(1, 6)]


def test_it_hands_its_state_to_the_whole_explorer(page: Page, pages: Pages) -> None:
    """The link leads to the same numbers."""
    open_page(page, f"{pages['es']}/index.html")
    page.locator("#xp-t").fill("3")
    page.locator("#xp-gate").fill("-2")
    here = dict(page.evaluate(READ))
    page.locator("#xp-whole").click()
    page.wait_for_selector("#xp-preset")
    page.wait_for_function("document.getElementById('xp-t')?.value === '3'")
    there = dict(page.evaluate(READ))
    for k in range(3):
        for name in ("c", "h"):
            assert there[f"carry.{name}.3.{k}"] == here[f"carry.{name}.3.{k}"]
        assert there[f"f.3.{k}"] == here[f"carry.f.3.{k}"]
