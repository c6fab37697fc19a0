"""The words that tables, descriptions and pictures show, in the reader's language.

Each language is one file, ``locales/<language>.toml``, with the same keys in the same
sections. Errors are in English, like those of PyTorch.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

LOCALES = Path(__file__).with_name("locales")

SOURCE = "en"
"""The language that every other one is compared with."""

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that name the locale of messages: the first that is not empty does."""


def say(key: str, **values: object) -> str:
    """Return a message in the language that the environment asks for.

    Args:
        key: Section and name, such as ``"axes.time"``.
        **values: What to put into the fields of the message.
    """
    return read_messages(reader_language(os.environ))[key].format(**values)


def reader_language(environment: Mapping[str, str]) -> str:
    """Return the language that the environment asks for, as GNU gettext reads it.

    That is the first known one of the list ``LANGUAGE``, or without that list the one of
    the locale. It is English if none is known, and in the locale ``C`` or ``POSIX``, whose
    output is for programs. ``LANGUAGE`` counts where no locale is named, as on Windows, and
    in ``C.UTF-8``, which has no language of its own.
    """
    locale = next(filter(None, map(environment.get, LOCALE_VARIABLES)), "")
    if locale in ("C", "POSIX"):
        return SOURCE
    names = environment.get("LANGUAGE") or locale
    for name in names.split(":"):
        language = re.split("[_.@]", name)[0]  # without territory, encoding, modifier
        if language in known_languages():
            return language
    return SOURCE


@cache
def known_languages() -> frozenset[str]:
    """Return the codes of the languages that there are."""
    return frozenset(path.stem for path in LOCALES.glob("*.toml"))


@cache
def read_messages(language: str) -> dict[str, str]:
    """Read the messages of a language, and check them against those in English.

    Raises:
        ValueError: A message is missing, left over or empty, or its fields are not those
            of the message in English.
    """
    messages = load_messages(LOCALES / f"{language}.toml")
    check_messages(language, messages, load_messages(LOCALES / f"{SOURCE}.toml"))
    return messages


def load_messages(path: Path) -> dict[str, str]:
    """Load a file of messages; the key of each is ``section.name``."""
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": message
        for section, messages in sections.items()
        for name, message in messages.items()
    }


def check_messages(
    language: str, messages: Mapping[str, str], source: Mapping[str, str]
) -> None:
    """Refuse messages that cannot stand for those of the source.

    Raises:
        ValueError: As for `read_messages`.
    """
    if differing := sorted(messages.keys() ^ source.keys()):
        raise ValueError(
            f"{language}.toml must have the keys of {SOURCE}.toml, but these stand in one "
            f"of them only: {', '.join(differing)}; add or remove them"
        )
    for key, message in messages.items():
        if not message:
            raise ValueError(f"{language}.toml: {key} is empty; translate it")
        got, wanted = _fields(message), _fields(source[key])
        if got != wanted or not all(field.isidentifier() for field in got):
            raise ValueError(
                f"{language}.toml: {key} must have the fields {sorted(wanted)}, each a "
                f"plain name in braces, got {sorted(got)}; copy them from {SOURCE}.toml"
            )


def _fields(message: str) -> set[str]:
    # With what follows the name, as in {x.__class__}, {x[0]}, {x!r}, {x:>{width}}: a
    # translation may neither reach into a value nor change how it is written.
    fields = set()
    for _, name, spec, conversion in Formatter().parse(message):
        if name is not None:
            ending = (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
            fields.add(f"{name}{ending}")
    return fields
