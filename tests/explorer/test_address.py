"""A state survives its address, an address does no harm, and Back undoes what was done."""

import random
from itertools import product
from typing import Any

from playwright.sync_api import expect

from tests.explorer import screen
from tests.explorer.reference import random_values, show, trace
from tests.explorer.screen import POST, Call, Visit, wrong_numbers

PRESETS = {"post": {}, "zeros": {"x": 0, "h_0": 0, "c_0": 0}, "pulse": {"x": 0, "x.1": 2}}
DATA = {"post": random_values(0), "presets": PRESETS}
STATE = "const state = await import(`${location.origin}/state.js`);"
DECODE = f"""async (m, [fragments, data]) => {{ {STATE}
  return fragments.map((text) => m.decode(text, state.kinds(data)))
    .map((read) => read && {{ ...read, entries: [...read.entries] }}); }}"""
ROUND_TRIP = f"""async (m, [changes, data]) => {{ {STATE}
  return changes.map(({{ preset, ...change }}) => {{
    const one = state.move(state.start(data, preset), change);
    const text = m.encode(state.entries(one, data));
    const back = state.fromEntries(m.decode(text, state.kinds(data)).entries, data);
    return [JSON.stringify(back) === JSON.stringify(one), text.length];
  }}); }}"""


def test_random_states_come_back_exactly(call: Call) -> None:
    """Both ways, from any preset, with all 134 numbers changed, in 2,200 characters."""
    rng = random.Random(7)  # noqa: S311 - states to try
    places = {"preset": [*PRESETS], "mode": ["carry", "reset"], "t": [1, 3, 5]}
    places |= {"pin": ["none", "f.2", "h.0"]}
    changes = [
        {name: rng.choice(choices) for name, choices in places.items()}
        | {"values": random_values(seed, digits=4 + seed % 3)}
        for seed in range(300)
    ]
    found = call("address", ROUND_TRIP, [changes, DATA])
    assert all(same for same, _ in found)
    assert max(length for _, length in found[::3]) <= 2200  # four decimals


IGNORED = {
    "#v=1&W_if.0.0=NaN": ["W_if.0.0"],
    "#v=1&x.1.0=1e400&t=6": ["x.1.0", "t"],
    "#v=1&__proto__=1&constructor=2&toString=3": ["__proto__", "constructor", "toString"],
    "#v=1&x.0.0=1&x.6.0=1&W_if.3.0=1": ["x.0.0", "x.6.0", "W_if.3.0"],
    "#v=1&<img src=x onerror=alert(1)>=1": ["<img src"],
    "#v=1&m=<img src=x onerror=alert(1)>": ["m"],
    "#v=1&x.1.0=100.5&x.1.1=0.1234567": ["x.1.0", "x.1.1"],
    "#v=1&p=constructor": ["p"],
    "#v=1&x.1.0=%E0%A4%A&pin=%": ["x.1.0", "pin"],
    "#v=1&x.1.0=\u0663": ["x.1.0"],
    "#v=1&c_0.0=0x10&h_0.0= 1": ["c_0.0", "h_0.0"],
}
REFUSED = {"#v=2&t=3": "version", "#v=1&t=3&" + "x" * 10_000: "length"}


def test_only_what_is_allowed_is_let_in(call: Call) -> None:
    """What is unknown or out of bounds is named; a heading of the page is left alone."""
    nothing: dict[str, Any] = {"entries": [], "ignored": [], "refused": None}
    wanted: dict[str, Any] = {
        text: nothing | {"ignored": it} for text, it in IGNORED.items()
    }
    wanted |= {text: nothing | {"refused": why} for text, why in REFUSED.items()}
    wanted |= {"#v=1&t=2&t=4": nothing | {"entries": [["t", 4]]}}
    wanted |= dict.fromkeys(["", "#", "#the-equations", "#heading=v"])
    found = call("address", DECODE, [list(wanted), DATA])
    assert dict(zip(wanted, found, strict=True)) == wanted


def test_thousands_of_hostile_fragments_throw_nothing(call: Call) -> None:
    """Whatever the pieces, in any order, the answer is entries within bounds."""
    pieces = ["NaN", "__proto__", "<script>", "%", "%00", "&&", "==", "v=1", "x.1.0", "-"]
    pieces += ["\u0660", "1" * 400, "t=2", "p=zeros", "pin=h.9", "[object Object]"]
    fragments = [f"#v=1&{a}={b}&{c}" for a, b, c in product(pieces, repeat=3)]
    read = call("address", DECODE, [fragments, DATA])
    entries = {tuple(one) for it in read if it for one in it["entries"]}
    assert entries == {("t", 2), ("p", "zeros")}


def test_a_hostile_address_does_no_harm_and_is_told(visit: Visit) -> None:
    """The numbers stay those of the post, nothing is created, a sentence names the rest."""
    page = visit("en/explorer.html")
    elements = page.evaluate("document.querySelectorAll('*').length")
    for fragment in (*IGNORED, *REFUSED):
        screen.follow(page, fragment)
        told = screen.status(page)
        assert any(it in told for it in ("left out", "another version", "too long"))
        assert wrong_numbers(page) == []
        assert page.evaluate("document.querySelectorAll('*').length") == elements
        screen.follow(page, "#v=1&t=2")
        assert "Step 2 of 5" in screen.status(page)


def test_back_undoes_what_was_done(visit: Visit) -> None:
    """A walk of fifty steps is one entry of the history, and a change is one; few calls."""
    page = visit("en/explorer.html")
    before = page.evaluate("history.length")
    page.evaluate(
        "() => { window.calls = 0; for (const name of ['replaceState', 'pushState']) {"
        "const own = history[name].bind(history);"
        "history[name] = (...a) => { calls += 1; own(...a); }; } }"
    )
    page.locator("#xp-t").focus()
    screen.press(page, *("ArrowRight" if k % 8 < 4 else "ArrowLeft" for k in range(50)))
    page.wait_for_function("location.hash === '#v=1&t=3'")
    assert page.evaluate("history.length") == before + 1
    assert page.evaluate("calls") <= 10
    screen.type_number(page, "x.1.0", "0.5")
    screen.type_number(page, "x.1.0", "0.25")
    page.locator("[name=xp-mode]").nth(1).check()
    assert page.evaluate("history.length") == before + 4
    assert page.evaluate("location.hash") == "#v=1&m=reset&t=3&x.1.0=0.25"
    for number in ("0.2500", "0.5000", "-0.7739"):
        page.go_back()
        expect(page.locator(screen.field("x.1.0"))).to_have_value(number)
        assert page.get_by_role("radio", checked=True).last.input_value() == "carry"
    assert page.locator("#xp-t").input_value() == "3"
    assert page.locator("#xp-undo").is_disabled()
    page.go_back()
    screen.at_step(page, 1)
    assert page.url.endswith("explorer.html")
    assert wrong_numbers(page) == []


def test_a_link_in_a_sentence_shows_what_it_claims(visit: Visit) -> None:
    """Step 2 is the first at which the two ways part; Back takes a link's state back."""
    page = visit("en/explorer.html")
    page.locator('a[href="#v=1&m=reset&t=2"]').click()
    screen.at_step(page, 2)
    assert wrong_numbers(page, mode="reset", t=2) == []
    apart = (trace(POST, carry=True)["h"] - trace(POST, carry=False)["h"]).abs()
    assert [show(row.min()) for row in apart[:2]] == ["0.0000", "0.0813"]
    page.get_by_role("link", name="An LSTM that counts").click()
    expect(page.locator("#xp-preset")).to_have_value("counter")
    page.go_back()
    screen.at_step(page, 2)
    assert wrong_numbers(page, mode="reset", t=2) == []


def test_the_state_survives_a_change_of_language(visit: Visit) -> None:
    """A link to the twin takes along what is shown."""
    page = visit("en/explorer.html#v=1&p=pulse&t=3")
    page.locator("#xp-next").click()
    page.locator("a[hreflang=es]").click()
    page.wait_for_url("**/es/explorer.html#v=1&p=pulse&t=4")
    screen.at_step(page, 4)
