"""Pages in any language: what their readers and their translators get."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from docs._ext.lessons.order import unlisted
from tests.ext.conftest import (
    ES,
    RUN_NOTHING,
    build,
    copy_lessons,
    only,
    read,
    spoken,
    text,
)
from tests.site.project import change

ONE, TWO, THREE = "first/one", "first/two", "second/three"


def test_the_page_speaks_the_language(spanish: Path) -> None:
    """Title, prose, code, output and the gallery's own sentences are in Spanish.

    The alternative text of a figure is its title; it adds no attribute.
    """
    body = only(read(spanish, f"lessons/{ONE}.html"), "[role=main]")
    captions = [caption.get_text() for caption in body.select(".code-block-caption")]
    assert [caption.strip("¶\n") for caption in captions] == [spoken("Output")] * 3
    image = only(body, "img.sphx-glr-single-img")
    assert image["alt"] == 'Una línea "llana" < 2'
    assert set(image.attrs) == {"src", "srcset", "alt", "class", "width", "height"}
    said = body.get_text() + read(spanish, "lessons/index.html").get_text()
    interface = map(spoken, ("Download the script", "See the solution"))
    words = "Uno: contar", "la suma es 2", "lo que se dibuja", "Lecciones", "Todas."
    assert [it for it in (*words, *interface) if it not in said] == []


def test_a_script_with_new_words_stops_the_build(site: Path) -> None:
    """The build fails before anything runs, and names file, line and message."""
    script = site / "examples" / f"{ONE}.py"
    change(script, "what is drawn", "what was drawn")
    rows = script.read_text(encoding="utf-8").split("\n")
    line = 1 + rows.index("plt.plot([1, 2])  # what was drawn")
    status, log = build(site, *ES)
    assert status != 0
    assert re.search(rf"{ONE}\.py:{line}: not in .*'what was drawn'\n", log)
    assert not [*(site / "source" / "lessons").rglob("*.py.md5")]


@pytest.mark.parametrize("language", ["english", "spanish"])
def test_a_title_leads_to_its_page(language: str, request: pytest.FixtureRequest) -> None:
    """Not that of the page itself, nor other words; a link that is there stays.

    The title counts as the reader sees it; the one of the source is no title in Spanish.
    """
    title = {"english": "Two: go on", "spanish": "Dos: seguir"}[language]
    links = read(request.getfixturevalue(language), "index.html").select("p a[href]")
    assert not any(link.find("a") for link in links)
    found = {link["href"]: text(link) for link in links if link.find("em")}
    assert found == {"lessons/first/two.html": title, "map.html": title}


class Mistake(NamedTuple):
    """A change that is wrong, and the warning of it."""

    file: str
    before: str
    after: str
    line: int
    warning: str


SPANISH = "source/locales/es/LC_MESSAGES/lessons"
MISTAKES = [
    Mistake(
        f"examples/{ONE}.py",
        "minutes 4",
        "minutes few",
        9,
        "got minutes 'few'; give a whole number",
    ),
    Mistake(
        f"examples/{ONE}.py",
        "level beginner",
        "level easy",
        10,
        "got level 'easy'; give one of beginner, intermediate, advanced",
    ),
    Mistake(
        f"examples/{ONE}.py",
        "tags red",
        "tag red",
        11,
        "a lesson has no note 'tag'; it may have after, level, minutes, tags",
    ),
    Mistake(
        f"examples/{ONE}.py",
        "lesson: check",
        "lesson: tick",
        58,
        "a code cell has one role of check, figure, solution, got 'tick'",
    ),
    Mistake(
        f"examples/{TWO}.py",
        "tags red",
        "tags green",
        1,
        "no page lists the tag green",
    ),
    Mistake(
        f"examples/{TWO}.py",
        "lesson: after one",
        "lesson: after three",
        7,
        "no lesson 'three' comes before this one",
    ),
    Mistake(
        f"examples/{THREE}.py",
        '"done")',
        '"done")\n# lesson: check',
        17,
        "'check' has to stand above the code of a cell",
    ),
    Mistake(
        f"{SPANISH}/{ONE}.po",
        "*Dos: seguir*",
        "*Dos: parar*",
        75,
        "no page has the title 'Dos: parar'",
    ),
    Mistake(
        f"{SPANISH}/{ONE}.po",
        "Contar importa",
        "Contar sí importa",
        1,
        "the next lesson is *Dos: seguir*, which Next does not name",
    ),
    Mistake(
        f"{SPANISH}/{THREE}.po",
        "Tres: fin",
        "Uno: contar",
        1,
        "'Uno: contar' is the title of lessons/first/one, too",
    ),
    Mistake(
        "source/index.md",
        "Home\n",
        "Home\n\nNew.\n",
        3,
        "not translated in index.po: 'New.'",
    ),
    # Math is rendered neither as its source nor as HTML.
    Mistake(
        "source/math.rst",
        "h_t < 1",
        r"\text{<b>}",
        4,
        r"math that cannot be rendered: \text{<b>}",
    ),
    Mistake(
        "source/math.rst",
        "f &=",
        r"\nosuchthing x",
        6,
        r"math that cannot be rendered: \begin{align*}\nosuchthing x \sigma(a) \\",
    ),
    Mistake(
        "source/math.rst",
        "one",
        r"a & b \begin{x}",
        11,
        r"math that cannot be rendered: a & b \begin{x} \\",
    ),
    Mistake(
        "source/math.rst",
        "x + y",
        "x_{",
        16,
        r"math that cannot be rendered: \text{a sum} = x_{",
    ),
]


class Built(NamedTuple):
    """A site that was built, and what was said."""

    folder: Path
    status: int
    log: str


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site with all these mistakes, built once."""
    site = copy_lessons(tmp_path_factory.mktemp("mistaken"))
    for mistake in MISTAKES:
        change(site / mistake.file, mistake.before, mistake.after)
    return Built(site, *build(site, *ES, *RUN_NOTHING))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.warning)
def test_what_is_wrong_in_a_source_is_a_warning(mistake: Mistake, mistaken: Built) -> None:
    """It names the file and the line, and what would be right."""
    place = f"{mistaken.folder / mistake.file}:{mistake.line}"
    assert f"{place}: WARNING: {mistake.warning}" in mistaken.log.splitlines()


def test_a_warning_stops_a_build(mistaken: Built) -> None:
    """Its status is that of a failure."""
    assert mistaken.status == 1


def test_math_that_cannot_be_rendered_adds_no_element(mistaken: Built) -> None:
    """What stands in it as text is no HTML on the page."""
    page = mistaken.folder / "html" / "math.html"
    assert "<b>" not in page.read_text(encoding="utf-8")


def test_each_script_stands_in_the_list_once() -> None:
    """What is missing, too much or doubled is named, and how to mend it."""
    found = list(
        unlisted({"lessons/a", "lessons/b"}, ["lessons/a", "lessons/c", "lessons/a"])
    )
    assert found == [
        "the list does not name lessons/b; add a line where it is to be read",
        "there is no script for lessons/c; write it, or remove its line",
        "the list names lessons/a more than once; remove a line",
    ]


def test_math_needs_no_script(english: Path) -> None:
    """Each formula is MathML; no line can begin with the comma after one.

    Rows are aligned where they say so; a reference to a number leads to its equation.
    """
    html = read(english, "math.html")
    assert len(html.select("math")) == 5
    assert [str(s["src"]) for s in html.select("script[src]") if "ath" in str(s)] == []
    inline = html.select("p math")[0]
    assert inline.get_text() == "ht<1"
    assert inline["display"] == "inline"
    held = only(html, "p .unbroken")
    assert held.get_text() == "ht<1,"
    assert str(held.next_sibling).startswith(" then")
    aligned, rows, _ = html.select("div.math math")
    assert [len(row.select("mtd")) for row in aligned.select("mtr")] == [2, 2]
    assert [row.get_text() for row in aligned.select("mtr")] == [
        "f=\N{GREEK SMALL LETTER SIGMA}(a)",
        "c=f⊙b",
    ]
    assert [row.get_text() for row in rows.select("mtr")] == ["one", "two"]
    link = only(html, "p a.reference.internal")
    assert link.get_text() == "(1)"
    equation = only(html, str(link["href"]))
    assert only(html, ".eqno").find_parent("div") is equation
    assert equation.get_text().strip().startswith("(1)")
