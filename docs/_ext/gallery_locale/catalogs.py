"""Read gettext catalogs, and refuse those that are not fit to be published."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po
from sphinx.errors import SphinxError

from .markup import markup

LINE = re.compile(
    r'\s*(#.*|((msg(ctxt|id|id_plural|str(\[\d+\])?)\s*)?"([^"\\]|\\.)*"\s*)?)'
)
"""A line of a catalog: a comment, a text in quotes, or nothing. Babel reads others, too."""

JOINERS = "\u200c\u200d"
"""Invisible characters that some languages and emoji cannot be written without."""

INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""Categories of characters that control how text is read or shown."""

HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


class CatalogError(SphinxError):
    """A catalog is not fit to be published: names file, line and message."""

    category = "Catalog error"


def read_catalog(path: Path) -> Catalog:
    """Read a `.po` file; a missing one is an empty catalog.

    Raises:
        CatalogError: it is not a catalog.
    """
    if not path.exists():
        return Catalog()
    try:
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if not LINE.fullmatch(line):
                raise CatalogError(f"{path}:{number}: not a line of a catalog: {line!r}")
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as error:
        raise CatalogError(f"{path}: not a catalog: {error}") from error


def write_template(path: Path, messages: Iterable[str]) -> None:
    """Write a `.pot` file with the messages in their order."""
    template = Catalog()
    for message in messages:
        template.add(message)
    write_catalog(path, template, "")


def write_catalog(path: Path, catalog: Catalog, language: str) -> None:
    """Write a catalog with a header that says nothing of when, where and by whom."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    write_po(content, catalog, width=0, omit_header=True)
    path.write_bytes(HEADER.format(language=language).encode() + content.getvalue())


def check_catalogs(folder: Path) -> None:
    """Check every catalog below a folder.

    Raises:
        CatalogError: a message is fuzzy or not translated, or its translation changes
            code, math, an address, or whatever else is more than words.
    """
    faults = [
        fault for path in sorted(folder.rglob("*.po")) for fault in _catalog_faults(path)
    ]
    if faults:
        raise CatalogError("\n".join(faults))


def _catalog_faults(path: Path) -> Iterator[str]:
    for message in read_catalog(path):
        if not message.id:
            continue
        for fault in _faults(message):
            yield f"{path}:{message.lineno}: {fault}: {message.id!r}"


def _faults(message: Message) -> Iterator[str]:
    source, translation = str(message.id), str(message.string or "")
    if message.fuzzy:
        yield "fuzzy; check the translation and remove the flag"
    elif message.pluralizable:
        yield "has plural forms, which are not supported"
    elif is_math_block(source):
        if translation:
            yield "a math block; leave its translation empty"
    elif not translation.strip():
        yield "not translated"
    else:
        yield from _foreign_characters(source, translation)
        yield from differences(markup(source), markup(translation))


def _foreign_characters(source: str, translation: str) -> Iterator[str]:
    for character in sorted(set(translation) - set(source) - set(JOINERS)):
        if unicodedata.category(character) in INVISIBLE:
            name = unicodedata.name(character, "a control character")
            yield f"the translation holds U+{ord(character):04X} ({name})"


def differences(source: set[str], translation: set[str]) -> Iterator[str]:
    """Say what a translation adds to the markup of its source, and what it drops."""
    for added in sorted(translation - source):
        yield f"the translation adds {' '.join(added.split())}"
    for dropped in sorted(source - translation):
        yield f"the translation drops {' '.join(dropped.split())}"


def is_math_block(message: str) -> bool:
    """Tell whether a message is an equation, which a translation would destroy."""
    return message.lstrip().startswith("$$")
