"""The language that tables and descriptions speak: English, or that of a catalog."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

SOURCE = "en"
"""The language of the messages themselves."""

CATALOGS = Path(__file__).with_name("locales")
"""A ``.po`` file for every other language, as ``nox -s catalogs`` writes them."""

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where a system says which languages its user reads, as GNU gettext looks there."""


def use_language(language: str) -> None:
    """Show tables and descriptions in another language from now on.

    At first it is the language that the environment names in ``LANGUAGE``, ``LC_ALL``,
    ``LC_MESSAGES`` or ``LANG``, and English if there is none or none that is known.
    Errors are in English, like those of PyTorch.

    Args:
        language: Its code: ``"en"`` or ``"es"``.

    Raises:
        ValueError: There is no such language here.
    """
    if language not in known_languages():
        raise ValueError(
            f"language must be one of {', '.join(known_languages())}, got {language!r}"
        )
    _messages.clear()
    if language != SOURCE:
        pairs = read_messages(CATALOGS / f"{language}.po")
        _messages.update((message, words) for message, words in pairs if words)


def say(message: str, **values: object) -> str:
    """Translate ``message`` and put ``values`` into its placeholders."""
    return _messages.get(message, message).format(**values)


def known_languages() -> list[str]:
    """Return the codes of the languages that there are."""
    return sorted({SOURCE, *(path.stem for path in CATALOGS.glob("*.po"))})


def language_of(environment: dict[str, str]) -> str:
    """Return the first known language that the variables of a system name."""
    for variable in VARIABLES:
        for name in environment.get(variable, "").split(":"):
            code = name.partition(".")[0].partition("_")[0]
            if code in known_languages():
                return code
    return SOURCE


def read_messages(path: Path) -> Iterator[tuple[str, str]]:
    """Go through a catalog in which every message is on one line.

    A message is quoted as Python would quote it.
    """
    message = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("msgid "):
            message = ast.literal_eval(line.removeprefix("msgid "))
        elif line.startswith("msgstr ") and message:
            yield message, ast.literal_eval(line.removeprefix("msgstr "))


_messages: dict[str, str] = {}

use_language(language_of(dict(os.environ)))
