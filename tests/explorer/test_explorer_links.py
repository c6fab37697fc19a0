"""Addresses set the explorer, and nothing else."""

import pytest
from playwright.sync_api import Page, Route

from docs.explorer.numbers import post_values
from tests.explorer.reference import show, trace
from tests.explorer.screen import READ, Pages, open_page, type_number, wrong_numbers


def test_back_undoes_what_was_done(page: Page, pages: Pages) -> None:
    """A walk of fifty steps is one entry of the history, and a change is one; few calls."""
    open_page(page, f"{pages['en']}/explorer.html")
    before = page.evaluate("history.length")
    page.evaluate(
        "() => { window.calls = 0; for (const name of ['replaceState', 'pushState']) {"
        "const own = history[name].bind(history);"
        "history[name] = (...a) => { calls += 1; own(...a); }; } }"
    )
    slider = page.locator("#xp-t")
    slider.focus()
    for k in range(50):
        page.keyboard.press("ArrowRight" if k % 8 < 4 else "ArrowLeft")
    page.wait_for_function("location.hash === '#v=1&t=3'")
    assert page.evaluate("history.length") == before + 1
    assert page.evaluate("calls") <= 10
    type_number(page, "x.1.0", "0.5")
    type_number(page, "x.1.0", "0.25")
    page.locator("[name=xp-mode]").nth(1).check()
    assert page.evaluate("history.length") == before + 4
    for mode, number in (("carry", "0.2500"), ("carry", "0.5000"), ("carry", "-0.7739")):
        page.go_back()
        page.wait_for_function(
            "it => document.querySelector('[data-at=\"x.1.0\"] input').value === it",
            arg=number,
        )
        assert page.get_by_role("radio", checked=True).last.input_value() == mode
    assert page.locator("#xp-t").input_value() == "3"
    assert page.locator("#xp-undo").is_disabled()
    page.go_back()
    page.wait_for_function("document.getElementById('xp-t').value === '1'")
    assert page.url.endswith("explorer.html")
    assert wrong_numbers(page, post_values(), "carry") == []


HOSTILE = [
    "#v=1&x.1.0=NaN",
    "#v=1&x.1.0=1e400&__proto__=1&constructor.prototype=1",
    "#v=1&<img src=x onerror=alert(1)>=1",
    "#v=1&pin=<b>&m=%00&t=99&p=nothing",
    "#v=9&t=3",
    "#v=1&W_if.0.0=%E0%A4%A&%=%",
    "#v=1&" + "t=2&" * 2000,
]


def test_a_hostile_address_does_no_harm_and_is_told(page: Page, pages: Pages) -> None:
    """The numbers stay those of the post, nothing is created, a sentence names the rest."""
    open_page(page, f"{pages['en']}/explorer.html")
    elements = page.evaluate("document.querySelectorAll('*').length")
    for address in HOSTILE:
        page.evaluate("hash => { location.hash = hash }", address)
        page.wait_for_function(
            "/left out|another version|too long/.test("
            "document.getElementById('xp-status').textContent)"
        )
        assert wrong_numbers(page, post_values(), "carry") == []
        assert page.evaluate("document.querySelectorAll('*').length") == elements
        page.evaluate("location.hash = 'v=1&t=2'")
        page.wait_for_function("document.getElementById('xp-t').value === '2'")
        page.evaluate("location.hash = 'v=1'")
        page.wait_for_function("document.getElementById('xp-t').value === '1'")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sentence_shows_what_it_claims(page: Page, pages: Pages, language: str) -> None:
    """At step 1 the two ways agree; from step 2 on, where the link leads, they part."""
    open_page(page, f"{pages[language]}/explorer.html")
    page.locator('a[href="#v=1&m=reset&t=2"]').click()
    page.wait_for_function("document.getElementById('xp-t').value === '2'")
    assert page.get_by_role("radio", checked=True).last.input_value() == "reset"
    values = post_values()
    assert wrong_numbers(page, values, "reset", t=2) == []
    carry, anew = (trace(values, carry=way) for way in (True, False))
    shown = dict(page.evaluate(READ))
    for k in range(3):
        assert shown[f"delta.h.1.{k}"] == "0.0000"
        apart = carry["h"][1][k] - anew["h"][1][k]
        assert shown[f"delta.h.2.{k}"] == show(apart) != "0.0000"


def test_back_returns_to_what_a_link_has_left(page: Page, pages: Pages) -> None:
    """A sentence's link sets the figure, and the browser's Back takes it back."""
    open_page(page, f"{pages['en']}/explorer.html")
    page.get_by_role("link", name="show me").nth(1).click()
    page.wait_for_function("document.getElementById('xp-t').value === '5'")
    assert wrong_numbers(page, post_values(), "reset", t=5) == []
    page.get_by_role("link", name="An LSTM that counts").click()
    page.wait_for_function("document.getElementById('xp-preset').value === 'counter'")
    page.go_back()
    page.wait_for_function("document.getElementById('xp-preset').value === 'post'")
    assert page.locator("#xp-t").input_value() == "5"


def test_the_state_survives_a_change_of_language(page: Page, pages: Pages) -> None:
    """A link to the twin takes the fragment along."""

    def add_link(route: Route) -> None:
        body = route.fetch().text()
        link = f'<a hreflang="es" href="{pages["es"]}/explorer.html">es</a>'
        route.fulfill(
            body=body.replace("<article", link + "<article", 1), content_type="text/html"
        )

    page.route(f"{pages['en']}/explorer.html", add_link)
    open_page(page, f"{pages['en']}/explorer.html#v=1&p=pulse&t=4")
    page.locator("a[hreflang=es]").click()
    page.wait_for_url(f"{pages['es']}/explorer.html#v=1&p=pulse&t=4")
    page.wait_for_function("document.getElementById('xp-t').value === '4'")
