"""Every number on the explorer's screen is torch's."""

import re

import pytest
from playwright.sync_api import Browser, Page

from docs.explorer.numbers import post_values
from tests.explorer.reference import module_of, random_values, show
from tests.explorer.screen import (
    Pages,
    expected,
    follow,
    fragment,
    open_page,
    wrong_numbers,
)


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_scripts_the_page_shows_the_numbers_of_the_post(
    chromium: Browser, pages: Pages, language: str
) -> None:
    """All default numbers are in the HTML, and no control is seen that does nothing."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{pages[language]}/explorer.html")
    html = page.content()
    shown = re.findall(
        r'data-at="([^"]+)"[^>]*>(?:<span[^>]*>[^<]*</span> <span[^>]*>)?([^<]+)', html
    )
    wanted = expected(post_values(), "carry")
    assert len(shown) > 300
    assert [pair for pair in shown if pair[1] != show(wanted[pair[0]])] == []
    assert (
        not page.locator(".xp button, .xp input, .xp select").filter(visible=True).count()
    )
    assert page.locator(".xp-offline").is_visible()
    assert said == []
    context.close()


@pytest.mark.parametrize("mode", ["carry", "reset"])
def test_every_number_on_the_screen_is_torchs(page: Page, pages: Pages, mode: str) -> None:
    """Random states set by address, all steps, each gate and state pinned once."""
    open_page(page, f"{pages['en']}/explorer.html")
    for seed in range(4):
        values = random_values(seed, scale=1.6, digits=4)
        for t in range(1, 6):
            pin = f"{'ifgoch'[(seed + t) % 6]}.{(seed + t) % 3}"
            follow(page, fragment(values, m=mode, t=t, pin=pin))
            assert wrong_numbers(page, values, mode, t, pin) == []
            assert page.locator("#xp-t").input_value() == str(t)


def test_a_state_dict_is_pasted_in(page: Page, pages: Pages) -> None:
    """The printed weights of another LSTM, with the post's inputs."""
    values = random_values(11, digits=4)
    open_page(page, f"{pages['en']}/explorer.html")
    page.get_by_text("Take weights from PyTorch").click()
    page.locator("#xp-pasted").fill(str(module_of(values).state_dict()))
    page.get_by_role("button", name="Take these weights").click()
    page.get_by_text("The weights are in").wait_for()
    kept = {name: post_values()[name] for name in ("x", "h_0", "c_0")}
    assert wrong_numbers(page, {**values, **kept}, "carry") == []
