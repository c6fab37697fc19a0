"""The pages are fit for every screen, and for who wants no motion."""

from playwright.sync_api import Page

from tests.explorer.screen import (
    Pages,
    open_page,
)


def test_at_320_pixels_nothing_sticks_out(page: Page, pages: Pages) -> None:
    """Every element of both pages, weights open, a formula shown."""
    page.set_viewport_size({"width": 320, "height": 700})
    for name in ("explorer", "calculator"):
        open_page(
            page, f"{pages['es']}/{name}.html" + "#v=1&pin=f.0" * (name == "explorer")
        )
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        wide = page.evaluate(
            "[...document.querySelectorAll('.xp *')].filter((e) => !e.closest('svg, pre')"
            " && e.getBoundingClientRect().right > 320.5)"
            ".map((e) => e.outerHTML.slice(0, 80))"
        )
        assert wide == []


def test_nothing_moves_for_who_wants_no_motion(page: Page, pages: Pages) -> None:
    """And playing is off at the start."""
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{pages['en']}/explorer.html")
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("#xp-play").get_attribute("aria-pressed") == "false"


def test_playing_stops_at_the_last_step(page: Page, pages: Pages) -> None:
    """From step 4, one step on, and the button is free again."""
    open_page(page, f"{pages['en']}/explorer.html#v=1&t=4")
    page.locator("#xp-play").click()
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
