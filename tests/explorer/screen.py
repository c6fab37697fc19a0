"""What the explorer's page shows, against torch."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from docs.explorer.numbers import post_values
from docs.explorer.parts import label
from tests.explorer.reference import RESULTS, Values, numbers, show, trace

Call = Callable[..., Any]
"""Calls a module of the site."""

Visit = Callable[[str], Page]
"""Opens an address, and gives the page."""

POST = post_values()
READ = """() => [...document.querySelectorAll("[data-at]")].map((e) => [
  e.dataset.at,
  e.querySelector("input")?.value ?? (e.querySelector(".xp-value") ?? e).textContent,
])"""
"""The numbers of a page by their addresses."""
FORMS = """() => [...document.querySelectorAll("[data-form]")].map((e) => [
  e.dataset.form, e.dataset.at, e.querySelector(".xp-name")?.textContent ?? null,
])"""
"""The patterns of addresses, with the address and the name that each has now."""


def open_page(page: Page, base: str, address: str) -> Page:
    """Open an address anew, and wait for its scripts."""
    page.goto("about:blank")
    page.goto(base + address)
    page.wait_for_selector("html.xp-on", state="attached")
    return page


def follow(page: Page, fragment: str) -> None:
    """Give the page another fragment, and wait until its scripts have taken it."""
    page.evaluate(
        "fragment => new Promise((done) => {"
        " addEventListener('popstate', done, { once: true }); location.hash = fragment; })",
        fragment,
    )


def at_step(page: Page, t: int) -> None:
    """Wait until the page shows a step."""
    page.wait_for_function("t => document.getElementById('xp-t')?.value === t", arg=str(t))


def field(address: str) -> str:
    """The selector of the field of a number."""
    return f'.xp-tensor [data-at="{address}"] input'


def press(page: Page, *keys: str) -> None:
    """Press one key after the other."""
    for key in keys:
        page.keyboard.press(key)


def type_number(page: Page, address: str, text: str) -> str:
    """Type into the field of a number; give what stands there then."""
    page.locator(field(address)).focus()
    page.keyboard.type(text)
    press(page, "Enter")
    return page.locator(field(address)).input_value()


def status(page: Page) -> str:
    """The sentence that is read out."""
    return page.locator("#xp-status[role=status]").inner_text()


def expected(values: Values, mode: str) -> dict[str, float]:
    """Every number that can stand on the page, by its address."""
    found = numbers(values)
    ways = {way: trace(values, carry=way == "carry") for way in ("carry", "reset")}
    ways["delta"] = {name: ways["carry"][name] - ways["reset"][name] for name in RESULTS}
    now = {**ways[mode], "tanh_c": ways[mode]["c"].tanh()}
    for prefix, traced in {"": now, **{f"{way}.": it for way, it in ways.items()}}.items():
        for name, rows in traced.items():
            for t, row in enumerate(rows.tolist(), start=1):
                found |= {f"{prefix}{name}.{t}.{k}": number for k, number in enumerate(row)}
    return found


def place(form: str, mode: str, t: int, unit: str) -> str:
    """The address that a pattern of the page should stand for."""
    carried = mode == "carry" and t > 1
    for name in "hc":
        form = form.replace(f"@{name}", f"{name}.{t - 1}" if carried else f"{name}_0")
    return form.format(t=t, k=unit)


def wrong_numbers(
    page: Page,
    values: Values = POST,
    mode: str = "carry",
    t: int = 1,
    pin: str = "h.0",
    count: int = 300,
) -> list[str]:
    """What is not as it should be: a text that is not torch's, a number out of place."""
    shown = page.evaluate(READ)
    assert len(shown) >= count
    wanted = {address: show(number) for address, number in expected(values, mode).items()}
    wrong = [f"{at}: {it}, torch {wanted[at]}" for at, it in shown if it != wanted[at]]
    for form, address, name in page.evaluate(FORMS):
        right = place(form, mode, t, pin.split(".")[1])
        if address != right or name not in (None, label(right)):
            wrong.append(f"{form}: {address}, named {name}, should be {right}")
    return wrong


def fragment(values: Values, **places: object) -> str:
    """An address with all 134 numbers in it, and where the page is."""
    written = {name: f"{number:.4f}" for name, number in numbers(values).items()}
    return "#v=1&" + "&".join(f"{key}={it}" for key, it in {**places, **written}.items())
