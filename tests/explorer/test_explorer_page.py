"""Every number on the explorer's screen is torch's, and every way to them is sound."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from explorer.numbers import post_values
from explorer.presets import PRESETS
from tests.explorer.chromium import MODULES
from tests.explorer.reference import module_of, random_values, show, trace
from tests.explorer.screen import READ, expected, fragment, wrong_numbers

Pages = dict[str, str]


def _open(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html.xp-on", state="attached")


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
    assert page.get_by_text("python -m http.server").is_visible()
    assert said == []
    context.close()


@pytest.mark.parametrize("mode", ["carry", "reset"])
def test_every_number_on_the_screen_is_torchs(page: Page, pages: Pages, mode: str) -> None:
    """Random states set by address, all steps, each gate and state pinned once."""
    for seed in range(4):
        values = random_values(seed, scale=1.6, digits=4)
        for t in range(1, 6):
            pin = f"{'ifgoch'[(seed + t) % 6]}.{(seed + t) % 3}"
            _open(
                page, f"{pages['en']}/explorer.html{fragment(values, m=mode, t=t, pin=pin)}"
            )
            assert wrong_numbers(page, values, mode, t, pin) == []
            assert page.locator("#xp-t").input_value() == str(t)


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
        "text",
        "value.toFixed(4)",
        "(Math.floor(value * 1e4) / 1e4).toFixed(4)",
    ),
    "view a step behind": (
        "cell",
        '.replace("{t}", state.t)',
        '.replace("{t}", Math.max(1, state.t - 1))',
    ),
    "view of another unit": ("cell", '"0" : pin.split(".")[1]', '"0" : "1"'),
    "state before not carried": ("cell", 'state.mode === "carry" && state.t > 1', "false"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_seen_on_the_screen(page: Page, pages: Pages, fault: str) -> None:
    """The comparison above fails for each of these changes to the modules."""
    module, old, new = FAULTS[fault]
    text = (MODULES / f"{module}.js").read_text()
    assert text.count(old) >= 1

    def spoil(route: Route) -> None:
        route.fulfill(body=text.replace(old, new, 1), content_type="text/javascript")

    page.route(f"**/{module}.js", spoil)
    values = random_values(9, digits=4)
    wrong = []
    for mode in ("carry", "reset"):
        address = fragment(values, m=mode, t=3, pin="f.2")
        _open(page, f"{pages['en']}/explorer.html{address}")
        wrong += wrong_numbers(page, values, mode, 3, "f.2")
    assert wrong != []


def test_a_comma_parsed_as_nothing_would_be_seen(page: Page, pages: Pages) -> None:
    """The twelfth fault: with it, `0,5` is not a half."""
    text = (MODULES / "text.js").read_text()
    spoilt = text.replace('.replace(",", ".")', '.replace(",", "")')
    assert spoilt != text
    page.route(
        "**/text.js",
        lambda route: route.fulfill(body=spoilt, content_type="text/javascript"),
    )
    _open(page, f"{pages['en']}/explorer.html")
    assert _type(page, "x.2.1", "0,5") != "0.5000"


def _cell(page: Page, address: str) -> str:
    return page.locator(f'.xp-tensor [data-at="{address}"] input').input_value()


def _type(page: Page, address: str, text: str) -> str:
    field = page.locator(f'.xp-tensor [data-at="{address}"] input')
    field.focus()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    return _cell(page, address)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_typed_number_changes_every_number_that_depends_on_it(
    page: Page, pages: Pages, language: str
) -> None:
    """A comma and a point are both understood, in both languages."""
    for typed in ("0,5", "0.5"):
        _open(page, f"{pages[language]}/explorer.html#v=1&t=2")
        assert _type(page, "x.2.1", typed) == "0.5000"
        values = post_values()
        changed = {**values, "x": [[*row] for row in values["x"]]}
        changed["x"][1][1] = 0.5
        assert wrong_numbers(page, changed, "carry", t=2) == []


@pytest.mark.parametrize("typed", ["1.234,5", "0,5,1", "\u0660", "1e400", "abc", "101"])
def test_what_is_no_number_is_refused_by_a_sentence(
    page: Page, pages: Pages, typed: str
) -> None:
    """The old value stays, and the sentence says what was typed."""
    _open(page, f"{pages['es']}/explorer.html")
    before = _cell(page, "x.1.0")
    assert _type(page, "x.1.0", typed) == before
    assert typed in page.get_by_role("status").inner_text()
    assert wrong_numbers(page, post_values(), "carry") == []


def test_keys_change_a_number_and_take_it_back(page: Page, pages: Pages) -> None:
    """Arrows, Alt, Page, Home, Esc and Undo, from the post's 0.0021."""
    _open(page, f"{pages['en']}/explorer.html")
    page.locator('[data-at="c_0.1"] input').focus()
    keys = ["F2", "ArrowUp", "ArrowUp", "Alt+ArrowDown", "PageUp", "Enter"]
    for key in keys:
        page.keyboard.press(key)
    assert _cell(page, "c_0.1") == "1.1921"
    for key in ("F2", "PageUp", "Escape"):
        page.keyboard.press(key)
    assert _cell(page, "c_0.1") == "1.1921"
    page.get_by_role("button", name="Undo").click()
    assert wrong_numbers(page, post_values(), "carry") == []
    _type(page, "c_0.1", "7")
    page.locator('[data-at="c_0.1"] input').focus()
    for key in ("F2", "Home", "Enter"):
        page.keyboard.press(key)
    assert wrong_numbers(page, post_values(), "carry") == []
    assert page.get_by_role("button", name=re.compile("^Restore")).is_disabled()


def test_a_number_is_dragged_in_silence_and_told_once(page: Page, pages: Pages) -> None:
    """Forty pixels to the right are four tenths; the status speaks at the end."""
    _open(page, f"{pages['en']}/explorer.html")
    page.evaluate(
        "window.said = []; new MutationObserver(() => said.push("
        "document.getElementById('xp-status').textContent)).observe("
        "document.getElementById('xp-status'), {childList: true})"
    )
    field = page.locator('[data-at="x.1.1"] input')
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    x, y = box["x"] + 20, box["y"] + 10
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(1, 9):
        page.mouse.move(x + 5 * k, y)
    assert page.evaluate("said.length") == 0
    page.mouse.up()
    assert _cell(page, "x.1.1") == "0.4500"
    assert len(page.evaluate("said")) == 1
    page.get_by_role("button", name="Undo").click()
    assert wrong_numbers(page, post_values(), "carry") == []


def test_the_keyboard_alone_does_it(page: Page, pages: Pages) -> None:
    """Step to 5, switch the way, edit, undo, pin and read, copy: no mouse."""
    _open(page, f"{pages['en']}/explorer.html")
    page.get_by_role("button", name="Next").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "xp-prev"
    page.get_by_role("radio", name="Carry it from step to step").focus()
    page.keyboard.press("ArrowDown")
    assert "Step 5 of 5. Started anew" in page.get_by_role("status").inner_text()
    page.locator('#xp-step [data-at="i.5.0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    values = trace(post_values(), carry=False)
    assert page.get_by_role("status").inner_text() == f"f_5[1] = {show(values['f'][4][1])}"
    assert page.locator('[data-origin="f"]').is_visible()
    page.locator('[data-origin="f"] [data-at="f.5.1"]').focus()
    for key in ("ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.ariaLabel") == "W_if[1, 0]"
    page.keyboard.type("0.25")
    page.keyboard.press("Enter")
    assert "W_if[1, 0] is now 0.2500" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Undo").press("Enter")
    assert "undone" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Copy a link").press("Enter")
    page.get_by_text("The link is in the clipboard.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("/explorer.html#v=1&m=reset&t=5&pin=f.1")
    page.locator('#xp-step [data-at="i.5.0"]').focus()
    page.keyboard.press("Escape")
    assert page.locator('[data-origin="none"]').is_visible()


def test_the_tab_key_stops_at_most_25_times(page: Page, pages: Pages) -> None:
    """With the weights open: one stop a table, and one for the formula."""
    _open(page, f"{pages['en']}/explorer.html")
    page.evaluate("document.getElementById('xp-weights').open = true")
    page.locator("#xp-preset").focus()
    stops = 1
    while True:
        page.keyboard.press("Tab")
        if not page.evaluate(
            "Boolean(document.activeElement.closest('.xp:not(.xp-questions)'))"
        ):
            if page.evaluate("Boolean(document.activeElement.closest('.xp-questions'))"):
                break
            continue
        stops += 1
    assert stops <= 25


def test_fifty_edits_leave_no_trace_in_the_history(page: Page, pages: Pages) -> None:
    """The address is replaced when things are quiet, never pushed."""
    _open(page, f"{pages['en']}/explorer.html")
    before = page.evaluate("history.length")
    page.evaluate(
        "() => { window.calls = 0; const replace = history.replaceState.bind(history);"
        "history.replaceState = (...a) => { calls += 1; replace(...a); }; }"
    )
    slider = page.locator("#xp-t")
    slider.focus()
    for k in range(50):
        page.keyboard.press("ArrowRight" if k % 8 < 4 else "ArrowLeft")
    page.wait_for_function("calls > 0")
    assert page.evaluate("history.length") == before
    assert page.evaluate("calls") <= 10
    assert page.evaluate("location.hash").startswith("#v=1")


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
    _open(page, f"{pages['en']}/explorer.html")
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


def test_back_returns_to_what_a_link_has_left(page: Page, pages: Pages) -> None:
    """A sentence's link sets the figure, and the browser's Back takes it back."""
    _open(page, f"{pages['en']}/explorer.html")
    page.get_by_role("link", name="show me").nth(1).click()
    page.wait_for_function("document.getElementById('xp-t').value === '5'")
    assert wrong_numbers(page, post_values(), "reset", t=5) == []
    page.get_by_role("link", name="An LSTM that counts").click()
    page.wait_for_function("document.getElementById('xp-preset').value === 'counter'")
    page.go_back()
    page.wait_for_function("document.getElementById('xp-preset').value === 'post'")
    assert page.locator("#xp-t").input_value() == "5"


def test_a_prediction_is_answered(page: Page, pages: Pages) -> None:
    """Right and wrong are told apart, for a question that was chosen from the list."""
    _open(page, f"{pages['en']}/explorer.html")
    page.get_by_label("Question").select_option("zeros")
    page.get_by_role("radio", name="No", exact=True).wait_for()
    assert page.get_by_role("radio", name="Nowhere").count() == 0
    for choice, answer in (("Yes", "Not quite."), ("No", "You were right.")):
        page.get_by_role("radio", name=choice, exact=True).check()
        page.locator("#xp-reveal").click()
        page.locator("#xp-answer").get_by_text(answer).wait_for()


def _preset(name: str) -> dict[str, Any]:
    changed = dict(post_values())

    def fill(part: Any, address: str, prefix: str, number: float) -> Any:
        if isinstance(part, list):
            first = int(address == "x")
            return [
                fill(inner, f"{address}.{k + first}", prefix, number)
                for k, inner in enumerate(part)
            ]
        return number if f"{address}.".startswith(f"{prefix}.") else part

    for prefix, number in PRESETS[name].fill.items():
        changed = {key: fill(part, key, prefix, number) for key, part in changed.items()}
    return changed


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_shows_its_numbers(page: Page, pages: Pages, name: str) -> None:
    """Filled in Python and run by torch, against the screen."""
    _open(page, f"{pages['en']}/explorer.html#v=1&p={name}&t=5")
    shown = dict(page.evaluate(READ))
    h_and_c = trace(_preset(name), carry=True)
    for symbol in "ifgoch":
        for k in range(3):
            assert shown[f"{symbol}.5.{k}"] == show(h_and_c[symbol][4][k])


def test_the_answers_to_the_questions_are_true() -> None:
    """Each claim of an answer, computed by torch."""
    carry = {name: trace(_preset(name), carry=True) for name in PRESETS}
    reset = {name: trace(_preset(name), carry=False) for name in PRESETS}
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


def test_a_state_dict_is_pasted_in(page: Page, pages: Pages) -> None:
    """The printed weights of another LSTM, with the post's inputs."""
    values = random_values(11, digits=4)
    _open(page, f"{pages['en']}/explorer.html")
    page.get_by_text("Take weights from PyTorch").click()
    page.locator("#xp-pasted").fill(str(module_of(values).state_dict()))
    page.get_by_role("button", name="Take these weights").click()
    page.get_by_text("The weights are in").wait_for()
    kept = {name: post_values()[name] for name in ("x", "h_0", "c_0")}
    assert wrong_numbers(page, {**values, **kept}, "carry") == []


def test_the_page_is_small(page: Page, pages: Pages) -> None:
    """Seven modules, thirty kilobytes, nothing from another host."""
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    _open(page, f"{pages['en']}/explorer.html")
    modules = [url for url in requested if url.endswith(".js") and "/explorer-" in url]
    assert len(modules) == 7
    sizes = [(MODULES / Path(url).name).stat().st_size for url in modules]
    assert sum(sizes) <= 34_000
    assert all(url.startswith(pages["en"]) for url in requested)


def test_at_320_pixels_nothing_sticks_out(page: Page, pages: Pages) -> None:
    """Every element of both pages, weights open, a formula shown."""
    page.set_viewport_size({"width": 320, "height": 700})
    for name in ("explorer", "calculator"):
        _open(page, f"{pages['es']}/{name}.html" + "#v=1&pin=f.0" * (name == "explorer"))
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        wide = page.evaluate(
            "[...document.querySelectorAll('.xp *')].filter((e) => !e.closest('svg, pre')"
            " && e.getBoundingClientRect().right > 320.5)"
            ".map((e) => e.outerHTML.slice(0, 80))"
        )
        assert wide == []


def test_nothing_moves_for_who_wants_no_motion(page: Page, pages: Pages) -> None:
    """And playing is off at the start."""
    page.emulate_media(reduced_motion="reduce")
    _open(page, f"{pages['en']}/explorer.html")
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("#xp-play").get_attribute("aria-pressed") == "false"


def test_playing_stops_at_the_last_step(page: Page, pages: Pages) -> None:
    """From step 4, one step on, and the button is free again."""
    _open(page, f"{pages['en']}/explorer.html#v=1&t=4")
    page.locator("#xp-play").click()
    page.wait_for_function("document.getElementById('xp-play').ariaPressed === 'true'")
    page.wait_for_function("document.getElementById('xp-t').value === '5'")
    page.wait_for_function("document.getElementById('xp-play').ariaPressed === 'false'")


def test_a_symbol_lights_up_wherever_it_stands(page: Page, pages: Pages) -> None:
    """By hover in prose, and by focus in the table: word, equation, drawing, number."""
    _open(page, f"{pages['en']}/explorer.html")
    page.locator("p .xp-sym[data-sym=f]").first.hover()
    assert page.locator("svg .xp-gate[data-sym=f].xp-lit").count() == 1
    page.mouse.move(0, 0)
    page.locator('#xp-step [data-at="h.1.1"]').focus()
    lit = page.evaluate(
        "[...document.querySelectorAll('.xp-lit')].map((e) => e.dataset.at)"
    )
    assert "carry.h.1.1" in lit
    assert page.locator("p .xp-sym[data-sym=h].xp-lit").count() > 0


def test_the_pages_hold_no_inline_code_or_style(
    page: Page, pages: Pages, errors: list[str]
) -> None:
    """Under a policy that allows neither, everything works and nothing is reported."""
    policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"

    def with_policy(route: Route) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": policy}
        route.fulfill(response=response, headers=headers)

    page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation',"
        " (e) => broken.push(e.sourceFile + ' ' + e.violatedDirective))"
    )
    page.route("**/*.html", with_policy)
    for language in pages:
        _open(page, f"{pages[language]}/explorer.html")
        before = page.evaluate("broken.length")  # the theme's own
        page.locator("#xp-next").click()
        _type(page, "x.1.0", "0,5")
        page.get_by_role("combobox").first.select_option("pulse")
        assert page.evaluate("broken.length") == before
        for name in ("explorer", "calculator"):
            page.goto(f"{pages[language]}/{name}.html")
            assert not page.evaluate(
                "document.querySelectorAll('.xp [style], .xp [onclick], .xp style,"
                " .xp script').length"
            )
    # Waiting for a selector, Playwright itself evaluates strings; nothing else did.
    assert all("unsafe-eval" in error for error in errors)
    errors.clear()


def test_the_state_survives_a_change_of_language(page: Page, pages: Pages) -> None:
    """A link to the twin takes the fragment along."""

    def add_link(route: Route) -> None:
        body = route.fetch().text()
        link = f'<a hreflang="es" href="{pages["es"]}/explorer.html">es</a>'
        route.fulfill(
            body=body.replace("<article", link + "<article", 1), content_type="text/html"
        )

    page.route(f"{pages['en']}/explorer.html", add_link)
    _open(page, f"{pages['en']}/explorer.html#v=1&p=pulse&t=4")
    page.locator("a[hreflang=es]").click()
    page.wait_for_url(f"{pages['es']}/explorer.html#v=1&p=pulse&t=4")
    page.wait_for_function("document.getElementById('xp-t').value === '4'")
