"""axe finds nothing in any state, language or scheme, and the trees are alike."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # has no types
from playwright.sync_api import Browser, Page

from tests.browser import SCHEMES, Scheme, show_in

Pages = dict[str, str]


def _type(page: Page, text: str) -> None:
    page.evaluate("document.getElementById('xp-weights').open = true")
    page.locator('[data-at="W_if.0.0"] input').focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def _push(page: Page) -> None:
    page.locator("#xp-t").fill("4")
    page.locator("#xp-gate").fill("-3")


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "home": ("index", _push),
    "start": ("explorer", lambda page: None),
    "edited": ("explorer", lambda page: _type(page, "0,5")),
    "refused": ("explorer", lambda page: _type(page, "half")),
    "reset": ("explorer", lambda page: page.locator("[name=xp-mode]").nth(1).check()),
    "shapes": ("calculator", lambda page: None),
    "refused by torch": (
        "calculator",
        lambda page: page.evaluate("location.hash = 'v=1&proj_size=3'"),
    ),
    "warned": (
        "calculator",
        lambda page: page.evaluate("location.hash = 'v=1&dropout=0.5'"),
    ),
    "error pasted": (
        "calculator",
        lambda page: page.locator("#xp-error").fill(
            "input.size(-1) must be equal to input_size. Expected 4, got 7"
        ),
    ),
}


def _violations(page: Page, scheme: Scheme) -> list[Any]:
    show_in(page, scheme)
    response = Axe().run(page, context=".bd-article").response
    return [
        (violation["id"], node["html"][:90], node.get("failureSummary", "")[:200])
        for violation in response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(
    ("language", "state"),
    [*(("es", state) for state in STATES), ("en", "start"), ("en", "shapes")],
)
def test_axe_finds_nothing(
    chromium: Browser, pages: Pages, language: str, state: str
) -> None:
    """The article of the page, in each state, in light and in dark."""
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    name, act = STATES[state]
    page.goto(f"{pages[language]}/{name}.html")
    page.wait_for_selector("html.xp-on", state="attached")
    act(page)
    if state == "error pasted":
        page.wait_for_selector(".xp-found")
    found = {scheme: _violations(page, scheme) for scheme in SCHEMES}
    context.close()
    assert not any(found.values()), json.dumps(found, indent=1)


@pytest.mark.parametrize("name", ["index", "explorer", "calculator"])
def test_both_languages_have_the_same_tree(page: Page, pages: Pages, name: str) -> None:
    """Roles, order and numbers are equal; only the words differ."""
    trees = []
    for language in ("en", "es"):
        page.goto("about:blank")
        page.goto(f"{pages[language]}/{name}.html")
        page.wait_for_selector("html.xp-on", state="attached")
        tree = "".join(part.aria_snapshot() for part in page.locator(".xp").all())
        roles = [
            line.strip().split()[1].strip(":") for line in tree.splitlines() if "- " in line
        ]
        trees.append((roles, re.findall(r"-?\d+\.\d{4}", tree)))
    assert trees[0] == trees[1]
    assert len(trees[0][0]) > 30


def test_the_tables_are_grids_with_names(page: Page, pages: Pages) -> None:
    """A weight is a spinbutton in a cell of a named grid; a result is a gridcell."""
    page.goto(f"{pages['en']}/explorer.html")
    page.wait_for_selector("html.xp-on", state="attached")
    inputs = page.get_by_role("grid", name="x inputs: five steps of four numbers")
    assert (
        inputs.get_by_role("spinbutton", name="x of step 1, number 0").input_value()
        == "-0.7739"
    )
    results = page.get_by_role(
        "grid", name="The six equations and their results at this step"
    )
    assert results.get_by_role("gridcell").count() == 18
    assert results.get_by_role("rowheader").count() == 6
    assert page.get_by_role("status").count() == 1
