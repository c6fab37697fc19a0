"""Tables and descriptions speak the reader's language."""

import re
import subprocess
import sys

import pytest

from docs._make.places import read_languages
from lstm_demo import Options, shapes_of
from lstm_demo.messages import (
    check_messages,
    known_languages,
    read_messages,
    reader_language,
)
from tests.wrong_calls import MISTAKES

OTHERS = sorted(known_languages() - {"en"})


def test_the_package_speaks_the_languages_of_the_site():
    """Whoever adds a language to the site adds a file of messages to the package."""
    assert known_languages() == set(read_languages().names)


@pytest.mark.parametrize("language", sorted(known_languages()))
def test_a_message_is_one_line(language: str):
    """Reading it checks the rest: none is missing, left over or empty, or loses a field."""
    for key, message in read_messages(language).items():
        assert message == message.strip(), key
        assert "\n" not in message, key


@pytest.mark.parametrize(
    ("language", "source", "message", "said"),
    [
        ("es", "There are {rows}.", "", "findings.one-step is empty"),
        (
            "es",
            "There are {rows}.",
            "Hay filas.",
            "have the fields ['rows'], each a plain name in braces, got []",
        ),
        ("es", "There are {rows}.", "Hay {rows} {steps}.", "got ['rows', 'steps']"),
        ("es", "There are {rows}.", "Hay {}.", "got ['']"),
        ("es", "There are {rows.real}.", "Hay {rows.real}.", "got ['rows.real']"),
        ("es", "There are {rows[0]}.", "Hay {rows[0]}.", "got ['rows[0]']"),
        ("en", "There are {rows!s}.", "There are {rows!s}.", "got ['rows!s']"),
        ("en", "There are {rows:>9}.", "There are {rows:>9}.", "got ['rows:>9']"),
        ("en", "There are {0}.", "There are {0}.", "got ['0']"),
    ],
)
def test_a_message_with_other_fields_is_refused(
    language: str, source: str, message: str, said: str
):
    """It can neither lose a value nor reach into one, in English no more than elsewhere."""
    messages = {"findings.one-step": message}
    with pytest.raises(ValueError, match=re.escape(said)):
        check_messages(language, messages, {"findings.one-step": source})


def test_a_missing_key_is_refused():
    """The message names it."""
    with pytest.raises(ValueError, match=r"one of them only: axes\.batch; add or remove"):
        check_messages("es", {"axes.time": "tiempo"}, {"axes.time": "", "axes.batch": ""})


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", MISTAKES)
def test_every_word_is_translated(
    name: str, language: str, monkeypatch: pytest.MonkeyPatch
):
    """Each word of a table and a description is that of the language."""
    english = shown(MISTAKES[name][0]())
    monkeypatch.setenv("LANGUAGE", language)
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


def test_names_letters_and_numbers_stay(monkeypatch: pytest.MonkeyPatch):
    """A translation changes captions, heads and axes."""
    monkeypatch.setenv("LANGUAGE", "es")
    table = shapes_of(Options(4, 3), 5).table()
    assert table.head == ("nombre", "ejes", "letras", "forma")
    assert table.rows[0] == ("input", "(tiempo, características)", "(L, I)", "(5, 4)")
    assert table.foot.startswith("Parámetros: D·")
    monkeypatch.setenv("LANGUAGE", "en")
    assert "tiempo" not in str(shapes_of(Options(4, 3), 5))


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LC_ALL": "es", "LANG": "en_GB.UTF-8"}, "es"),
        ({"LANGUAGE": "xx:es:en"}, "es"),
        ({"LANGUAGE": "en:es", "LANG": "es_ES.UTF-8"}, "en"),
        ({"LANGUAGE": "../es"}, "en"),
    ],
)
def test_the_environment_chooses(environment: dict[str, str], language: str):
    """The first known language of the first variable that names one."""
    assert reader_language(environment) == language


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
