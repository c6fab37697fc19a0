"""The first page: what it draws is so, all of it is in sight, and pointing lights it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.site.pages import CODES, soup

PLACES = "all => all.map(it => JSON.stringify(it.getBoundingClientRect()))"


@pytest.mark.parametrize("code", CODES)
def test_the_drawing_says_what_torch_gives_and_the_doors_lead_on(
    code: str, site: Path
) -> None:
    """The lines run as they stand, and the shapes beside each name are their tensors'."""
    page = soup(site / code / "index.html")
    lines = [it.get_text() for it in page.select(".unrolled .code")]
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)  # noqa: S102 - what the page asks its reader to run
    assert len([line for line in lines if line.startswith("print")]) == 3
    same = {name: name for name in ("x", "output", "h_n", "c_n")}
    for name, like in {**same, "h_0": "h_n", "c_0": "c_n"}.items():
        shapes = page.select(f'.unrolled svg [data-part="{name}"] .shape')
        assert [it.get_text() for it in shapes] == [str(tuple(names[like].shape))]
    assert len(page.select('.unrolled svg [data-part="x"] rect')) == len(names["x"])
    # The first door leads to the first lesson. No link is dead, says test_archive.py.
    links = [str(it["href"]).partition("#")[0] for it in page.select(".doors a[href]")]
    assert links[0] == "lessons/first_steps/in_and_out.html"
    assert len(links) >= 5


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("width", "height", "screens"), [(1280, 800, 1), (390, 844, 2)])
def test_all_is_in_sight(
    code: str, width: int, height: int, screens: int, address: str, page: Page
) -> None:
    """Picture, lines and doors: in one screen of a computer, in two of a telephone.

    While a page arrives, two doors may be painted before the last, which moves neither.
    """
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}{code}/index.html")
    page.evaluate("document.fonts.ready.then(() => 0)")
    doors = page.locator(".doors")
    assert doors.locator(".sd-card").count() == 3
    for _ in range(5):  # a busy machine does without fonts that come a moment too late
        page.reload()
        bottom = doors.evaluate("it => it.getBoundingClientRect().bottom")
        if bottom <= height * screens:
            break
    assert bottom <= height * screens
    cards = doors.locator(".sd-card")
    places = cards.evaluate_all(PLACES)
    cards.last.evaluate("it => it.closest('.sd-col').remove()")
    assert cards.evaluate_all(PLACES) == places[:2]


def test_pointing_at_a_name_lights_its_part_and_its_line(address: str, page: Page) -> None:
    """All else fades: with a mouse over the name, and with the keyboard on it."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}{CODES[0]}/index.html")
    name = page.locator(".unrolled-names button[data-part=h_n]")
    line = page.locator(".line", has_text="print(h_n.shape)")
    other = page.locator(".line", has_text="print(c_n.shape)")
    for light in (name.hover, name.focus):
        page.mouse.move(0, 0)
        page.locator("h1").click()
        expect(other).to_have_css("opacity", "1")
        light()
        expect(other).not_to_have_css("opacity", "1")
        expect(line).to_have_css("opacity", "1")
        part = page.locator(".unrolled svg g[data-part=h_n]").first
        expect(part).to_have_css("opacity", "1")
