"""Tables and descriptions speak the reader's language."""

import re

import pytest

from docs._make.places import read_languages
from lstm_demo import Options, shapes_of
from lstm_demo.messages import (
    check_messages,
    known_languages,
    read_messages,
    reader_language,
)


def test_the_package_speaks_the_languages_of_the_site():
    """Whoever adds a language to the site adds a file of messages to the package."""
    assert known_languages() == set(read_languages().names)


@pytest.mark.parametrize("language", read_languages().names)
def test_a_message_is_one_line(language: str):
    """Reading them checks that none is missing, left over or empty, or loses a field."""
    for key, message in read_messages(language).items():
        assert message == message.strip(), key
        assert "\n" not in message, key


def test_spanish_has_words_of_its_own():
    """Two words are the same in English."""
    same = read_messages("es").items() & read_messages("en").items()
    assert {key for key, _ in same} <= {"levels.error", "pictures.no"}


ROWS = "There are {rows}."


@pytest.mark.parametrize(
    ("source", "message", "said"),
    [
        (ROWS, {"rows": ""}, "rows is empty"),
        (ROWS, {"rows": "{rows} {steps}"}, "got ['rows', 'steps']"),
        (ROWS, {"rows": "No."}, "the fields ['rows'], each a plain name in braces, got []"),
        (ROWS, {"rows": ROWS, "a": ""}, "one of them only: a; add or remove"),
        (ROWS, {}, "one of them only: rows; add or remove"),
        # In English as well, which is its own source.
        ("{rows.real}", {"rows": "{rows.real}"}, "got ['rows.real']"),
        ("{rows:>9}", {"rows": "{rows:>9}"}, "got ['rows:>9']"),
    ],
)
def test_messages_that_cannot_stand_for_the_source_are_refused(
    source: str, message: dict[str, str], said: str
):
    """None may be missing, lose a value or reach into one."""
    with pytest.raises(ValueError, match=re.escape(said)):
        check_messages("es", message, {"rows": source})


def test_names_letters_and_numbers_stay(monkeypatch: pytest.MonkeyPatch):
    """A translation changes captions, heads and axes."""
    monkeypatch.setenv("LANGUAGE", "es")
    table = shapes_of(Options(4, 3), 5).table()
    assert table.head == ("nombre", "ejes", "letras", "forma")
    assert table.rows[0] == ("input", "(tiempo, características)", "(L, I)", "(5, 4)")
    assert table.foot.startswith("Parámetros: D·")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        # No language that is known: English.
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "xx_XX.UTF-8"}, "en"),
        ({"LANGUAGE": "../es"}, "en"),
        # A territory, an encoding and a modifier are not part of the language.
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "es@euro"}, "es"),
        # LC_ALL wins over LC_MESSAGES, and that over LANG, whether it is known or not.
        ({"LC_ALL": "es", "LC_MESSAGES": "en_GB", "LANG": "en_GB.UTF-8"}, "es"),
        ({"LC_MESSAGES": "es_ES.UTF-8", "LANG": "en_GB.UTF-8"}, "es"),
        ({"LC_ALL": "C", "LANG": "es_ES"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "es_ES"}, "en"),
        ({"LC_ALL": "xx_XX.UTF-8", "LANG": "es_ES.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "es_ES.UTF-8"}, "es"),
        # LANGUAGE is a list, and comes before the locale.
        ({"LANGUAGE": "xx:es:en"}, "es"),
        ({"LANGUAGE": "en:es", "LANG": "es_ES.UTF-8"}, "en"),
        ({"LANGUAGE": "xx", "LANG": "es_ES.UTF-8"}, "en"),
        ({"LANGUAGE": "", "LANG": "es_ES.UTF-8"}, "es"),
        ({"LANGUAGE": "es", "LC_ALL": "C.UTF-8"}, "es"),
        # Not so in the locale that is for programs to read.
        ({"LANGUAGE": "es", "LC_ALL": "C", "LANG": "es_ES.UTF-8"}, "en"),
        ({"LANGUAGE": "es", "LANG": "POSIX"}, "en"),
    ],
)
def test_the_environment_chooses(environment: dict[str, str], language: str):
    """The variables are read as GNU gettext reads them."""
    assert reader_language(environment) == language
