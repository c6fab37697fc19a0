"""Tables and descriptions speak the reader's language."""

import subprocess
import sys
from pathlib import Path

import pytest

from docs._make.catalogs import package_template
from docs._make.places import read_languages
from gallery_locale.catalogs import CatalogError, check_catalogs, read_catalog
from lstm_demo import Options, shapes_of, use_language
from lstm_demo.languages import CATALOGS, known_languages, language_of, read_messages
from tests.refusals import refusal
from tests.wrong_calls import MISTAKES

OTHERS = [language for language in known_languages() if language != "en"]


def test_the_package_speaks_the_languages_of_the_site():
    """Whoever adds a language to the site gets a catalog for the package too."""
    assert known_languages() == sorted(read_languages().names)


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalog_holds_every_message_translated(language: str):
    """None is missing, left over, fuzzy or empty, and no placeholder is lost."""
    catalog = read_catalog(CATALOGS / f"{language}.po")
    template = package_template()
    assert {each.id for each in catalog} == {each.id for each in template}
    check_catalogs(CATALOGS)


def test_a_lost_placeholder_is_found(tmp_path: Path):
    """The gate of the site's catalogs knows the placeholders of the package."""
    text = (CATALOGS / "es.po").read_text(encoding="utf-8")
    message = "Parámetros: {letters} = {numbers}."
    assert message in text
    broken = tmp_path / "es.po"
    broken.write_text(text.replace(message, "Parámetros: {letters}."), encoding="utf-8")
    with pytest.raises(CatalogError, match=r"drops \{numbers\}"):
        check_catalogs(tmp_path)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", MISTAKES)
def test_every_word_is_translated(name: str, language: str):
    """Each word of a table and a description is that of the catalog."""
    english = shown(MISTAKES[name][0]())
    use_language(language)
    translated = shown(MISTAKES[name][0]())
    same = {
        before for before, after in zip(english, translated, strict=True) if before == after
    }
    assert same <= {"Error"}


def shown(description) -> list[str]:
    """Return every word of a description."""
    table = description.table()
    said = [table.caption, *table.head, *(cell for *_, cell in table.rows)]
    for finding in description.findings:
        said += [str(finding), finding.heading().partition(" [")[0]]
    return said


def test_names_letters_and_numbers_stay():
    """A translation changes captions, heads and axes."""
    use_language("es")
    table = shapes_of(Options(4, 3), 5).table()
    assert table.head == ("nombre", "ejes", "letras", "forma")
    assert table.rows[0] == ("input", "(tiempo, características)", "(L, I)", "(5, 4)")
    assert table.foot.startswith("Parámetros: D·")
    use_language("en")
    assert "tiempo" not in str(shapes_of(Options(4, 3), 5))


def test_an_unknown_language_is_refused():
    """The message names those that there are, and the language stays."""
    use_language("es")
    with refusal(ValueError, "language must be one of en, es, got 'xx'"):
        use_language("xx")
    assert shapes_of(Options(4, 3), 5).table().head[0] == "nombre"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LC_ALL": "es", "LANG": "en_GB.UTF-8"}, "es"),
        ({"LANGUAGE": "xx:es:en"}, "es"),
        ({"LANGUAGE": "en:es", "LANG": "es_ES.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses(environment: dict[str, str], language: str):
    """The first known language of the first variable that names one."""
    assert language_of(environment) == language


def test_a_program_starts_in_the_language_of_its_environment():
    """Nothing has to be called for it."""
    script = "from lstm_demo import Options, shapes_of; print(shapes_of(Options(4, 3), 5))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"LANGUAGE": "es", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("Formas de nn.LSTM(4, 3)")


@pytest.mark.parametrize("language", OTHERS)
def test_the_package_reads_its_catalog_as_gettext_does(language: str):
    """Each message and its translation are whole."""
    path = CATALOGS / f"{language}.po"
    catalog = {each.id: each.string for each in read_catalog(path) if each.id}
    assert dict(read_messages(path)) == catalog


def test_a_message_without_a_translation_is_shown_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """As gettext does it; a new language begins so."""
    lines = 'msgid "shape"\nmsgstr ""\n\nmsgid "name"\nmsgstr "nom"\n'
    (tmp_path / "xx.po").write_text(lines, encoding="utf-8")
    monkeypatch.setattr("lstm_demo.languages.CATALOGS", tmp_path)
    use_language("xx")
    head = shapes_of(Options(4, 3), 5).table().head
    assert (head[0], head[-1]) == ("nom", "shape")
