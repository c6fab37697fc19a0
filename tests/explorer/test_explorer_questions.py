"""The presets ask a question, and their answers are true."""

import pytest
from playwright.sync_api import Page

from docs.explorer.numbers import post_values
from docs.explorer.presets import PRESETS
from tests.explorer.reference import preset_values, show, trace
from tests.explorer.screen import (
    READ,
    Pages,
    follow,
    open_page,
)


def test_a_prediction_is_answered(page: Page, pages: Pages) -> None:
    """Right and wrong are told apart, for a question that was chosen from the list."""
    open_page(page, f"{pages['en']}/explorer.html")
    page.get_by_label("Question").select_option("zeros")
    page.get_by_role("radio", name="No", exact=True).wait_for()
    assert page.get_by_role("radio", name="Nowhere").count() == 0
    for choice, answer in (("Yes", "Not quite."), ("No", "You were right.")):
        page.get_by_role("radio", name=choice, exact=True).check()
        page.locator("#xp-reveal").click()
        page.locator("#xp-answer").get_by_text(answer).wait_for()


def test_every_preset_shows_its_numbers(page: Page, pages: Pages) -> None:
    """Filled in Python and run by torch, against the screen."""
    open_page(page, f"{pages['en']}/explorer.html")
    for name in PRESETS:
        follow(page, f"#v=1&p={name}&t=5")
        shown = dict(page.evaluate(READ))
        h_and_c = trace(preset_values(name), carry=True)
        for symbol in "ifgoch":
            for k in range(3):
                assert shown[f"{symbol}.5.{k}"] == show(h_and_c[symbol][4][k])


def test_the_answers_to_the_questions_are_true() -> None:
    """Each claim of an answer, computed by torch."""
    carry = {name: trace(preset_values(name), carry=True) for name in PRESETS}
    reset = {name: trace(preset_values(name), carry=False) for name in PRESETS}
    post, anew = carry["post"]["h"], reset["post"]["h"]
    assert post[0] == anew[0]
    assert all(a != b for t in range(1, 5) for a, b in zip(post[t], anew[t], strict=True))
    assert all(h != 0 for row in carry["zeros"]["h"] for h in row)
    assert all(
        show(a) != show(b)
        for a, b in zip(carry["pulse"]["c"][4], carry["zeros"]["c"][4], strict=True)
    )
    assert reset["pulse"]["h"][1] == reset["pulse"]["h"][4]
    assert {show(f) for row in carry["shut"]["f"] for f in row} == {"0.0000"}
    c_0 = post_values()["c_0"]
    assert [*map(show, carry["open"]["c"][4])] == [*map(show, c_0)]
    halves = carry["halves"]
    assert {show(o) for row in halves["o"] for o in row} == {"0.5000"}
    assert halves["c"][4] == pytest.approx([c / 32 for c in c_0])
    assert [[show(c) for c in row] for row in carry["counter"]["c"]] == [
        [f"{t}.0000"] * 3 for t in range(1, 6)
    ]
    assert all(abs(h) < 1 for row in carry["counter"]["h"] for h in row)
