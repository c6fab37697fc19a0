"""A lesson's page, notebook and place among the others are made from its script."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from docs._ext.lessons.lanes import Line, Row, lay_out
from tests.ext.conftest import ADDRESS, spoken
from tests.ext.minisite import build, changed, page

pytestmark = pytest.mark.site

ONE, TWO = "lessons/1_first/plot_01_one.html", "lessons/1_first/plot_02_two.html"
THREE = "lessons/2_second/plot_03_three.html"


def text(element: Tag | None) -> str:
    """Return the words of an element that is there."""
    assert element is not None
    return " ".join(element.get_text().split())


def links(element: Tag | BeautifulSoup | None) -> list[str]:
    """Return the addresses in an element."""
    assert element is not None
    return [str(link["href"]) for link in element.select("a.reference")]


def test_the_strip_says_what_to_expect(english: Path) -> None:
    """Under the title stand the question, part, time, level and what comes before."""
    strip = page(english, ONE).select_one("h1 + .lesson-strip")
    assert strip is not None
    assert text(strip.select_one(".lesson-asks")) == "How far can you count?"
    facts = [text(fact) for fact in strip.select(".lesson-facts > li")]
    assert facts == ["Lesson 1 · First part", "4 min", "beginner", "To the downloads"]
    body = page(english, ONE).select_one("[role=main]")
    assert text(body).count("How far can you count?") == 1
    after = page(english, THREE).select_one(".lesson-after")
    assert links(after) == ["../1_first/plot_01_one.html", "../1_first/plot_02_two.html"]
    assert page(english, THREE).select_one(".lesson-asks, .lesson-predict") is None


def test_cells_are_folded_by_their_roles(english: Path) -> None:
    """Code that draws folds below its picture; checks and solutions fold with all."""
    soup = page(english, ONE)
    titles = {
        "figure-code": "Code of the figure",
        "solution": "See the solution",
        "check": "Checked: what this lesson claims, as code",
    }
    for name, title in titles.items():
        (fold,) = soup.select(f"details.lesson-fold.lesson-{name}")
        assert text(fold.summary) == title
        assert not fold.has_attr("open")
    figure = soup.select_one("img.sphx-glr-single-img")
    assert figure is not None
    assert figure.find_parent("details") is None
    assert figure.find_next("details") is soup.select_one(".lesson-figure-code")
    assert "the solution is 3" in text(soup.select_one(".lesson-solution"))
    outputs = soup.select(".sphx-glr-script-out")
    assert [text(output.find_parent("details"))[:7] for output in outputs[2:]] == [
        "See the"
    ]
    assert all(output.find_parent("details") is None for output in outputs[:2])


def test_a_question_stands_between_code_and_output(english: Path) -> None:
    """Each choice opens on its reply, and what is asked about comes next."""
    soup = page(english, ONE)
    (question,) = soup.select(".lesson-question")
    assert text(question.select_one("#question-1")) == "What is one and one?"
    choices = question.select(".lesson-choices > details")
    assert [text(choice.summary) for choice in choices] == ["One", "Two"]
    assert [text(choice.select_one(".lesson-reply")) for choice in choices] == [
        "✗ No. That is 1 alone, and there are two.",
        "✓ Yes. One for each.",
    ]
    kinds = [choice["class"][1] for choice in choices]
    assert kinds == ["lesson-wrong", "lesson-right"]
    before = question.find_previous("pre")
    assert before is not None
    assert 'print("the sum is"' in before.get_text()
    answer = question.find_next_sibling()
    assert isinstance(answer, Tag)
    assert answer["class"] == ["lesson-answer"]
    assert "the sum is 2" in text(answer.select_one(".lesson-shown"))
    assert "in sight" not in text(answer)


def test_ids_do_not_depend_on_the_language(english: Path, spanish: Path) -> None:
    """A link to a section, a box or an output holds in both languages."""
    found = {}
    for folder in (english, spanish):
        soup = page(folder, ONE)
        found[folder] = [str(element["id"]) for element in soup.select("section section")]
        assert [box["id"] for box in soup.select(".lesson-remember, .lesson-next")] == [
            *("remember", "next"),
        ]
        assert soup.select_one("#output-1.sphx-glr-script-out") is not None
    assert (
        found[english] == found[spanish] == ["look", "turn", "remember", "try-it", "next"]
    )
    assert "Recuerda" in text(page(spanish, ONE).select_one("#remember"))


def test_lists_of_lessons_are_cards(english: Path) -> None:
    """Each has its number, title, question or first words, time and level, by parts."""
    soup = page(english, "lessons/index.html")
    cards = {
        part: [
            [text(element) for element in card.find_all(["p"])]
            for card in soup.select(f"section#{part} .lesson-card")
        ]
        for part in ("first-part", "second-part")
    }
    assert cards == {
        "first-part": [
            ["1 One: count", "How far can you count?", "4 min · beginner"],
            ["2 Two: go on", "What comes after one?"],
        ],
        "second-part": [
            ["3 Three: end", "The end of it. No question here.", "9 min · advanced"]
        ],
    }
    assert len(soup.select(".lesson-card img[alt='']")) == 3
    assert soup.select(".sphx-glr-thumbcontainer, .sphx-glr-footer-gallery") == []
    part = page(english, "lessons/1_first/index.html")
    assert [text(link) for link in part.select(".lesson-card a")] == [
        *("One: count", "Two: go on"),
    ]


def test_the_sidebar_lists_all_lessons(english: Path) -> None:
    """By parts, numbered, and the one that is read is marked."""
    nav = page(english, THREE).select_one("nav.lesson-nav")
    assert nav is not None
    assert [text(part) for part in nav.select(".lesson-nav-part")] == [
        *("First part", "Second part"),
    ]
    assert [(row["value"], text(row)) for row in nav.select("li")] == [
        ("1", "One: count 4 min · beginner"),
        ("2", "Two: go on"),
        ("3", "Three: end 9 min · advanced"),
    ]
    assert [text(link) for link in nav.select("[aria-current=page]")] == ["Three: end"]
    assert page(english, "map.html").select_one("nav.lesson-nav") is None


def test_the_next_lesson_is_the_next_in_the_course(english: Path) -> None:
    """From the end of a part it goes on with the first lesson of the next."""
    found = {}
    for name in (ONE, TWO, THREE):
        soup = page(english, name)
        ways = {way: soup.select_one(f"link[rel={way}]") for way in ("prev", "next")}
        found[name] = [link and str(link["href"]) for link in ways.values()]
    assert found == {
        ONE: [None, "plot_02_two.html"],
        TWO: ["plot_01_one.html", "../2_second/plot_03_three.html"],
        THREE: ["../1_first/plot_02_two.html", None],
    }


def test_the_map_is_a_list_of_all_lessons(english: Path) -> None:
    """By parts; each row links to a lesson and lists what it builds on."""
    soup = page(english, "map.html")
    rows = soup.select("ol.lesson-map > li")
    assert [links(row) for row in rows] == [
        ["lessons/1_first/index.html", ONE],
        [TWO, ONE],
        ["lessons/2_second/index.html", THREE, ONE, TWO],
    ]
    assert all(row.select("svg[aria-hidden=true] path.dot") for row in rows)
    tags = soup.select("dl.lesson-tags dd")
    assert [links(tag) for tag in tags] == [[ONE, TWO], [TWO, THREE]]


def test_the_drawing_has_a_line_for_every_dependence() -> None:
    """What is drawn in a row leads to its lesson from each that it builds on."""
    assert lay_out({"a": (), "b": ("a",), "c": ("a", "b"), "d": (), "e": ("d",)}) == [
        Row(0, (Line(0, 0, upper=False),)),
        Row(
            1,
            (
                *(Line(0, 0, upper=True), Line(0, 1, upper=True)),
                *(Line(0, 0, upper=False), Line(1, 1, upper=False)),
            ),
        ),
        Row(0, (Line(0, 0, upper=True), Line(1, 0, upper=True))),
        Row(0, (Line(0, 0, upper=False),)),
        Row(0, (Line(0, 0, upper=True),)),
    ]


def test_a_lesson_leads_on(english: Path, spanish: Path) -> None:
    """It names what builds on it, its tags and, in the reference, where it is used."""
    beside = page(english, TWO).select_one("dl.lesson-beside")
    assert beside is not None
    assert [text(term) for term in beside.select("dt")] == ["What builds on it", "Tags"]
    assert links(beside) == [
        "../2_second/plot_03_three.html",
        *("../../map.html#tag-red", "../../map.html#tag-blue"),
    ]
    assert "Cosas rojas" in text(page(spanish, TWO).select_one("dl.lesson-beside"))
    uses = page(english, "api.html").select(".lesson-uses")
    assert [links(use) for use in uses] == [[TWO]]


def test_the_notebook_is_to_be_worked_with(spanish: Path) -> None:
    """Choices are a list with the replies folded, and solutions wait for the reader's."""
    (path,) = (spanish / "html" / "_downloads").rglob("plot_01_one.ipynb")
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
    for file in (path, *(spanish / "html" / "_downloads").rglob("plot_01_one.py")):
        assert "# lesson" not in file.read_text(encoding="utf-8")


def test_a_page_knows_its_twins(english: Path, spanish: Path) -> None:
    """In every language, absolute where the address of the site is known."""
    for folder, site in ((english, ADDRESS), (spanish, "../../../")):
        twins = page(folder, ONE).select("link[rel=alternate]")
        assert [twin["hreflang"] for twin in twins] == ["es", "en"]
        assert [twin["href"] for twin in twins] == [f"{site}es/{ONE}", f"{site}en/{ONE}"]
        assert twins[0]["title"] == f"../../../es/{ONE}"


def test_a_lesson_is_described_by_its_question(english: Path) -> None:
    """For search engines and for messengers."""
    soup = page(english, ONE)
    for name in ("meta[name=description]", "meta[property='og:description']"):
        (meta,) = soup.select(name)
        assert meta["content"] == "How far can you count?"
    address = soup.select_one("meta[property='og:url']")
    assert address is not None
    assert address["content"] == f"{ADDRESS}en/{ONE}"


def test_images_say_how_large_they_are(english: Path) -> None:
    """Nothing moves when they arrive, and those further down are loaded late."""
    images = page(english, "lessons/index.html").select("img")
    assert all(int(image["width"]) > 0 and int(image["height"]) > 0 for image in images)
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy"]


def test_an_old_address_leads_on(english: Path, site: Path) -> None:
    """The page there leads to the present one; one that leads nowhere is a warning."""
    link = page(english, "old/two.html").select_one("a")
    assert link is not None
    assert (text(link), link["href"]) == ("Two: go on", f"../{TWO}")
    with changed(site / "redirects.toml", "plot_02_two", "plot_02_gone"):
        status, log = build(site)
    assert status == 1
    assert "old/two leads to lessons/1_first/plot_02_gone, which is no page" in log


@pytest.mark.parametrize(
    ("lesson", "before", "after", "said"),
    [
        (1, "tags red", "tags green", "no page lists the tag green"),
        (
            1,
            "tags red",
            "tag red",
            "plot_01_one.py:11: WARNING: a lesson has no note 'tag'",
        ),
        (1, "minutes 4", "minutes few", "got minutes 'few'; give a whole number"),
        (1, "level beginner", "level easy", "got level 'easy'; give one of beginner, "),
        (1, "lesson: check", "lesson: checks", "one role of check, figure, solution, got"),
        (1, "1 == 2", "1 == 2\n# lesson: check", "'check' has to stand above the code of"),
        (
            2,
            "after plot_01_one",
            "after plot_03_three",
            "'plot_03_three' comes before this",
        ),
    ],
)
def test_a_wrong_note_is_a_warning(
    site: Path, lesson: int, before: str, after: str, said: str
) -> None:
    """It names the script and the line, and what would be right."""
    (script,) = (site / "examples").glob(f"*/plot_{lesson:02}_*.py")
    with changed(script, before, after):
        status, log = build(site, "--define", "sphinx_gallery_conf.plot_gallery=False")
    assert status == 1
    assert said in log
