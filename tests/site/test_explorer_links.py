"""Lessons lead to where the explorer or the calculator shows what they say."""

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from docs._make.places import ROOT
from docs.explorer.lessons import shown
from docs.explorer.numbers import post_numbers
from tests.site.pages import LESSONS, soup

NUMBERS = post_numbers()


def _text(page: Page, address: str) -> str:
    return page.locator(f'.xp-paths [data-at="{address}"]').inner_text()


def _origin(page: Page, symbol: str) -> str:
    formula = page.locator(f"[data-origin={symbol}]")
    assert formula.is_visible()
    return formula.inner_text()


def last_step_of_the_post(page: Page) -> None:
    """Step 5 is marked, and what the post prints for it stands there."""
    post = json.loads((ROOT / "tests" / "data" / "post.json").read_text(encoding="utf-8"))
    assert page.locator("#xp-path-h tbody.xp-now").get_attribute("data-t") == "5"
    for name in ("h", "c"):
        for k, number in enumerate(post["steps"][-1][f"{name}_n"]):
            assert _text(page, f"reset.{name}.5.{k}") == f"{number:.4f}"


def first_difference(page: Page) -> None:
    """Nothing at step 1, something at step 2, each step started anew."""
    assert page.locator("[name=xp-mode][value=reset]").is_checked()
    for k in range(3):
        assert float(_text(page, f"delta.h.1.{k}")) == 0
        assert abs(float(_text(page, f"delta.h.2.{k}"))) > 0.05


def c_of_every_step(page: Page) -> None:
    """All five rows, and the formula of the last."""
    for t, k in product(range(1, 6), range(3)):
        assert _text(page, f"carry.c.{t}.{k}") == NUMBERS[f"c.{t}.{k}"]
    assert NUMBERS["c.5.0"] == "0.5485"
    assert NUMBERS["c.5.0"] in _origin(page, "c")


def _from(symbol: str, addresses: str) -> Callable[[Page], None]:
    """Return a look at a formula, for the numbers that it is made from."""

    def look(page: Page) -> None:
        formula = _origin(page, symbol)
        assert [it for it in addresses.split() if NUMBERS[it] not in formula] == []

    return look


def batch_first(page: Page) -> None:
    """The input has the batch first, the states do not."""
    for name, shape in {"input": "(2, 5, 4)", "h_0": "(1, 2, 3)"}.items():
        row = page.locator("#xp-tensors tbody tr", has=page.get_by_text(name, exact=True))
        assert row.locator("td code").inner_text() == shape


CLAIMS: dict[str, Callable[[Page], None]] = {
    "plot_01_in_and_out": last_step_of_the_post,
    "plot_04_carry_the_state": first_difference,
    "plot_05_a_loop_is_one_call": c_of_every_step,
    "plot_24_one_step_by_hand": _from("c", "c.5.0 f.5.0 c.4.0 i.5.0 g.5.0"),
    "plot_25_gates": _from("f", "f.5.0 W_if.0.0 x.5.3 W_hf.0.2 h.4.2 b_hf.0"),
    "plot_02_axes": batch_first,
}


@pytest.mark.parametrize("lesson", CLAIMS)
def test_a_lesson_leads_to_what_shows_its_point(
    page: Page, address: str, site: Path, lesson: str
) -> None:
    """The link is followed, and the screen shows what it says; it is translated."""
    assert CLAIMS.keys() == shown().keys()
    page.goto(f"{address}en/{LESSONS[lesson]}")
    link = page.locator("a.xp-shown")
    assert link.inner_text() == shown()[lesson].sentence
    href = link.get_attribute("href")
    (spanish,) = soup(site / "es" / LESSONS[lesson]).select("a.xp-shown")
    assert spanish["href"] == href
    assert spanish.get_text() != shown()[lesson].sentence
    link.click()
    page.wait_for_selector("html.xp-on", state="attached")
    assert page.url.startswith(f"{address}en/")
    assert page.url.endswith(f"#{shown()[lesson].fragment}")
    CLAIMS[lesson](page)
