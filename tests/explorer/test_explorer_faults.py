"""What the tests of the numbers would not let pass."""

import pytest
from playwright.sync_api import Page

from docs.explorer.join import join
from tests.explorer.modules import MODULES
from tests.explorer.reference import random_values
from tests.explorer.screen import (
    Pages,
    fragment,
    open_page,
    type_number,
    wrong_numbers,
)

FAULTS: dict[str, tuple[str, str, str]] = {
    "f and g swapped": ("lstm", "const [z_i, z_f, z_g, z_o]", "const [z_i, z_g, z_f, z_o]"),
    "b_hh dropped": ("lstm", " + w[`b_h${gate}`][k]", ""),
    "c for h": ("lstm", "h: h_t };", "h: c_t };"),
    "stale h": ("lstm", "[h, c] = [carried.h, carried.c];", "c = carried.c;"),
    "W_hh transposed": (
        "lstm",
        "dot(w[`W_h${gate}`][k], h)",
        "dot(w[`W_h${gate}`].map((r) => r[k]), h)",
    ),
    "step off by one": (
        "lstm",
        "trace[state.mode][indices[0] - 1]",
        "trace[state.mode][indices[0] % 5]",
    ),
    "rows and columns swapped": (
        "address",
        "entries.set(key, read)",
        "entries.set(key.replace(/^(W_h.)\\.(.)\\.(.)/, '$1.$3.$2'), read)",
    ),
    "tanh of c dropped": ("lstm", "c_t.map(Math.tanh)", "c_t"),
    "reset ignored": (
        "lstm",
        "reset.push(step(x, values.h_0, values.c_0, values))",
        "reset.push(carried)",
    ),
    "floor for rounding": (
        "lstm",
        "value.toFixed(4)",
        "(Math.floor(value * 1e4) / 1e4).toFixed(4)",
    ),
    "view a step behind": (
        "state",
        '.replace("{t}", state.t)',
        '.replace("{t}", Math.max(1, state.t - 1))',
    ),
    "view of another unit": ("state", '"0" : pin.split(".")[1]', '"0" : "1"'),
    "state before not carried": ("state", 'state.mode === "carry" && state.t > 1', "false"),
}


def spoil(page: Page, module: str, old: str, new: str) -> None:
    """Let the explorer load its script with one change in a module."""
    text = (MODULES / f"{module}.js").read_text()
    assert text.count(old) >= 1
    script = join(MODULES / "explorer.js")
    assert script.count(old) >= 1
    page.route(
        "**/explorer.js",
        lambda route: route.fulfill(
            body=script.replace(old, new, 1), content_type="text/javascript"
        ),
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_seen_on_the_screen(page: Page, pages: Pages, fault: str) -> None:
    """The comparison of the screen with torch fails for each of these changes."""
    spoil(page, *FAULTS[fault])
    values = random_values(9, digits=4)
    open_page(page, f"{pages['en']}/explorer.html{fragment(values, t=3, pin='f.2')}")
    assert wrong_numbers(page, values, "carry", 3, "f.2") != []


def test_a_comma_parsed_as_nothing_would_be_seen(page: Page, pages: Pages) -> None:
    """With this fault, `0,5` is not a half."""
    spoil(page, "address", '.replace(",", ".")', '.replace(",", "")')
    open_page(page, f"{pages['en']}/explorer.html")
    assert type_number(page, "x.2.1", "0,5") != "0.5000"
