"""A gallery in another language: what its readers and its translators get."""

import json
import re
from pathlib import Path

import pytest

from docs._ext.gallery_i18n import read_catalog
from tests.ext.conftest import spoken
from tests.ext.minisite import ES, build, changed, only, page

ONE, TWO, THREE = "1_first/plot_01_one", "1_first/plot_02_two", "2_second/plot_03_three"
CATALOGS = Path("source", "locales", "es", "LC_MESSAGES", "lessons")
ENGLISH = re.compile(
    r"count|line|drawn|the sum|answer|Predict|sight|solution|Remember|Try|Next|Checked|"
    r"figure|Download|Output|example|Go to|Gallery|lesson",
    re.IGNORECASE,
)


def ran(folder: Path) -> dict[str, int]:
    """Return when scripts ran last."""
    records = (folder / "source" / "lessons").rglob("*.py.md5")
    return {record.name.split(".")[0]: record.stat().st_mtime_ns for record in records}


def test_the_page_speaks_the_language(spanish: Path) -> None:
    """Title, prose, code, output and the gallery's own sentences are in Spanish.

    The alternative text of a figure is its title; it adds no attribute.
    """
    body = only(page(spanish, f"lessons/{ONE}.html"), "[role=main]")
    captions = [caption.get_text() for caption in body.select(".code-block-caption")]
    assert [caption.strip("¶\n") for caption in captions] == [spoken("Output")] * 3
    image = only(body, "img.sphx-glr-single-img")
    assert image["alt"] == 'Una línea "llana" < 2'
    assert set(image.attrs) == {"src", "srcset", "alt", "class", "width", "height"}
    for name in body.select(".highlight .nn, .highlight .n, code.literal:not(.download)"):
        name.decompose()  # names stay
    text = body.get_text()
    interface = map(spoken, ("Download the script", "See the solution"))
    for words in ("Uno: contar", "la suma es 2", "lo que se dibuja", *interface):
        assert words in text
    assert set(ENGLISH.findall(text)) == set()
    index = page(spanish, "lessons/index.html").get_text()
    assert "Lecciones" in index
    assert "Todas." in index
    assert "Download" not in index


def test_the_downloads_speak_the_language(spanish: Path) -> None:
    """The script and the notebook hold the Spanish words."""
    downloads = spanish / "html" / "_downloads"
    script = next(downloads.rglob("plot_01_one.py")).read_text(encoding="utf-8")
    notebook = json.loads(next(downloads.rglob("plot_01_one.ipynb")).read_bytes())
    texts = ["".join(cell["source"]) for cell in notebook["cells"]]
    for text in (script, "\n".join(texts)):
        for words in ("Uno: contar", "lo que se dibuja", "la suma es", "Una línea"):
            assert words in text
        assert "count" not in text
        assert "what is drawn" not in text
    assert any("# Uno: contar" in text for text in texts)


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
    assert "# se dibuja" in page(built, f"lessons/{ONE}.html").get_text()
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
