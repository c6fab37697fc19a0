"""What the explorer's page shows, against torch."""

import math
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

from tests.explorer.reference import GATES, show, trace

Pages = dict[str, str]


def open_page(page: Page, address: str) -> None:
    """Open an address anew, and wait for its scripts."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html.xp-on", state="attached")


def follow(page: Page, fragment: str) -> None:
    """Give the page another fragment, and wait until its scripts have taken it."""
    page.evaluate(
        "fragment => new Promise((done) => {"
        " addEventListener('popstate', done, { once: true }); location.hash = fragment; })",
        fragment,
    )


def cell(page: Page, address: str) -> str:
    """The text of the field of a number."""
    return page.locator(f'.xp-tensor [data-at="{address}"] input').input_value()


def type_number(page: Page, address: str, text: str) -> str:
    """Type into the field of a number; give what stands there then."""
    page.locator(f'.xp-tensor [data-at="{address}"] input').focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    return cell(page, address)


READ = """() => [...document.querySelectorAll("[data-at]")].map((e) => [
  e.dataset.at,
  e.querySelector("input")?.value ?? (e.querySelector(".xp-value") ?? e).textContent,
])"""


def expected(values: Mapping[str, Any], mode: str) -> dict[str, float]:
    """Every number that can stand on the page, by its address."""
    found: dict[str, float] = {}
    for name, tensor in values.items():
        for r, row in enumerate(tensor, start=int(name == "x")):
            entries = enumerate(row) if isinstance(row, list) else [(None, row)]
            for k, number in entries:
                found[f"{name}.{r}" if k is None else f"{name}.{r}.{k}"] = number
    ways = {"carry": trace(values, carry=True), "reset": trace(values, carry=False)}
    for t in range(1, 6):
        for k in range(3):
            for name in "ifgoch":
                carry, reset = (ways[way][name][t - 1][k] for way in ("carry", "reset"))
                found[f"carry.{name}.{t}.{k}"] = carry
                found[f"reset.{name}.{t}.{k}"] = reset
                found[f"delta.{name}.{t}.{k}"] = carry - reset
                found[f"{name}.{t}.{k}"] = carry if mode == "carry" else reset
            found[f"tanh_c.{t}.{k}"] = math.tanh(found[f"c.{t}.{k}"])
            for gate in GATES:
                number = found[f"{gate}.{t}.{k}"]
                squashed = math.atanh if gate == "g" else lambda p: math.log(p / (1 - p))
                found[f"z_{gate}.{t}.{k}"] = squashed(number)
    return found


FORMS = """() => [...document.querySelectorAll("[data-form]")].map((e) => [
  e.dataset.form, e.dataset.at, e.querySelector(".xp-name")?.textContent ?? null,
])"""


def place(form: str, mode: str, t: int, unit: str) -> str:
    """The address that a pattern of the page should stand for."""
    carried = mode == "carry" and t > 1
    for name in "hc":
        form = form.replace(f"@{name}", f"{name}.{t - 1}" if carried else f"{name}_0")
    return form.format(t=t, k=unit)


def label(address: str) -> str:
    """How an address is written beside its number."""
    name, *indices = address.split(".")
    if len(name) == 1:
        return f"{name}_{indices[0]}[{indices[1]}]"
    return f"{name}[{', '.join(indices)}]"


def wrong_numbers(
    page: Page, values: Mapping[str, Any], mode: str, t: int = 1, pin: str = "h.0"
) -> list[str]:
    """What is not as it should be: a text that is not torch's, a number out of place."""
    shown = page.evaluate(READ)
    wanted = expected(values, mode)
    assert len(shown) > 300
    wrong = [
        f"{address}: {text}, torch {show(wanted[address])}"
        for address, text in shown
        if text != show(wanted[address])
    ]
    unit = "0" if pin == "none" else pin.split(".")[1]
    for form, address, name in page.evaluate(FORMS):
        right = place(form, mode, t, unit)
        if address != right or name not in (None, label(right)):
            wrong.append(f"{form}: {address}, named {name}, should be {right}")
    return wrong


def fragment(values: Mapping[str, Any], **places: object) -> str:
    """An address with all 134 numbers in it."""
    entries = [f"{key}={value}" for key, value in places.items()]
    for name, tensor in values.items():
        for r, row in enumerate(tensor, start=int(name == "x")):
            if isinstance(row, list):
                entries += [f"{name}.{r}.{k}={number:.4f}" for k, number in enumerate(row)]
            else:
                entries.append(f"{name}.{r}={row:.4f}")
    return "#" + "&".join(["v=1", *entries])
