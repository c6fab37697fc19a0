"""The lessons can be told apart, and each is to be found from the map and the tags."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page, expect

from docs._make.places import ROOT
from tests.site.pages import CODES, LESSONS


def soup(site: Path, code: str, page: str) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup((site / code / page).read_bytes(), "html.parser")


def targets(site: Path, code: str, page: str, selector: str) -> list[str]:
    """Return the names of the pages that links lead to, in their order."""
    links = soup(site, code, page).select(f"{selector} a.reference")
    return [Path(str(link["href"]).partition("#")[0]).stem for link in links]


@pytest.mark.parametrize("code", CODES)
def test_every_lesson_has_a_thumbnail_of_its_own(code: str, site: Path) -> None:
    """No two cards show the same bytes, nor pictures that differ in little."""
    cards = soup(site, code, "lessons/index.html").select(".lesson-card img")
    paths = [site / code / "lessons" / str(card["src"]) for card in cards]
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
def test_map_and_tags_name_every_lesson(code: str, site: Path) -> None:
    """Each lesson has one row on the map, in reading order, and at least one tag."""
    rows = soup(site, code, "lesson-map.html").select(
        "ol.lesson-map > li > p:not(.lesson-map-part) > a"
    )
    assert [Path(str(row["href"])).stem for row in rows] == list(LESSONS)
    assert set(targets(site, code, "lesson-map.html", "dl.lesson-tags")) == set(LESSONS)


@pytest.mark.parametrize("code", CODES)
def test_every_lesson_leads_on(code: str, site: Path) -> None:
    """All but the first say what they build on, and each names its tags."""
    first = next(iter(LESSONS))
    for lesson, page in LESSONS.items():
        found = targets(site, code, page, "dl.lesson-beside")
        assert "lesson-map" in found
        assert lesson not in found
        earlier = {it for it in targets(site, code, page, ".lesson-after") if it < lesson}
        assert earlier or lesson == first


@pytest.mark.parametrize("code", CODES)
def test_every_figure_says_what_it_shows(code: str, site: Path) -> None:
    """Each figure of a lesson has a text of some length, fit to be read aloud."""
    for page in LESSONS.values():
        texts = [
            str(it.get("alt", "")) for it in soup(site, code, page).select("article img")
        ]
        assert texts, page
        assert all(len(text) > 20 and "$" not in text for text in texts), (page, texts)


@pytest.mark.parametrize("code", CODES)
def test_the_reference_names_the_lessons_that_use_a_function(code: str, site: Path) -> None:
    """They are those whose scripts import it."""
    entry = soup(site, code, "reference/api.html").find(id="lstm_demo.run_stepwise")
    assert entry is not None
    links = entry.parent.select(".lesson-uses a") if entry.parent else []
    paths = (ROOT / "examples").glob("*/plot_*.py")
    scripts = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    imported = re.compile(r"from lstm_demo import [^#]*\brun_stepwise\b")
    wanted = [it for it in LESSONS if imported.search(scripts[it])]
    assert [Path(str(link["href"])).stem for link in links] == wanted
    assert wanted


@pytest.mark.parametrize("code", CODES)
def test_notes_to_the_site_are_not_in_downloads(code: str, site: Path) -> None:
    """A reader's script does not hold what it says to the site alone."""
    for path in (site / code / "_downloads").rglob("plot_*.*"):
        if path.suffix in (".py", ".ipynb"):
            assert "# lesson:" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_old_addresses_lead_to_the_lessons(code: str, site: Path) -> None:
    """Each lesson that has had another address is found from there."""
    old = sorted((site / code / "lessons").glob("plot_*.html"))
    assert len(old) == 25
    for path in old:
        page = BeautifulSoup(path.read_bytes(), "html.parser")
        address = str(page.select("body a")[0]["href"])
        refresh = page.select_one("meta[http-equiv=refresh]")
        assert refresh
        assert refresh["content"] == f"0; url={address}"
        assert (path.parent / address).is_file()


def test_predicting_first_is_remembered_from_lesson_to_lesson(
    address: str, site: Path, page: Page
) -> None:
    """The switch of one lesson holds on the next that asks, before anything is painted."""
    asking = [
        name
        for name in LESSONS.values()
        if soup(site, "en", name).select(".lesson-predict")
    ]
    first, second = asking[:2]
    page.goto(f"{address}en/{first}")
    page.get_by_role("switch").check()
    page.goto(f"{address}en/{second}")
    expect(page.get_by_role("switch")).to_be_checked()
    expect(page.locator(".lesson-shown").first).to_be_hidden()
