"""Lessons, pages and pasted errors lead to where the explorer shows what they say."""

import json
from collections.abc import Callable
from itertools import product
from urllib.parse import quote

import pytest
import sphinx.locale
from playwright.sync_api import Page, expect

from docs._make.places import ROOT
from docs.explorer.lessons import shown
from docs.explorer.numbers import post_numbers
from tests.site.pages import CODES, LESSONS

NUMBERS = post_numbers()


@pytest.fixture(autouse=True)
def source_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences in English, whatever Sphinx has built in this process before."""
    monkeypatch.setattr(sphinx.locale, "translators", {})


def _text(page: Page, address: str) -> str:
    return page.locator(f'.xp-paths [data-at="{address}"]').inner_text()


def _shapes(page: Page) -> dict[str, str]:
    rows = page.locator("#xp-tensors tbody tr").all()
    return {
        row.locator("th").inner_text(): row.locator("td code").inner_text() for row in rows
    }


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
    assert _shapes(page) | {"input": "(2, 5, 4)", "h_0": "(1, 2, 3)"} == _shapes(page)


CLAIMS: dict[str, Callable[[Page], None]] = {
    "plot_01_in_and_out": last_step_of_the_post,
    "plot_04_carry_the_state": first_difference,
    "plot_05_a_loop_is_one_call": c_of_every_step,
    "plot_24_one_step_by_hand": _from("c", "c.5.0 f.5.0 c.4.0 i.5.0 g.5.0"),
    "plot_25_gates": _from("f", "f.5.0 W_if.0.0 x.5.3 W_hf.0.2 h.4.2 b_hf.0"),
    "plot_02_axes": batch_first,
}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lesson", CLAIMS)
def test_a_lesson_leads_to_what_shows_its_point(
    page: Page, address: str, code: str, lesson: str
) -> None:
    """The link is followed, and the screen shows what it says."""
    assert CLAIMS.keys() == shown().keys()
    page.goto(f"{address}{code}/{LESSONS[lesson]}")
    link = page.locator("a.xp-shown")
    sentence = link.inner_text()
    assert (sentence == shown()[lesson].sentence) == (code == "en")
    link.click()
    page.wait_for_selector("html.xp-on", state="attached")
    assert page.url.startswith(f"{address}{code}/")
    assert page.url.endswith(f"#{shown()[lesson].fragment}")
    CLAIMS[lesson](page)


@pytest.mark.parametrize("code", CODES)
def test_the_lesson_on_carrying_has_the_widget(page: Page, address: str, code: str) -> None:
    """It stands below the figure of both loops, opens where they differ, and moves."""
    page.goto(f"{address}{code}/{LESSONS['plot_04_carry_the_state']}")
    section = page.locator("section:has(> .xp-home)")
    assert section.locator("img").count() == 1
    assert (
        NUMBERS["delta.h.4.0"].removeprefix("-")
        in section.get_by_role("status").inner_text()
    )
    section.get_by_role("slider").first.fill("1")
    assert "0.0000" in section.get_by_role("status").inner_text()


@pytest.mark.parametrize("code", CODES)
def test_the_search_of_the_built_site_knows_a_message(
    code: str, address: str, page: Page
) -> None:
    """With the numbers of the reader, it leads to its anchor."""
    message = "Expected hidden[0] size (2, 7, 6), got [7, 2, 6]"
    page.goto(f"{address}{code}/search.html?q={quote(message)}")
    page.locator(".xp-leads a").click()
    page.wait_for_url(f"{address}{code}/reference/errors-calls.html#h0-size")
    expect(page.locator("#h0-size > h3")).to_be_in_viewport()
