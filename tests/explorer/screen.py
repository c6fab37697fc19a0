"""The explorer's numbers from torch, in float64, and those that its page shows."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from torch import Tensor, nn

from docs._make.places import ROOT
from docs.explorer.numbers import post_values, show
from docs.explorer.parts import label
from docs.explorer.presets import PRESETS
from tests.browser import show_in
from tests.site.pages import LESSONS

HOME = LESSONS["carry_the_state"]
"""The page with the small explorer."""
MODULES = ROOT / "docs" / "explorer" / "js"
POST = post_values()
GATES = "ifgo"
TENSORS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
NAMES = dict(zip(TENSORS, ("W_i", "W_h", "b_i", "b_h"), strict=True))
"""The tensors of a module; the part for a gate is called so, with the gate's letter."""
RESULTS = (*"ifgoch", "tanh_c", *(f"z_{gate}" for gate in GATES))
"""What a step calculates; z is a gate before its sigmoid or tanh."""

Call = Callable[..., Any]
"""Calls a module of the site."""
Visit = Callable[[str], Page]
"""Opens an address, and gives the page."""
Values = Mapping[str, Any]
"""The 134 numbers to change, as nested lists: x, h_0, c_0, W_ii, b_ii, W_hi, …"""

READ = """() => [...document.querySelectorAll("[data-at]")].map((e) => [
  e.dataset.at,
  e.querySelector("input")?.value ?? (e.querySelector(".xp-value") ?? e).textContent,
  e.dataset.form,
  e.querySelector(".xp-name")?.textContent,
])"""
"""The numbers of a page: address, text, the pattern of its address, the name it has now."""


def double(part: Any) -> Tensor:
    """Nested lists as a tensor."""
    return torch.tensor(part, dtype=torch.float64)


def module_of(values: Values) -> nn.LSTM:
    """An `nn.LSTM(4, 3)` in float64 with the weights of the explorer's values."""
    lstm = nn.LSTM(4, 3).double()
    for name, kind in NAMES.items():
        rows = [row for gate in GATES for row in values[kind + gate]]
        lstm.state_dict()[name].copy_(double(rows))
    return lstm


@torch.no_grad()
def trace(values: Values, *, carry: bool) -> dict[str, Tensor]:
    """The results of every step, (time, features), by their names.

    h and c come from `nn.LSTM` itself, one call a step; the gates from its weights, since
    z, which the page shows, is in no trace.
    """
    lstm = module_of(values)
    w_ih, w_hh, b_ih, b_hh = lstm.state_dict().values()
    state = first = double([values["h_0"]]), double([values["c_0"]])
    steps = []
    for x_t in double(values["x"]):
        before = state if carry else first
        z = (w_ih @ x_t + b_ih + w_hh @ before[0][0] + b_hh).chunk(4)
        gates = z[0].sigmoid(), z[1].sigmoid(), z[2].tanh(), z[3].sigmoid()
        _, state = lstm(x_t.unsqueeze(0), before)
        (h,), (c,) = state
        steps.append(torch.stack([*gates, c, h, c.tanh(), *z]))
    return dict(zip(RESULTS, torch.stack(steps, dim=1), strict=True))


def numbers(tensors: Values, *, results: bool = False) -> dict[str, float]:
    """The numbers by their addresses, such as `x.1.0` and `b_if.2`; steps count from 1."""
    return {
        ".".join(map(str, (name, row + (results or name == "x"), *rest))): number
        for name, tensor in tensors.items()
        for (row, *rest), number in np.ndenumerate(tensor)
    }


def random_values(seed: int, scale: float = 1.0, digits: int = 12) -> dict[str, Any]:
    """Values as torch draws them: inputs and states normal, weights uniform, scaled."""
    rng, most = np.random.default_rng(seed), scale / 3**0.5
    values = {}
    for name, part in POST.items():
        state, size = name in ("x", "h_0", "c_0"), np.shape(part)
        drawn = rng.normal(size=size) if state else rng.uniform(-most, most, size)
        values[name] = drawn.round(digits).tolist()
    return values


def preset_values(name: str) -> dict[str, Any]:
    """The values of a preset, filled in Python."""
    values = {key: double(part) for key, part in POST.items()}
    for address, number in PRESETS[name].fill.items():
        key, *row = address.split(".")
        values[key][tuple(int(k) - (key == "x") for k in row)] = number
    return {key: tensor.tolist() for key, tensor in values.items()}


def expected(values: Values, mode: str) -> dict[str, float]:
    """Every number that can stand on the page, by its address."""
    ways = {way: trace(values, carry=way == "carry") for way in ("carry", "reset")}
    ways["delta"] = {name: ways["carry"][name] - ways["reset"][name] for name in RESULTS}
    for way in ("carry", "reset", "delta"):
        ways[mode] |= {f"{way}.{name}": ways[way][name] for name in RESULTS}
    return numbers(values) | numbers(ways[mode], results=True)


def wrong_numbers(
    page: Page, values: Values = POST, mode="carry", t=1, pin="h.0", count=300
) -> list[str]:
    """What is not as it should be: a text that is not torch's, a number out of place."""
    shown = page.evaluate(READ)
    assert len(shown) >= count
    wanted = {address: show(number) for address, number in expected(values, mode).items()}
    wrong = [f"{at}: {it}, torch {wanted[at]}" for at, it, *_ in shown if it != wanted[at]]
    carried = mode == "carry" and t > 1
    for at, _, form, name in shown:
        right = form.format(t=t, k=pin.split(".")[1]) if form else at
        for state in "hc":
            before = f"{state}.{t - 1}" if carried else f"{state}_0"
            right = right.replace(f"@{state}", before)
        if at != right or name not in (None, label(right)):
            wrong.append(f"{form}: {at}, named {name}, should be {right}")
    return wrong


def fragment(values: Values, **places: object) -> str:
    """An address with all 134 numbers in it, and where the page is."""
    written = {name: f"{number:.4f}" for name, number in numbers(values).items()}
    return "#v=1&" + "&".join(f"{key}={it}" for key, it in {**places, **written}.items())


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


def assert_accessible(page: Page) -> None:
    """Let axe look at what is ours: in light at all, in dark at the colours.

    The list of errors is as it was at first, when the tests of the site look at it.
    """
    ours = {"include": [[".xp"]], "exclude": [["[data-error]"]]}
    page.evaluate("scrollTo(0, 0)")  # nothing lies under the bar at the top
    for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        show_in(page, scheme)
        results = Axe().run(page, ours, {"resultTypes": ["violations"], **rules})
        assert results.violations_count == 0, results.generate_report()
