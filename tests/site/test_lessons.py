"""Lessons can be told apart, and are found."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page, expect

from docs._make.places import ROOT
from tests.site.pages import CODES, LESSONS, SOURCE, soup


def targets(page: Path, selector: str) -> list[str]:
    """Return the names of the pages that links lead to, in their order."""
    links = soup(page).select(selector)
    return [Path(str(link["href"]).partition("#")[0]).stem for link in links]


@pytest.mark.parametrize("code", CODES)
def test_every_lesson_has_a_thumbnail_of_its_own(code: str, site: Path) -> None:
    """No two cards show the same bytes, nor pictures that differ in little."""
    folder = site / code / "lessons"
    cards = soup(folder / "index.html").select(".lesson-card img")
    paths = [folder / str(card["src"]) for card in cards]
    assert len(paths) == len({path.read_bytes() for path in paths}) == len(LESSONS)
    small = [Image.open(path).convert("L").resize((64, 48)) for path in paths]
    alike = [
        (paths[first].name, paths[second].name)
        for first in range(len(small))
        for second in range(first)
        if ImageStat.Stat(ImageChops.difference(small[first], small[second])).mean[0] < 4
    ]
    assert alike == []


@pytest.mark.parametrize("code", CODES)
def test_every_lesson_is_found_and_leads_on(code: str, site: Path) -> None:
    """On the map, by a tag, from what builds on it; and each figure says what it shows."""
    lesson_map = site / code / "lesson-map.html"
    rows = targets(lesson_map, "ol.lesson-map > li > p:not(.lesson-map-part) > a")
    assert rows == list(LESSONS)
    assert set(targets(lesson_map, "dl.lesson-tags a.reference")) == set(LESSONS)
    first = next(iter(LESSONS))
    for lesson, name in LESSONS.items():
        page = site / code / name
        found = targets(page, "dl.lesson-beside a.reference")
        assert "lesson-map" in found
        assert lesson not in found
        after = targets(page, ".lesson-after a.reference")
        names = list(LESSONS)
        before = names[: names.index(lesson)]
        assert set(after) & set(before) or lesson == first
        texts = [str(it.get("alt", "")) for it in soup(page).select("article img")]
        assert texts, name
        assert all(len(text) > 20 and "$" not in text for text in texts), (name, texts)


@pytest.mark.parametrize("code", CODES)
def test_the_reference_names_the_lessons_that_use_a_function(code: str, site: Path) -> None:
    """They are those whose scripts import it."""
    found = targets(
        site / code / "reference/api.html",
        'dl:has(> [id="lstm_demo.run_stepwise"]) .lesson-uses a',
    )
    imported = re.compile(r"from lstm_demo import [^#]*\brun_stepwise\b")
    examples = ROOT / "examples"
    scripts = {it: (examples / page).with_suffix(".py") for it, page in LESSONS.items()}
    wanted = [it for it in scripts if imported.search(scripts[it].read_text("utf-8"))]
    assert found == wanted != []


def test_predicting_first_is_remembered_from_lesson_to_lesson(
    address: str, site: Path, page: Page
) -> None:
    """The switch of one lesson holds on the next that asks, before anything is painted."""
    names = LESSONS.values()
    asking = [it for it in names if soup(site / SOURCE / it).select(".lesson-predict")]
    first, second = asking[:2]
    page.goto(f"{address}{SOURCE}/{first}")
    page.get_by_role("switch").check()
    page.goto(f"{address}{SOURCE}/{second}")
    expect(page.get_by_role("switch")).to_be_checked()
    expect(page.locator(".lesson-shown").first).to_be_hidden()


@pytest.mark.parametrize("code", CODES)
def test_a_telephone_shows_a_row_whole_and_lets_keys_scroll_a_picture(
    code: str, address: str, page: Page
) -> None:
    """Three numbers with their name fit; a picture keeps letters that can be read."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{code}/{next(iter(LESSONS.values()))}")
    page.evaluate("document.fonts.ready.then(() => 0)")
    row = page.locator(".lesson-shown pre", has_text="output[4, 0]").first
    assert row.evaluate("it => it.scrollWidth <= it.clientWidth")
    picture = page.locator(".lesson-picture[tabindex='0']").first
    assert picture.evaluate("it => it.scrollWidth / it.clientWidth") > 1.2
