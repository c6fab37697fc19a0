"""The pages are fit for every screen, hand and eye, on paper, and from disk."""

import re

import pytest
from playwright.sync_api import Page, expect

from docs.explorer.presets import PRESETS
from tests.explorer import screen
from tests.explorer.screen import HOME, MODULES, POST, Visit, at_step, press, show, trace
from tests.site.pages import CODES, SOURCE

FIELDS = ".xp :is(input:not([type=range], [type=radio], [type=checkbox]), select, textarea)"
LETTERS = "all => all.map((it) => getComputedStyle(it).fontSize)"
TOO_WIDE = """() => [...document.querySelectorAll(".xp *")]
  .filter((e) => !e.closest("svg, pre"))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
  .map((e) => e.outerHTML.slice(0, 80))"""
TOO_SMALL = """() => [...document.querySelectorAll(
    ".xp :is(button, select, textarea, summary, input, td[tabindex], .xp-ref)")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .map((e) => e.closest("label") ?? e)
  .filter((e) => e.getBoundingClientRect().width < 24
    || e.getBoundingClientRect().height < 24)
  .map((e) => e.outerHTML.slice(0, 80))"""

WIDGETS = "index.html", HOME, "explorer.html", "calculator.html", "reference/errors.html"
"""The pages that have one."""


@pytest.mark.parametrize("name", WIDGETS)
def test_a_page_is_fit_for_paper_and_for_every_screen(
    visit: Visit, page: Page, name: str
) -> None:
    """In every language, and all have the same tree: roles, order and numbers are equal.

    Printed, a page has its numbers and no controls. On a screen nothing sticks out with
    folds open, a formula and an answer shown; what is aimed at is 24 pixels large, and has
    letters of 16 if a finger types there, or a telephone would zoom; 640 is 1280 at 200 %.
    """
    devtools = page.context.new_cdp_session(page)
    trees = []
    for language in CODES:
        visit(f"{language}/{name}")
        tree = "\n".join(part.aria_snapshot() for part in page.locator(".xp").all())
        trees.append(re.findall(r"^ *- ([\w/]+)|(-?\d+\.\d{4})", tree, re.MULTILINE))
        page.emulate_media(media="print")
        # The copy button is the site's; that it is not printed is tested there.
        controls = ".xp :is(button:not(.copybtn), select, textarea, input:not([role]))"
        assert page.locator(controls).filter(visible=True).count() == 0
        tables = page.locator(".xp table")
        assert bool(tables.filter(visible=True).count()) == bool(tables.count())
        page.emulate_media(media="screen")
        page.locator(".xp details").evaluate_all(
            "all => all.forEach((it) => (it.open = true))"
        )
        if name == "explorer.html":
            page.locator('#xp-step [data-at="f.1.0"]').click()
        if name == "calculator.html":
            page.locator("#xp-error").fill("'numpy.ndarray' object has no attribute 'dim'")
            page.locator(".xp-found").wait_for()
        for width in (320, 640, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate(TOO_WIDE) == [], width
            assert page.evaluate(TOO_SMALL) == [], width
        devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        letters = set(page.locator(FIELDS).evaluate_all(LETTERS))
        assert letters == (set() if name == HOME else {"16px"})
        devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    assert [tree for tree in trees if tree != trees[0]] == []
    assert trees[0] != []


@pytest.mark.parametrize("language", CODES)
def test_cause_and_effect_are_on_one_screen(
    visit: Visit, page: Page, language: str
) -> None:
    """From 64rem on: what steps and undoes, beside the drawing, and beside the tensors."""
    visit(f"{language}/explorer.html")
    for height in (720, 900):
        page.set_viewport_size({"width": 1280, "height": height})
        for part in (".xp-drawing", "#xp-x"):
            page.locator(part).scroll_into_view_if_needed()
            for seen in ("#xp-next", "#xp-status", "#xp-undo", part):
                expect(page.locator(seen)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("language", CODES)
def test_a_telephone_has_the_buttons_at_its_foot(
    visit: Visit, page: Page, language: str
) -> None:
    """Back, Play and Next stay there, in one line, and can be pressed."""
    visit(f"{language}/explorer.html")
    buttons = [page.locator(name) for name in ("#xp-prev", "#xp-play", "#xp-next")]
    for width, t in ((320, 2), (390, 3)):
        page.set_viewport_size({"width": width, "height": 700})
        page.locator(".xp-drawing").scroll_into_view_if_needed()
        for button in buttons:
            expect(button).to_be_in_viewport(ratio=1)
        assert len({button.evaluate("it => it.offsetTop") for button in buttons}) == 1
        page.locator("#xp-next").click()
        at_step(page, t)


def test_playing_begins_at_once_and_ends_at_the_last_step(visit: Visit, page: Page) -> None:
    """It moves nothing else if one wants no motion."""
    page.emulate_media(reduced_motion="reduce")
    visit(f"{SOURCE}/explorer.html#v=1&t=3")
    play = page.locator("#xp-play")
    expect(play).to_have_attribute("aria-pressed", "false")
    play.click()
    assert page.locator("#xp-t").input_value() == "4"
    expect(play).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.getAnimations().length") == 0
    at_step(page, 5)
    expect(play).to_have_attribute("aria-pressed", "false")


def test_a_finger_that_scrolls_changes_no_number(visit: Visit, page: Page) -> None:
    """It goes from a number 150 pixels up and 30 sideways."""
    visit(f"{SOURCE}/explorer.html")
    page.set_viewport_size({"width": 390, "height": 700})
    number = page.locator(screen.field("x.3.1"))
    number.evaluate("it => it.scrollIntoView({ block: 'center' })")
    box = number.bounding_box()
    x, y = box["x"] + 9, box["y"] + 9
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    path = [("touchMove", [{"x": x + 2 * k, "y": y - 10 * k}]) for k in range(1, 16)]
    for kind, points in [("touchStart", [{"x": x, "y": y}]), *path, ("touchEnd", [])]:
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert screen.wrong_numbers(page) == []
    assert "x.3.1" not in page.url


def test_marks_stand_out_and_light_up(visit: Visit, page: Page) -> None:
    """A symbol lights up wherever it stands; no mark has the ground's colour if forced."""
    visit("en/explorer.html#v=1&t=2&pin=f.1")
    page.locator("p .xp-sym[data-sym=f]").first.hover()
    assert page.locator("svg .xp-gate[data-sym=f].xp-lit").count() == 1
    page.mouse.move(0, 0)
    page.locator('#xp-step [data-at="h.2.1"]').focus()
    assert page.locator('.xp-lit[data-at="carry.h.2.1"]').count() > 0
    assert page.locator("p .xp-sym[data-sym=h].xp-lit").count() > 0
    page.emulate_media(forced_colors="active")
    marks = page.locator(".xp-bar, .xp-line, .xp-mark, .xp-wires path, .xp svg text")
    assert marks.count() > 50
    paint = "(all) => all.map(getComputedStyle).map(({ fill, stroke }) => [fill, stroke])"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert all(set(pair) - {"none", ground} for pair in marks.evaluate_all(paint))
    page.locator("#xp-step td").first.focus()
    for marked in ("#xp-step td[aria-selected=true]", ".xp-sym.xp-lit"):
        expect(page.locator(marked).first).to_have_css("outline-style", "solid")


def test_the_keyboard_alone_does_it(visit: Visit) -> None:
    """Step to 5, switch the way, edit, undo, pin and read, copy: no mouse, all by names.

    The tab key stops 25 times at most, once at each table, with the weights open.
    """
    page = visit("en/explorer.html")
    page.evaluate("document.getElementById('xp-weights').open = true")
    page.locator("#xp-preset").focus()
    stops = 0
    inside = "selector => Boolean(document.activeElement.closest(selector))"
    while stops <= 25 and not page.evaluate(inside, ".xp-questions"):
        stops += page.evaluate(inside, ".xp")
        press(page, "Tab")
    assert 10 < stops <= 25
    inputs = page.get_by_role("grid", name="x inputs: five steps of four numbers")
    first = inputs.get_by_role("spinbutton", name="x of step 1, number 0")
    assert first.input_value() == show(POST["x"][0][0])
    results = page.get_by_role("grid", name="The six equations and their results")
    assert results.get_by_role("gridcell").count() == 18
    page.get_by_role("button", name="Next").focus()
    press(page, *["Enter"] * 4)
    assert page.evaluate("document.activeElement.id") == "xp-prev"
    page.get_by_role("radio", name="Carry it from step to step").focus()
    press(page, "ArrowDown")
    assert "Step 5 of 5. Started anew" in screen.status(page)
    page.locator('#xp-step [data-at="i.5.0"]').focus()
    press(page, "ArrowDown", "ArrowRight", "Enter")
    f = trace(POST, carry=False)["f"]
    assert screen.status(page) == f"f_5[1] = {show(f[4][1])}"
    assert page.locator('[data-origin="f"]').is_visible()
    page.locator('[data-origin="f"] [data-at="f.5.1"]').focus()
    press(page, "ArrowRight", "Enter")
    assert page.evaluate("document.activeElement.ariaLabel") == "W if, unit 1, number 0"
    page.keyboard.type("0.25")
    press(page, "Enter")
    assert "W_if[1, 0] is now 0.2500" in screen.status(page)
    page.get_by_role("button", name="Undo").press("Enter")
    assert "undone" in screen.status(page)
    page.get_by_role("button", name="Copy a link").press("Enter")
    page.get_by_text("The link is in the clipboard.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("/explorer.html#v=1&m=reset&t=5&pin=f.1")
    page.locator('#xp-step [data-at="i.5.0"]').focus()
    press(page, "Escape")
    assert page.locator('[data-origin="none"]').is_visible()


@pytest.mark.parametrize(
    ("page", "modules"),
    [("explorer", "explorer panel tables text"), ("calculator", "calculator text")],
)
def test_every_word_is_the_pages(page: str, modules: str) -> None:
    """Else a reader would be told nothing; and of choices there is one that is right."""
    text = (MODULES.parent / f"{page}.md").read_text(encoding="utf-8")
    said = "".join((MODULES / f"{name}.js").read_text() for name in modules.split())
    keys = set(re.findall(r'say\(\s*"([\w-]+)"', said))
    assert keys
    assert keys <= set(re.findall(r"^([\w-]+): \S", text, re.MULTILINE))
    for name, preset in PRESETS.items() if page == "explorer" else ():
        choices = re.findall(rf"^ask-{name}-(\d+): \S", text, re.MULTILINE)
        assert sorted(map(int, choices)) == [*range(1, preset.choices + 1)]
        assert 1 <= preset.right <= preset.choices


def test_a_module_holds_no_words() -> None:
    """No string reads like a sentence, but torch's refusals and programs of Python."""
    for path in MODULES.glob("*.js"):
        if path.stem not in ("shapes", "code"):
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
            strings = re.findall(r'"((?:\\.|[^"\\\n])*)"', text)
            said = [it for it in strings if re.search("[a-z]{2,} [a-z]{2,}", it)]
            assert [it for it in said if "xp-" not in it] == [], path.name
