"""A lesson's page, notebook and place are made from its script; what the page does."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, expect

from docs._ext.lessons.lanes import Line, Row, lay_out
from tests.ext.conftest import only, read, spoken, text

pytestmark = pytest.mark.site

ONE, TWO = "lessons/first/one.html", "lessons/first/two.html"
THREE = "lessons/second/three.html"
REPLY = ".lesson-right .lesson-reply"


def links(element: Tag) -> list[str]:
    """Return the addresses in an element."""
    return [str(link["href"]) for link in element.select("a.reference")]


def texts(within: Tag | BeautifulSoup, selector: str) -> list[str]:
    """Return the words of each element that is found."""
    return [text(element) for element in within.select(selector)]


def test_the_strip_says_what_to_expect(english: Path) -> None:
    """Under the title stand the question, part, time, level and what comes before.

    The question also describes the page, for search engines.
    """
    asks, soup, third = "How far can you count?", read(english, ONE), read(english, THREE)
    strip = only(soup, "h1 + .lesson-strip")
    assert texts(strip, ".lesson-asks") == [asks]
    facts = ["Lesson 1 · First part", "4 min", "beginner", "To the downloads"]
    assert texts(strip, ".lesson-facts > li") == facts
    assert text(only(soup, "[role=main]")).count(asks) == 1
    before = ["../first/one.html", "../first/two.html"]
    assert links(only(third, ".lesson-after")) == before
    assert third.select_one(".lesson-asks, .lesson-predict") is None
    assert only(soup, "meta[name=description]")["content"] == asks


def test_cells_are_folded_by_their_roles(english: Path) -> None:
    """Code that draws folds below its picture; checks and solutions fold with all."""
    soup = read(english, ONE)
    for name, title in (
        ("figure-code", "Code of the figure"),
        ("solution", "See the solution"),
        ("check", "Checked: what this lesson claims, as code"),
    ):
        fold = only(soup, f"details.lesson-fold.lesson-{name}")
        assert text(only(fold, "summary")) == title
        assert not fold.has_attr("open")
    figure = only(soup, "img.sphx-glr-single-img")
    assert figure.find_parent("details") is None
    assert figure.find_next("details") is only(soup, ".lesson-figure-code")
    solution = only(soup, ".lesson-solution")
    assert "the solution is 3" in text(solution)
    around = [
        output.find_parent("details") for output in soup.select(".sphx-glr-script-out")
    ]
    assert around == [None, None, solution]


def test_a_question_stands_between_code_and_output(english: Path) -> None:
    """Each choice opens on its reply, and what is asked about comes next."""
    question = only(read(english, ONE), ".lesson-question")
    assert texts(question, "#question-1") == ["What is one and one?"]
    choices = question.select(".lesson-choices > details")
    assert [choice["class"][1] for choice in choices] == ["lesson-wrong", "lesson-right"]
    assert [texts(choice, "summary, .lesson-reply") for choice in choices] == [
        ["One", "✗ No. That is 1 alone, and there are two."],
        ["Two", "✓ Yes. One for each."],
    ]
    before, answer = question.find_previous("pre"), question.find_next_sibling()
    assert before is not None
    assert 'print("the sum is"' in before.get_text()
    assert isinstance(answer, Tag)
    assert answer["class"] == ["lesson-answer"]
    assert "the sum is 2" in text(only(answer, ".lesson-shown"))
    # What is said below the output gives the answer away, and is covered with it.
    assert text(answer).endswith("Now a question that is none?")


def test_ids_hold_in_every_language(english: Path, spanish: Path) -> None:
    """So does a link to a section, a box or an output."""
    for folder in (english, spanish):
        soup = read(folder, ONE)
        ids = [element["id"] for element in soup.select("section section")]
        assert ids == ["look", "turn", "remember", "try-it", "next"]
        boxes = [box["id"] for box in soup.select(".lesson-remember, .lesson-next")]
        assert boxes == ["remember", "next"]
        assert soup.select_one("#output-1.sphx-glr-script-out") is not None
    assert "Recuerda" in text(only(soup, "#remember"))


def test_lists_of_lessons_are_cards(english: Path) -> None:
    """Each has its number, title, question or first words, time and level, by parts.

    Images say how large they are, and those further down are loaded late.
    """
    soup = read(english, "lessons/index.html")
    cards = {
        part: [texts(card, "p") for card in soup.select(f"section#{part} .lesson-card")]
        for part in ("first-part", "second-part")
    }
    one = ["1 One: count", "How far can you count?", "4 min · beginner"]
    two = ["2 Two: go on", "What comes after one?"]
    three = ["3 Three: end", "The end of it. No question here.", "9 min · advanced"]
    assert cards == {"first-part": [one, two], "second-part": [three]}
    assert soup.select(".sphx-glr-thumbcontainer, .sphx-glr-footer-gallery") == []
    part = read(english, "lessons/first/index.html")
    assert texts(part, ".lesson-card a") == ["One: count", "Two: go on"]
    images = soup.select("img")
    assert images == soup.select(".lesson-card img[alt='']")
    assert all(int(image["width"]) > 0 and int(image["height"]) > 0 for image in images)
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy"]


def test_the_course_leads_from_lesson_to_lesson(english: Path) -> None:
    """The sidebar lists them by parts and marks the one that is read.

    From the end of a part the next one is the first lesson of the next part.
    """
    nav = only(read(english, THREE), "nav.lesson-nav")
    assert texts(nav, ".lesson-nav-part") == ["First part", "Second part"]
    assert [(row["value"], text(row)) for row in nav.select("li")] == [
        ("1", "One: count 4 min · beginner"),
        ("2", "Two: go on"),
        ("3", "Three: end 9 min · advanced"),
    ]
    assert texts(nav, "[aria-current=page]") == ["Three: end"]
    assert read(english, "map.html").select_one("nav.lesson-nav") is None
    for name, *ways in (
        (ONE, [], ["two.html"]),
        (TWO, ["one.html"], ["../second/three.html"]),
        (THREE, ["../first/two.html"], []),
    ):
        heads = [read(english, name).select(f"link[rel={way}]") for way in ("prev", "next")]
        assert [[link["href"] for link in found] for found in heads] == ways


def test_a_lesson_leads_on_to_what_builds_on_it(english: Path, spanish: Path) -> None:
    """So does the map, by parts; tags and the reference lead to lessons, too."""
    soup = read(english, "map.html")
    rows = soup.select("ol.lesson-map > li")
    assert [links(row) for row in rows] == [
        ["lessons/first/index.html", ONE],
        [TWO, ONE],
        ["lessons/second/index.html", THREE, ONE, TWO],
    ]
    assert all(row.select("svg[aria-hidden=true] path.dot") for row in rows)
    tags = soup.select("dl.lesson-tags dd")
    assert [links(tag) for tag in tags] == [[ONE, TWO], [TWO, THREE]]
    beside = only(read(english, TWO), "dl.lesson-beside")
    assert texts(beside, "dt") == ["What builds on it", "Tags"]
    addresses = "../../map.html#tag-red", "../../map.html#tag-blue"
    assert links(beside) == ["../second/three.html", *addresses]
    assert "Cosas rojas" in text(only(read(spanish, TWO), "dl.lesson-beside"))
    assert links(only(read(english, "api.html"), ".lesson-uses")) == [TWO]


def test_the_drawing_has_a_line_for_every_dependence() -> None:
    """What is drawn in a row leads to its lesson from each that it builds on."""

    def row(dot: int, *lines: tuple[int, int, bool]) -> Row:
        return Row(dot, tuple(Line(start, end, upper=upper) for start, end, upper in lines))

    up, down = True, False
    assert lay_out({"a": (), "b": ("a",), "c": ("a", "b"), "d": (), "e": ("d",)}) == [
        row(0, (0, 0, down)),
        row(1, (0, 0, up), (0, 1, up), (0, 0, down), (1, 1, down)),
        row(0, (0, 0, up), (1, 0, up)),
        row(0, (0, 0, down)),
        row(0, (0, 0, up)),
    ]


def test_the_notebook_is_to_be_worked_with(spanish: Path) -> None:
    """Choices are a list with the replies folded, and solutions wait for the reader's."""
    (path,) = (spanish / "html" / "_downloads").rglob("one.ipynb")
    cells = json.loads(path.read_bytes())["cells"]
    sources = ["".join(cell["source"]) for cell in cells]
    (question,) = [source for source in sources if "¿Cuánto es uno y uno?" in source]
    assert question.strip().endswith(
        "¿Cuánto es uno y uno?\n\n- Uno\n- Dos\n\n<details>\n"
        f"<summary>{spoken('Replies')}</summary>\n\n"
        "- Uno: ✗ Eso es ``1`` solo, y hay dos.\n- Dos: ✓ Uno por cada uno.\n\n</details>"
    )
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    words = spoken("Your turn; the solution is in the next cell.")
    turn = [at for at, cell in enumerate(codes) if words in cell["source"][0]]
    assert [codes[at + 1]["source"][0] for at in turn] == ['print("la solución es", 3)']
    assert "assert 1 + 1 == 2" in codes[-1]["source"][0]
    (script,) = (spanish / "html" / "_downloads").rglob("one.py")
    for said in ("\n".join(sources), script.read_text(encoding="utf-8")):
        assert "# lesson" not in said
        assert "Uno: contar" in said
        assert "count" not in said


@pytest.fixture
def lesson(english: Path, page: Page) -> Page:
    """The first lesson, opened as a file."""
    page.goto(f"file://{english / 'html' / ONE}")
    return page


def test_what_is_asked_about_is_covered_only_for_who_predicts(lesson: Page) -> None:
    """The switch is off at first; it covers the output asked about, and no other.

    What the head of the next page reads is what was chosen last. Any answer, chosen with
    the keyboard, shows its reply and the output.
    """
    shown, cover = lesson.locator(".lesson-shown"), lesson.locator(".lesson-cover")
    for chosen, kept in ((False, None), (True, "on"), (False, "off"), (True, "on")):
        lesson.get_by_role("switch", name="Predict first").set_checked(chosen)
        expect(shown).to_be_visible(visible=not chosen)
        expect(cover).to_be_visible(visible=chosen)
        expect(lesson.locator("#output-2")).to_be_visible()
        assert lesson.evaluate("localStorage.getItem('predict-first')") == kept
    lesson.locator(".lesson-wrong > summary").press("Enter")
    expect(lesson.get_by_text("and there are two.")).to_be_visible()
    expect(shown).to_be_visible()
    expect(cover).to_be_hidden()


def test_an_address_opens_what_it_points_at(lesson: Page) -> None:
    """What stands around a fragment, and all of it with `answers=show`."""
    lesson.get_by_role("switch").check()
    lesson.evaluate("location.hash = 'output-1'")
    expect(lesson.locator("#output-1")).to_be_visible()
    expect(lesson.locator("#output-3")).to_be_hidden()
    lesson.evaluate("location.hash = 'output-3'")
    expect(lesson.locator("#output-3")).to_be_visible()
    lesson.get_by_role("switch").uncheck()
    lesson.goto(lesson.url.replace("#output-3", "?answers=show"))
    expect(lesson.locator(REPLY)).to_be_visible()
    assert lesson.locator("details[class*=lesson-]:not([open])").count() == 0


def test_on_paper_all_is_open(lesson: Page) -> None:
    """Also what is covered; afterwards it is as it was."""
    lesson.get_by_role("switch").check()
    lesson.evaluate("dispatchEvent(new Event('beforeprint'))")
    lesson.emulate_media(media="print")
    for place in (REPLY, "#output-3", "#output-1"):
        expect(lesson.locator(place)).to_be_visible()
    lesson.emulate_media(media="screen")
    lesson.evaluate("dispatchEvent(new Event('afterprint'))")
    for place in (REPLY, ".lesson-shown"):
        expect(lesson.locator(place)).to_be_hidden()


def test_without_scripts_nothing_is_covered(english: Path, chromium: Browser) -> None:
    """Choices open, there is no switch, and outputs are in sight."""
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"file://{english / 'html' / ONE}")
        expect(page.locator(".lesson-shown")).to_be_visible()
        expect(page.locator(".lesson-predict")).to_be_hidden()
        page.locator(".lesson-right > summary").click()
        expect(page.locator(REPLY)).to_be_visible()
