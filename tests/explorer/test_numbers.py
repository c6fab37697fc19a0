"""Every number on the screen is torch's, in a lesson as in the explorer."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import Page
from torch import nn

from docs.explorer.join import join
from docs.explorer.presets import PRESETS
from tests.explorer import screen
from tests.explorer.screen import POST, Call, Visit, double, show, trace, wrong_numbers


@pytest.mark.parametrize("scale", [1.0, 5.0, 50.0])
def test_every_result_is_torchs_within_1e_12(call: Call, scale: float) -> None:
    """Gates and states, carried and reset, of three hundred random states in all."""
    states = [screen.random_values(seed, scale) for seed in range(100)]
    run = """(m, states) => states.map(m.run).flatMap(({ carry, reset }) => [carry, reset]
      .map((way) => [..."ifgoch"].map((name) => way.map((step) => step[name]))))"""
    traces = [trace(values, carry=way) for values in states for way in (True, False)]
    wanted = torch.stack([torch.stack([it[name] for name in "ifgoch"]) for it in traces])
    found = double(call("lstm", run, states))
    torch.testing.assert_close(found, wanted, rtol=0, atol=1e-12)


def test_four_decimals_are_pythons(call: Call) -> None:
    """Ties of binary, ties of decimal notation, both signs, tiny and large."""
    rng = random.Random(5)  # noqa: S311 - numbers to print
    numbers = [rng.uniform(-1, 1) * 10 ** rng.randint(-6, 4) for _ in range(3000)]
    numbers += [n / 32 for n in range(-200, 200)] + [n / 20000 for n in range(-401, 401)]
    numbers += [0.0, -0.0, -0.00004, 0.00005, 0.12345, 70000.03125]
    found = call("lstm", "(m, numbers) => numbers.map(m.show)", numbers)
    assert found == [show(number) for number in numbers]


def test_without_scripts_the_numbers_of_the_post_are_there(page: Page, site: Path) -> None:
    """All of them are in the HTML, and no control is seen that does nothing."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(f"{site.as_uri()}/en/explorer.html")
    assert wrong_numbers(page) == []
    controls = page.locator(".xp :is(button, input, select)")
    assert controls.filter(visible=True).count() == 0
    assert page.locator(".xp-offline").is_visible()


@pytest.mark.parametrize("mode", ["carry", "reset"])
def test_every_number_of_the_explorer_is_torchs(visit: Visit, mode: str) -> None:
    """Random states set by address, all steps, each gate and state pinned once."""
    page = visit("en/explorer.html")
    for seed in range(4):
        values = screen.random_values(seed, scale=1.6, digits=4)
        for t in range(1, 6):
            pin = f"{'ifgoch'[(seed + t) % 6]}.{(seed + t) % 3}"
            screen.follow(page, screen.fragment(values, m=mode, t=t, pin=pin))
            assert wrong_numbers(page, values, mode, t, pin) == []
            assert page.locator("#xp-t").input_value() == str(t)


FAULTS = [
    ("const [z_i, z_f, z_g, z_o]", "const [z_i, z_g, z_f, z_o]"),
    (" + w[`b_h${gate}`][k]", ""),
    ("h: h_t };", "h: c_t };"),
    ("[h, c] = [carried.h, carried.c];", "c = carried.c;"),
    ("w[`W_h${gate}`][k], h", "w[`W_h${gate}`].map((r) => r[k]), h"),
    ("[state.mode][indices[0] - 1]", "[state.mode][indices[0] % 5]"),
    ("s.set(key, read)", "s.set(key.replace(/(W_h.)\\.(.)\\.(.)/, '$1.$3.$2'), read)"),
    ("c_t.map(Math.tanh)", "c_t"),
    ("reset.push(step(x, values.h_0, values.c_0, values))", "reset.push(carried)"),
    ("value.toFixed(4)", "(Math.floor(value * 1e4) / 1e4).toFixed(4)"),
    ('.replace("{t}", state.t)', '.replace("{t}", state.t - 1 || 1)'),
    ('"0" : pin.split(".")[1]', '"0" : "1"'),
    ('state.mode === "carry" && state.t > 1', "false"),
]
"""What stands in the script, and a mistake that one could make there."""


@pytest.mark.weekly
@pytest.mark.parametrize(("right", "wrong"), FAULTS)
def test_a_seeded_fault_is_seen_on_the_screen(
    visit: Visit, page: Page, right: str, wrong: str
) -> None:
    """With any of these changes in its script, the page is not what torch says."""
    script = join(screen.MODULES / "explorer.js")
    assert right in script
    body = script.replace(right, wrong, 1)
    content = {"body": body, "content_type": "text/javascript"}
    page.route("**/explorer.js", lambda route: route.fulfill(**content))
    values = screen.random_values(9, digits=4)
    visit(f"en/explorer.html{screen.fragment(values, t=3, pin='f.2')}")
    assert wrong_numbers(page, values, "carry", 3, "f.2") != []


def test_presets_show_their_numbers_and_answer_a_prediction(visit: Visit) -> None:
    """Filled in Python and run by torch; right and wrong are told apart."""
    page = visit("en/explorer.html")
    for name in PRESETS:
        screen.follow(page, f"#v=1&p={name}&t=5")
        assert wrong_numbers(page, screen.preset_values(name), t=5) == [], name
    page.get_by_label("Question").select_option("zeros")
    assert page.get_by_role("radio", name="Nowhere").count() == 0
    for choice, answer in (("Yes", "Not quite."), ("No", "You were right.")):
        page.get_by_role("radio", name=choice, exact=True).check()
        page.locator("#xp-reveal").click()
        page.locator("#xp-answer").get_by_text(answer).wait_for()


def test_the_answers_to_the_questions_are_true() -> None:
    """Each claim of an answer, computed by torch."""
    carry = {name: trace(screen.preset_values(name), carry=True) for name in PRESETS}
    reset = {name: trace(screen.preset_values(name), carry=False) for name in PRESETS}
    c_0 = double(POST["c_0"])
    same = carry["post"]["h"] == reset["post"]["h"]
    assert same.tolist() == [[True] * 3] + [[False] * 3] * 4
    assert carry["zeros"]["h"].all()
    assert ((carry["pulse"]["c"] - carry["zeros"]["c"])[4].abs() > 1e-4).all()
    assert torch.equal(reset["pulse"]["h"][1], reset["pulse"]["h"][4])
    assert set(map(show, carry["shut"]["f"].flatten())) == {"0.0000"}
    assert [*map(show, carry["open"]["c"][4])] == [*map(show, c_0)]
    assert set(map(show, carry["halves"]["o"].flatten())) == {"0.5000"}
    torch.testing.assert_close(carry["halves"]["c"][4], c_0 / 32)
    counted = [[show(c) for c in row] for row in carry["counter"]["c"]]
    assert counted == [[f"{t}.0000"] * 3 for t in range(1, 6)]
    assert carry["counter"]["h"].abs().max() < 1


def push(by: float) -> dict[str, object]:
    """The post's values, the forget gate pushed open or shut."""
    return {**POST, "b_if": [round(it + by, 6) if by else it for it in POST["b_if"]]}


def test_every_number_of_the_small_explorer_is_torchs(visit: Visit) -> None:
    """At every step and push of the gate; the line of h moves along, the link keeps all."""
    page = visit(f"en/{screen.HOME}")
    assert page.locator("section:has(> .xp-home) img").count() == 1  # of both loops
    assert wrong_numbers(page, t=4, count=15) == []
    step = page.get_by_role("slider", name="Step")
    gate = page.get_by_role("slider", name="Forget gate: from shut to open")
    for by in (-8, 0.5, 8, 0):
        gate.fill(str(by))
        for t in range(1, 6):
            step.fill(str(t))
            assert wrong_numbers(page, push(by), t=t, count=15) == []
    last = screen.expected(POST, "carry")
    assert show(last["f.5.0"]) in screen.status(page)
    assert show(abs(last["delta.h.5.0"])) in screen.status(page)
    assert page.locator("[data-was]").count() == 0
    step.fill("4")
    step.press("ArrowRight")
    gate.press("End")
    assert step.get_attribute("aria-valuetext") == "Step 5 of 5"
    wanted = screen.expected(push(8), "carry")
    assert gate.get_attribute("aria-valuetext") == show(wanted["f.5.0"])
    points = str(page.locator("polyline.xp-carry").get_attribute("points")).split()
    y = [round(70 - 56 * wanted[f"carry.h.{t}.0"], 1) for t in range(1, 6)]
    assert [float(point.split(",")[1]) for point in points] == y
    screen.assert_accessible(page)
    page.locator("#xp-whole").click()
    page.wait_for_selector("#xp-preset")
    screen.at_step(page, 5)
    assert wrong_numbers(page, push(8), t=5) == []


@pytest.mark.parametrize("mode", ["carry", "reset"])
def test_every_program_prints_the_numbers_of_the_page(call: Call, mode: str) -> None:
    """Presets, random, whole and tiny numbers; not even the sign of a zero differs."""
    whole, tiny = {"h_0": [0, 1, -1]}, {"h_0": [0, 0, 0], "c_0": [-1e-5, 1e-5, -1e-6]}
    states = [
        *map(screen.preset_values, PRESETS),
        *(screen.random_values(seed, digits=4 if seed % 2 else 12) for seed in range(4)),
        screen.random_values(4) | whole,
        screen.random_values(5, scale=1e-6) | tiny,
    ]
    script = "(m, [states, mode]) => states.map((values) => m.toPython({ values, mode }))"
    for values, program in zip(states, call("code", script, [states, mode]), strict=True):
        printed: list[str] = []
        names = {"print": lambda *words, to=printed: to.append(" ".join(words))}
        with torch.enable_grad():
            exec(program, names)  # noqa: S102 - our own program
        h = trace(values, carry=mode == "carry")["h"]
        assert printed == [" ".join(map(show, row)) for row in h]
    assert torch.get_default_dtype() == torch.float32


def test_a_state_dict_is_read(call: Call, visit: Visit) -> None:
    """All 108 numbers, as Python prints them and as JSON; what does not fit is told."""

    def read(state_dict: object) -> dict[str, Any]:
        return call("code", "(m, it) => m.fromStateDict(it)", str(state_dict))

    values = screen.random_values(4, digits=4)
    weights = {at: it for at, it in screen.numbers(values).items() if at[0] in "Wb"}
    assert len(weights) == 108
    printed = screen.module_of(values).float().state_dict()
    as_json = json.dumps({name: tensor.tolist() for name, tensor in printed.items()})
    for text in (printed, as_json):
        assert dict(read(text)["found"]) == pytest.approx(weights, abs=1e-6)
    first, *_ = names = [*screen.NAMES]
    assert read(nn.LSTM(4, 5).state_dict()) == {"name": first, "got": 80, "wanted": 48}
    assert read({first: [[7.5] * 47 + [101]]}) == {"name": first, "beyond": 101}
    assert read("hello")["got"] == 0
    # Of more than fits, the first layer and direction count.
    pair = nn.ModuleDict({"enc": nn.LSTM(4, 3), "dec": nn.LSTM(4, 3)})
    reverse = {f"{name}_reverse": [9.0] for name in names}
    for state_dict, used in (
        (nn.LSTM(4, 3, num_layers=2, bidirectional=True).state_dict(), names),
        (pair.state_dict(), [f"enc.{name}" for name in names]),
        (reverse | nn.LSTM(4, 3).state_dict(), names),
    ):
        found = read(state_dict)
        assert (found["used"], len(found["found"])) == (used, 108)
        assert found["left"] == [name for name in state_dict if name not in used]
    page = visit("en/explorer.html")
    page.get_by_text("Take weights from PyTorch").click()
    page.locator("#xp-pasted").fill(str(screen.module_of(values).state_dict()))
    page.get_by_role("button", name="Take these weights").click()
    page.get_by_text("The weights are in").wait_for()
    kept = {name: POST[name] for name in ("x", "h_0", "c_0")}
    assert wrong_numbers(page, values | kept) == []
