"""Lessons lead to where the explorer or the calculator shows what they say."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from docs._make.places import ROOT
from docs.explorer.lessons import shown
from tests.explorer.screen import wrong_numbers
from tests.explorer.test_calculator import check
from tests.ext.conftest import only
from tests.site.pages import CODES, LESSONS, SOURCE, soup

POST = "in_and_out"
STATES: dict[str, dict[str, Any]] = {
    POST: {"mode": "reset", "t": 5},
    "carry_the_state": {"mode": "reset", "t": 2},
    "a_loop_is_one_call": {"t": 5, "pin": "c.0"},
    "one_step_by_hand": {"t": 5, "pin": "c.0"},
    "gates": {"t": 5, "pin": "f.0"},
    "axes": {"batch_first": True},
}
"""What the explorer shows when one comes from a lesson, or the calculator."""


@pytest.mark.parametrize("lesson", STATES)
def test_a_lesson_leads_to_the_same_place_in_each_language(site: Path, lesson: str) -> None:
    """The words are other ones: in Spanish they are not those in English."""
    pages = {code: soup(site / code / LESSONS[lesson]) for code in CODES}
    links = {code: only(page, "a.xp-shown") for code, page in pages.items()}
    assert {link["href"] for link in links.values()} == {links[SOURCE]["href"]}
    assert links["es"].get_text() != links[SOURCE].get_text()


@pytest.mark.parametrize("lesson", STATES)
def test_a_lesson_leads_to_what_shows_its_point(
    page: Page, address: str, lesson: str
) -> None:
    """The link is followed, and the screen shows what it says."""
    assert STATES.keys() == shown().keys()
    page.goto(f"{address}{SOURCE}/{LESSONS[lesson]}")
    link = page.locator("a.xp-shown")
    assert link.inner_text() == shown()[lesson].sentence
    link.click()
    page.wait_for_selector("html.xp-on", state="attached")
    assert page.url.startswith(f"{address}{SOURCE}/")
    assert page.url.endswith(f"#{shown()[lesson].fragment}")
    state = STATES[lesson]
    if shown()[lesson].page == "calculator":
        check(page, **state)
        return
    assert wrong_numbers(page, **state) == []
    mode, symbol = state.get("mode", "carry"), state.get("pin", "h.0")[0]
    assert page.locator(f"[name=xp-mode][value={mode}]").is_checked()
    expect(page.locator(f"[data-origin={symbol}]")).to_be_visible()
    now = page.locator("#xp-path-h tbody.xp-now")
    expect(now).to_have_attribute("data-t", str(state["t"]))
    if lesson == POST:  # the numbers are those that it prints
        data = ROOT / "tests" / "data" / "post.json"
        last = json.loads(data.read_text(encoding="utf-8"))["steps"][-1]
        for name, k in product("hc", range(3)):
            text = page.locator(f'.xp-paths [data-at="reset.{name}.5.{k}"]').inner_text()
            assert text == f"{last[f'{name}_n'][k]:.4f}"
