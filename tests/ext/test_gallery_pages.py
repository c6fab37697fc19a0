"""Pages in any language: what their readers and their translators get."""

import re
from pathlib import Path

import pytest

from docs._ext.lessons.order import unlisted
from tests.ext.conftest import ES, RUN_NOTHING, build, only, read, spoken, text
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


NO_MATH = "math that cannot be rendered"  # but as its source, or as HTML
WRONG = {  # what is changed in a file, and what is said of which line
    f"examples/{ONE}.py": [
        ("tags red", "tag red", ":11: WARNING: a lesson has no note 'tag'"),
        ("minutes 4", "minutes few", ":9: WARNING: got minutes 'few'; give a whole number"),
        ("level beginner", "level easy", ":10: WARNING: got level 'easy'; give one of beg"),
        ("lesson: check", "lesson: tick", ":58: WARNING: a code cell has one role of che"),
    ],
    f"examples/{TWO}.py": [
        ("tags red", "tags green", ":1: WARNING: no page lists the tag green"),
        (
            "lesson: after one",
            "lesson: after three",
            ":7: WARNING: no lesson 'three' comes ",
        ),
    ],
    f"examples/{THREE}.py": [
        ('"done")', '"done")\n# lesson: check', ":17: WARNING: 'check' has to stand above"),
    ],
    f"source/locales/es/LC_MESSAGES/lessons/{ONE}.po": [
        (
            "*Dos: seguir*",
            "*Dos: parar*",
            ":75: WARNING: no page has the title 'Dos: parar'",
        ),
        (
            "Contar importa",
            "Contar sí importa",
            ":1: WARNING: the next lesson is *Dos: seg",
        ),
    ],
    f"source/locales/es/LC_MESSAGES/lessons/{THREE}.po": [
        (
            "Tres: fin",
            "Uno: contar",
            ":1: WARNING: 'Uno: contar' is the title of lessons/f",
        ),
    ],
    "source/index.md": [
        ("Home\n", "Home\n\nNew.\n", ":3: WARNING: not translated in index.po: 'New.'"),
    ],
    "source/math.rst": [
        ("h_t < 1", r"\text{<b>}", f":4: WARNING: {NO_MATH}"),
        ("f &=", r"\nosuchthing x", f":6: WARNING: {NO_MATH}"),
        ("one", r"a & b \begin{x}", f":11: WARNING: {NO_MATH}"),
        ("x + y", "x_{", f":16: WARNING: {NO_MATH}"),
    ],
}


def test_what_is_wrong_in_a_source_is_a_warning(site: Path) -> None:
    """It names the file and the line, and what would be right."""
    for name, changes in WRONG.items():
        for before, after, _ in changes:
            change(site / name, before, after)
    status, log = build(site, *ES, *RUN_NOTHING)
    assert status == 1
    for name, changes in WRONG.items():
        for *_, said in changes:
            assert f"{Path(name).name}{said}" in log
    assert "<b>" not in (site / "html" / "math.html").read_text(encoding="utf-8")


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
