"""A gallery in another language: what its readers and its translators get."""

import json
import re
from pathlib import Path

import pytest

from docs._ext.gallery_i18n import read_catalog
from tests.ext.minigallery import FIRST, SPANISH, make, ran
from tests.ext.minisite import build, changed, page

ES = ("--define", "language=es")
CATALOGS = Path("source", "locales", "es", "LC_MESSAGES", "lessons")
ENGLISH = re.compile(
    r"line|ends|answer|asked|folded|word|count|steps|math|Look|Download|Output|example|"
    r"Go to|Gallery|lesson",
    re.IGNORECASE,
)


def test_the_page_speaks_the_language(gallery: Path) -> None:
    """Title, prose, code, output and the gallery's own sentences are in Spanish."""
    body = page(gallery, "lessons/plot_first.html").select_one("[role=main]")
    assert body is not None
    for element in body.select(
        ".highlight-Python .nn, .highlight-Python .n, code.literal:not(.download)"
    ):
        element.decompose()  # names, which stay
    text = body.get_text()
    assert "Dibuja una línea" in text
    assert "extremos: 2" in text
    assert "Llévatela" in text
    assert "Descarga el programa: plot_first.py" in text
    assert "Salida" in text
    assert set(ENGLISH.findall(text)) == set()


def test_every_output_of_the_gallery_has_its_caption(gallery: Path) -> None:
    """What a script prints is said to be its output, and nothing else is."""
    captions = page(gallery, "lessons/plot_first.html").select(".code-block-caption")
    assert [caption.get_text(strip=True).strip("¶") for caption in captions] == [
        "Salida"
    ] * 7


def test_the_downloads_speak_the_language(gallery: Path) -> None:
    """The script and the notebook hold the Spanish words."""
    downloads = gallery / "html" / "_downloads"
    script = next(downloads.rglob("plot_first.py")).read_text(encoding="utf-8")
    notebook = json.loads(next(downloads.rglob("plot_first.ipynb")).read_bytes())
    texts = ["".join(cell["source"]) for cell in notebook["cells"]]
    for text in (script, "\n".join(texts)):
        for word in ("Dibuja una línea", "lo que ha corrido", "extremos:", "la línea"):
            assert word in text
        assert "Draw" not in text
        assert "what has run" not in text
    assert "# Dibuja una línea" in texts[0]


def test_the_figure_is_described_in_the_language(gallery: Path) -> None:
    """The alternative text is the title of the figure; it adds no attribute."""
    image = page(gallery, "lessons/plot_first.html").select_one("img.sphx-glr-single-img")
    assert image is not None
    assert image["alt"] == 'Una línea "llana" < 2'
    assert set(image.attrs) == {"src", "srcset", "alt", "class", "width", "height"}


def test_the_index_speaks_the_language(gallery: Path) -> None:
    """The head of the gallery is in Spanish."""
    text = page(gallery, "lessons/index.html").get_text()
    for words in ("Lecciones", "Todas."):
        assert words in text
    assert "Download" not in text


def test_the_message_builder_runs_nothing(tmp_path: Path) -> None:
    """`-b gettext` writes the messages of the scripts, in their order, and of pages."""
    folder = make(tmp_path)
    status, log = build(folder, builder="gettext")
    assert status == 0, log
    assert ran(folder) == []
    template = read_catalog(folder / "gettext" / "lessons" / "plot_first.pot")
    found = [str(message.id) for message in template if message.id]
    assert found == list(SPANISH)[: len(found)]
    assert "what has run" in found
    assert read_catalog(folder / "gettext" / "index.pot").get("Site")
    assert read_catalog(folder / "gettext" / "lessons" / "index.pot").get("All of them.")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gallery that the tests change, built once before."""
    folder = make(tmp_path_factory.mktemp("project"))
    assert build(folder, *ES)[0] == 0
    assert ran(folder) == ["first", "second"]
    return folder


def test_a_second_build_runs_nothing(project: Path) -> None:
    """What has run is kept as long as nothing changes."""
    assert build(project, *ES)[0] == 0
    assert ran(project) == []


def test_a_changed_translation_runs_its_script_alone(project: Path) -> None:
    """One message of one catalog changes one script, and its page."""
    with changed(project / CATALOGS / "plot_first.po", "lo que ha corrido", "se apunta"):
        assert build(project, *ES)[0] == 0
        assert ran(project) == ["first"]
        text = page(project, "lessons/plot_first.html").get_text()
        assert "# se apunta" in text
    assert build(project, *ES)[0] == 0
    assert ran(project) == ["first"]


@pytest.mark.parametrize(
    ("name", "before", "after", "fault"),
    [
        ("plot_first.po", "lo que ha corrido", "", "plot_first.po:{n}: not translated"),
        (
            "plot_first.po",
            "¿Y ahora?",
            "¿Y `ahora`?",
            "plot_first.po:{n}: the translation adds",
        ),
        ("plot_first.po", '"extremos:"', '"e\\", \\"s:"', "plot_first.po:{n}: "),
        (
            *("plot_first_of_all.po", "contados: {1 + 1}", "contados: {1 + 2}"),
            "plot_first_of_all.po:{n}: the translation adds {{1 + 2}}",
        ),
        (
            *("plot_first.po", 'msgid "And now?"', '#, fuzzy\nmsgid "And now?"'),
            "plot_first.po:{n}: fuzzy",
        ),
    ],
)
def test_a_bad_translation_stops_the_build(
    project: Path, name: str, before: str, after: str, fault: str
) -> None:
    """The build fails before anything runs, and names catalog, line and message."""
    path = project / CATALOGS / name
    with changed(path, before, after):
        rows = path.read_text(encoding="utf-8").split("\n")
        status, log = build(project, *ES)
    assert status != 0
    number = re.search(rf"{name}:(\d+): ", log)
    assert number is not None
    assert fault.format(n=number[1]) in log
    message = rows[int(number[1]) - 1].removeprefix('msgid "').removesuffix('"')
    assert f"{message!r}" in log
    assert ran(project) == []


def test_a_message_without_a_translation_stops_the_build(project: Path) -> None:
    """A changed script names the line whose words no catalog has."""
    with changed(project / "examples" / "plot_first.py", "what has run", "what ran"):
        status, log = build(project, *ES)
    assert status != 0
    line = FIRST.split("\n").index(
        'with open(os.environ["RAN"], "a") as log:  # what has run'
    )
    assert f"plot_first.py:{line + 1}: not in " in log
    assert "'what ran'" in log
    assert ran(project) == []


def test_a_script_that_is_gone_leaves_nothing_behind(project: Path) -> None:
    """When a script is removed, its gallery is made anew."""
    script = project / "examples" / "plot_first.py"
    text = script.read_text(encoding="utf-8")
    script.unlink()
    assert build(project, *ES)[0] == 0
    assert ran(project) == ["second"]
    left = {path.name for path in (project / "source" / "lessons").rglob("*first*")}
    assert left
    assert all("first_of_all" in name for name in left)
    script.write_text(text, encoding="utf-8")


def test_a_page_that_is_not_translated_stops_the_build(project: Path) -> None:
    """A page with words that its catalog does not have is named, with the words."""
    with changed(project / "source" / "index.rst", "====\n", "====\n\nNew words.\n"):
        status, log = build(project, *ES)
    assert status != 0
    assert re.search(r"index.rst:4: WARNING: not translated in index.po: 'New words.'", log)
