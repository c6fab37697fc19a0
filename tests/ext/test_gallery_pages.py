"""Pages in any language: what their readers and their translators get."""

import json
import re
from pathlib import Path

import pytest

from docs._ext.gallery_i18n import read_catalog
from tests.ext.conftest import ES, RUN_NOTHING, build, only, read, spoken, text
from tests.site.project import changed

ONE, TWO, THREE = "1_first/plot_01_one", "1_first/plot_02_two", "2_second/plot_03_three"
CATALOGS = Path("source", "locales", "es", "LC_MESSAGES", "lessons")
ENGLISH = re.compile(
    r"count|line|drawn|the sum|answer|Predict|sight|solution|Remember|Try|Next|Checked|"
    r"figure|Download|Output|example|Go to|Gallery|lesson",
    re.IGNORECASE,
)
MATH = 'extensions = ["docs._ext.mathml"]\nhtml_math_renderer = "mathml"\n'
WRONG_MATH = r"\nosuchthing x", r"a & b \begin{x}", "x_{", r"\text{<b>}"


def ran(folder: Path) -> dict[str, int]:
    """Return when scripts ran last."""
    records = (folder / "source" / "lessons").rglob("*.py.md5")
    return {record.name.split(".")[0]: record.stat().st_mtime_ns for record in records}


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
    for name in body.select(".highlight .nn, .highlight .n, code.literal:not(.download)"):
        name.decompose()  # names stay
    said = body.get_text()
    interface = map(spoken, ("Download the script", "See the solution"))
    for words in ("Uno: contar", "la suma es 2", "lo que se dibuja", *interface):
        assert words in said
    assert set(ENGLISH.findall(said)) == set()
    index = read(spanish, "lessons/index.html").get_text()
    assert "Lecciones" in index
    assert "Todas." in index
    assert "Download" not in index


def test_the_downloads_speak_the_language(spanish: Path) -> None:
    """The script and the notebook hold the Spanish words."""
    downloads = spanish / "html" / "_downloads"
    script = next(downloads.rglob("plot_01_one.py")).read_text(encoding="utf-8")
    notebook = json.loads(next(downloads.rglob("plot_01_one.ipynb")).read_bytes())
    texts = ["".join(cell["source"]) for cell in notebook["cells"]]
    for said in (script, "\n".join(texts)):
        for words in ("Uno: contar", "lo que se dibuja", "la suma es", "Una línea"):
            assert words in said
        assert "count" not in said
        assert "what is drawn" not in said
    assert any("# Uno: contar" in each for each in texts)


def test_the_message_builder_runs_nothing(site: Path) -> None:
    """`-b gettext` writes the messages of the scripts, in their order, and of pages."""
    status, log = build(site, builder="gettext")
    assert status == 0, log
    assert ran(site) == {}
    for name in (ONE, "index"):
        template = read_catalog(site / "gettext" / "lessons" / f"{name}.pot")
        catalog = read_catalog(site / CATALOGS / f"{name}.po")
        assert [message.id for message in template] == [message.id for message in catalog]
    assert read_catalog(site / "gettext" / "index.pot").get("A site.")


def test_only_what_has_changed_runs_again(built: Path) -> None:
    """One message of one catalog changes one script, and its page; and else nothing.

    When a script is removed, its gallery is made anew, and nothing is left behind.
    """
    before = ran(built)
    assert sorted(before) == ["plot_01_one", "plot_02_two", "plot_03_three"]
    assert build(built, *ES)[0] == 0
    assert ran(built) == before
    with changed(built / CATALOGS / f"{ONE}.po", "lo que se dibuja", "se dibuja"):
        assert build(built, *ES)[0] == 0
    after = ran(built)
    assert [name for name in before if before[name] != after[name]] == ["plot_01_one"]
    assert "# se dibuja" in read(built, f"lessons/{ONE}.html").get_text()
    (built / "examples" / f"{THREE}.py").unlink()
    assert build(built, *ES)[0] == 0
    assert sorted(ran(built)) == ["plot_01_one", "plot_02_two"]
    assert list((built / "source" / "lessons").rglob("*three*")) == []


@pytest.mark.parametrize(
    ("changed_file", "before", "after", "fault"),
    [
        (f"{ONE}.po", "lo que se dibuja", "", "not translated"),
        (f"{ONE}.po", "Siguiente", "`Siguiente`", "the translation adds"),
        (f"{ONE}.po", '"la suma es"', '"e\\", \\"s:"', ""),
        (f"{TWO}.po", "tras {1 + 1}", "tras {1 + 2}", "the translation adds {1 + 2}"),
        (f"{ONE}.po", 'msgid "Next"', '#, fuzzy\nmsgid "Next"', "fuzzy"),
        # A changed script has words that no catalog has.
        (f"{ONE}.py", "what is drawn", "what was drawn", "not in "),
    ],
)
def test_a_bad_translation_stops_the_build(
    site: Path, changed_file: str, before: str, after: str, fault: str
) -> None:
    """The build fails before anything runs, and names file, line and message."""
    path = site / (CATALOGS if changed_file.endswith(".po") else "examples") / changed_file
    with changed(path, before, after):
        rows = path.read_text(encoding="utf-8").split("\n")
        status, log = build(site, *ES)
    assert status != 0
    found = re.search(rf"{changed_file}:(\d+): {re.escape(fault)}.*'(.+)'\n", log)
    assert found is not None
    named = f'msgid "{found[2]}"', f"plt.plot([1, 2])  # {found[2]}"
    assert rows[int(found[1]) - 1] in named
    assert ran(site) == {}


@pytest.mark.parametrize("language", ["english", "spanish"])
def test_a_title_leads_to_its_page(language: str, request: pytest.FixtureRequest) -> None:
    """Not that of the page itself, nor other words; a link that is there stays.

    The title counts as the reader sees it; the one of the source is no title in Spanish.
    """
    title = {"english": "Two: go on", "spanish": "Dos: seguir"}[language]
    links = read(request.getfixturevalue(language), "index.html").select("p a[href]")
    assert not any(link.find("a") for link in links)
    found = {link["href"]: text(link) for link in links if link.find("em")}
    assert found == {"lessons/1_first/plot_02_two.html": title, "map.html": title}


def test_a_page_that_is_not_translated_stops_the_build(site: Path) -> None:
    """A page with words that its catalog does not have is named, with the words."""
    with changed(site / "source" / "index.md", "# Home\n", "# Home\n\nNew words.\n"):
        status, log = build(site, *ES, *RUN_NOTHING)
    assert status != 0
    assert "index.md:3: WARNING: not translated in index.po: 'New words.'" in log


def test_math_needs_no_script(english: Path) -> None:
    """Each formula is MathML; no line can begin with the comma after one."""
    html = read(english, "math.html")
    assert len(html.select("math")) == 5
    assert [str(s["src"]) for s in html.select("script[src]") if "ath" in str(s)] == []
    inline = html.select("p math")[0]
    assert inline.get_text() == "ht<1"
    assert inline["display"] == "inline"
    held = only(html, "p .unbroken")
    assert held.get_text() == "ht<1,"
    assert str(held.next_sibling).startswith(" then")


def test_rows_and_numbers_are_shown(english: Path) -> None:
    """Rows are aligned where they say so; a reference to a number leads to its equation."""
    html = read(english, "math.html")
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


def test_math_that_cannot_be_rendered_is_a_warning(tmp_path: Path) -> None:
    """What would stand on the page as source, or break it, stops a strict build."""
    (tmp_path / "source").mkdir()
    (tmp_path / "conf.py").write_text(MATH, encoding="utf-8")
    blocks = "".join(f"\n.. math:: {latex}\n" for latex in WRONG_MATH)
    (tmp_path / "source" / "index.rst").write_text(
        f"Math\n====\n{blocks}", encoding="utf-8"
    )
    status, log = build(tmp_path)
    assert status != 0
    for line in (4, 6, 8, 10):
        assert f"index.rst:{line}: WARNING: math that cannot be rendered" in log
    assert "<b>" not in (tmp_path / "html" / "index.html").read_text(encoding="utf-8")
