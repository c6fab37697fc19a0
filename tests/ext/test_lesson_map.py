"""The map, the tags and the lists beside a lesson are made from notes in the scripts."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from lesson_map.lanes import Line, Row, lay_out
from lesson_map.lessons import read_lessons
from lesson_map.uses import lessons_using
from tests.ext.minisite import build, changed, page, write

CONF = """
extensions = ["myst_parser", "lesson_map"]
html_theme = "basic"
locale_dirs = ["../locales"]

def setup(app):
    app.add_config_value("gallery_i18n_sources", {"lessons": "examples"}, "env", dict)
"""
MAP = """# Map

```{lesson-map}
```

```{lesson-tags}
red Red *things*
blue Blue things
```
"""
API = """# Reference

```{eval-rst}
.. py:currentmodule:: lstm_demo
.. py:function:: run_batched()
.. py:function:: run_stepwise()
.. py:class:: LayerTrace
```
"""
SCRIPTS = {
    "plot_a": "# lesson: tags red\n\nfrom lstm_demo import run_batched\n",
    "plot_b": "# lesson: after plot_a\n# lesson: tags red, blue\n",
    "plot_c": "# lesson: after plot_a, plot_b\n# lesson: tags blue\n",
    "plot_d": "# lesson: tags red, blue\n\nfrom lstm_demo import trace_gates\n",
}
CATALOG = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\n"

msgid "Blue things"
msgstr "Cosas azules"
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Four lessons, the map and a reference; not built yet."""
    titles = {name: f"# Do {name[-1].upper()}\n" for name in SCRIPTS}
    toctree = "\n".join(["map", "api", *(f"lessons/{name}" for name in SCRIPTS)])
    write(
        tmp_path,
        {
            "conf.py": CONF,
            "source/index.md": f"# Index\n\n```{{toctree}}\n{toctree}\n```\n",
            "source/map.md": MAP,
            "source/api.md": API,
            "locales/es/LC_MESSAGES/map.po": CATALOG,
            **{f"examples/{name}.py": text for name, text in SCRIPTS.items()},
            **{f"source/lessons/{name}.md": text for name, text in titles.items()},
        },
    )
    return tmp_path


def built(site: Path, *options: str) -> None:
    """Build a site that has no faults."""
    status, log = build(site, *options)
    assert status == 0, log


def links(element: Tag | BeautifulSoup | None) -> list[str]:
    """Return the addresses in an element."""
    assert element is not None
    return [str(link["href"]) for link in element.select("a.reference")]


def beside(site: Path, lesson: str) -> dict[str, list[str]]:
    """Return the lists beside a lesson, by their titles."""
    found = page(site, f"lessons/{lesson}.html").select_one("dl.lesson-beside")
    assert found is not None
    terms = [term.get_text() for term in found.select("dt")]
    return dict(zip(terms, map(links, found.select("dd")), strict=True))


def uses(site: Path) -> dict[str, list[str]]:
    """Return the lessons that use each object of the reference."""
    entries = page(site, "api.html").select("dl.py")
    return {
        str(it.dt["id"]): links(it.select_one(".lesson-uses") or it.dt)
        for it in entries
        if it.dt
    }


def test_the_map_is_a_list_of_all_lessons(site: Path) -> None:
    """Each row links to a lesson and lists what it builds on; its drawing is not read."""
    built(site)
    rows = page(site, "map.html").select("ol.lesson-map > li")
    assert [links(row) for row in rows] == [
        ["lessons/plot_a.html"],
        ["lessons/plot_b.html", "lessons/plot_a.html"],
        ["lessons/plot_c.html", "lessons/plot_a.html", "lessons/plot_b.html"],
        ["lessons/plot_d.html"],
    ]
    assert [row.a.get_text() for row in rows if row.a] == ["Do A", "Do B", "Do C", "Do D"]
    assert all(row.select("svg[aria-hidden=true] path.dot") for row in rows)


def test_the_drawing_has_a_line_for_every_dependence() -> None:
    """What is drawn in a row leads to its lesson from each that it builds on."""
    rows = lay_out({"a": (), "b": ("a",), "c": ("a", "b"), "d": (), "e": ("d",)})
    assert rows == [
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


def test_tags_list_their_lessons(site: Path) -> None:
    """Each tag has words and an address, and under it the lessons that have it."""
    built(site)
    found = page(site, "map.html").select_one("dl.lesson-tags")
    assert found is not None
    assert [(it["id"], it.get_text()) for it in found.select("dt")] == [
        ("tag-red", "Red *things*"),
        ("tag-blue", "Blue things"),
    ]
    a, b, c, d = (f"lessons/{name}.html" for name in SCRIPTS)
    assert [links(it) for it in found.select("dd")] == [[a, b, d], [b, c, d]]


def test_a_lesson_leads_on(site: Path) -> None:
    """A lesson names those before and after it, others with its tags, and its tags."""
    built(site)
    assert beside(site, "plot_b") == {
        "This lesson builds on": ["plot_a.html"],
        "What builds on it": ["plot_c.html"],
        "Related lessons": ["plot_d.html"],
        "Tags": ["../map.html#tag-red", "../map.html#tag-blue"],
    }
    assert list(beside(site, "plot_d")) == ["Related lessons", "Tags"]
    assert beside(site, "plot_d")["Related lessons"] == [
        *("plot_b.html", "plot_c.html", "plot_a.html"),
    ]


def test_the_reference_names_lessons(site: Path) -> None:
    """A function names the lessons that import it, a record those that get it."""
    built(site)
    assert uses(site) == {
        "lstm_demo.run_batched": ["lessons/plot_a.html"],
        "lstm_demo.run_stepwise": [],
        "lstm_demo.LayerTrace": ["lessons/plot_d.html"],
    }


def test_records_come_from_functions_and_from_records(site: Path) -> None:
    """A result leads to its fields; an argument is not something that a lesson gets."""
    lessons = read_lessons({"lessons": site / "examples"})
    assert lessons_using(lessons, "lstm_demo", "GateTrace") == ["lessons/plot_d"]
    assert lessons_using(lessons, "lstm_demo", "Run") == ["lessons/plot_a"]
    assert lessons_using(lessons, "lstm_demo", "Options") == []


def test_a_lesson_that_is_gone_is_a_warning(site: Path) -> None:
    """The build names the script and the line that names a lesson that is not there."""
    built(site)
    (site / "examples/plot_b.py").unlink()
    (site / "source/lessons/plot_b.md").unlink()
    with changed(site / "source/index.md", "lessons/plot_b\n", ""):
        status, log = build(site)
    assert status == 1
    assert "plot_c.py:1: WARNING: no lesson 'plot_b' comes before this one" in log


def test_a_lesson_builds_on_earlier_ones(site: Path) -> None:
    """Lessons cannot go round in a circle: what is built on comes first."""
    with changed(site / "examples/plot_a.py", "tags red", "after plot_c"):
        status, log = build(site)
    assert status == 1
    assert "plot_a.py:1: WARNING: no lesson 'plot_c' comes before this one" in log


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("examples/plot_d.py", "tags red", "tags green", "no page lists the tag green"),
        ("examples/plot_d.py", "tags red", "tag red", "nothing of 'tag'; it may say after"),
        ("source/map.md", "blue Blue", "grey G\nblue Blue", "no lesson has the tag grey"),
        ("source/map.md", "blue Blue things", "blue", "must read 'tag words', got 'blue'"),
    ],
)
def test_a_wrong_note_is_a_warning(
    site: Path, file: str, before: str, after: str, said: str
) -> None:
    """Unknown tags, tags of no lesson and other words stop the build, also a second."""
    built(site)
    with changed(site / file, before, after):
        status, log = build(site)
    assert status == 1
    assert said in log


def test_pages_follow_the_notes(site: Path) -> None:
    """A change of a note or of a title is seen on pages that have not changed."""
    built(site)
    with changed(site / "examples/plot_c.py", "plot_a, plot_b", "plot_a"):
        built(site)
        assert "What builds on it" not in beside(site, "plot_b")
    with changed(site / "source/lessons/plot_a.md", "Do A", "Make A"):
        built(site)
        row = page(site, "map.html").select_one("ol.lesson-map > li")
        assert row is not None
        assert row.get_text(strip=True) == "Make A"


def test_words_are_translated(site: Path) -> None:
    """The words of tags are messages of the page, on the pages of lessons as well."""
    built(site, "--define", "language=es")
    for name in ("map.html", "lessons/plot_c.html"):
        assert "Cosas azules" in page(site, name).get_text()
    apart = "--doctree-dir", str(site / "apart")
    status, log = build(site, *apart, builder="gettext")
    assert status == 0, log
    template = (site / "gettext" / "map.pot").read_text(encoding="utf-8")
    assert 'msgid "Blue things"' in template
    assert "Do A" not in template
