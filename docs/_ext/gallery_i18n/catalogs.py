"""Read and write gettext catalogs, and refuse those that are not fit to be published."""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

from .checks import faults
from .notes import without_notes
from .prose import Message, SourceError
from .script import NO_NOTES, localize, messages, rest_messages

LINE = re.compile(r'((?P<key>msgid|msgstr) |\s*)"([^"\\]|\\.)*"\s*|\s*(#.*)?')
"""A line of a catalog: a text in quotes, a comment, or nothing. Babel reads others, too."""

ENTRY = re.compile(r'(?m)^msgid (".*"(?:\s*\n\s*".*")*)')

MEANT = "meant:"
"""How a translator's comment begins that allows other numbers or another order."""

HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


class CatalogError(ValueError):
    """A catalog or a script is not fit to be published: names file, line and message."""


def read_catalog(path: Path) -> Catalog:
    """Read a `.po` file, as UTF-8 whatever its header says; a missing one is empty.

    Raises:
        CatalogError: it is not a catalog, not in UTF-8, or has a message twice.
    """
    if not path.exists():
        return Catalog()
    try:
        text = path.read_text(encoding="utf-8")
        expected = "msgid"
        for number, line in enumerate(text.split("\n"), 1):
            match = LINE.fullmatch(line)
            if match is None or match["key"] not in (None, expected):
                wanted = "each msgid has one msgstr; no plural forms, no contexts"
                raise CatalogError(f"{path}:{number}: unexpected {line!r}: {wanted}")
            if match["key"]:
                expected = "msgstr" if expected == "msgid" else "msgid"
        catalog = read_po(io.StringIO(text), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: not a catalog in UTF-8: {error}") from error
    if catalog.charset.lower() != "utf-8":
        raise CatalogError(f"{path}: save it as UTF-8, not as {catalog.charset}")
    for message, count in Counter(map(denormalize, ENTRY.findall(text))).items():
        if count > 1:
            raise CatalogError(f"{path}: {count} entries for {message!r}")
    return catalog


def write_catalog(path: Path, catalog: Catalog, language: str) -> None:
    """Write a catalog with a header that says nothing of when, where and by whom."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    write_po(content, catalog, width=0, omit_header=True)
    path.write_bytes(HEADER.format(language=language).encode() + content.getvalue())


def write_template(path: Path, texts: Iterable[str]) -> None:
    """Write a `.pot` file with the messages in their order."""
    template = Catalog()
    for text in texts:
        template.add(text)
    write_catalog(path, template, "")


def check_catalogs(folder: Path) -> None:
    """Check every catalog below a folder.

    Raises:
        CatalogError: a message is fuzzy or not translated, or its translation changes
            code, math, an address, or whatever else is more than words.
    """
    found = [fault for path in sorted(folder.rglob("*.po")) for fault in _faults(path)]
    if found:
        raise CatalogError("\n".join(found))


def _faults(path: Path) -> Iterator[str]:
    for message in read_catalog(path):
        if message.id:
            meant = any(comment.startswith(MEANT) for comment in message.user_comments)
            found = list(faults(str(message.id), str(message.string or ""), meant=meant))
            if message.fuzzy:
                found = ["fuzzy: check the translation and remove the flag"]
            for fault in found:
                yield f"{path}:{message.lineno}: {fault}: {message.id!r}"


def messages_of(path: Path, notes: re.Pattern[str] = NO_NOTES) -> list[Message]:
    """Return the messages of a script or a reST file, in the order in which they stand.

    Raises:
        CatalogError: it holds something that is not known here; names file and line.
    """
    try:
        return _finder(path, notes)(path.read_text(encoding="utf-8"))
    except SourceError as error:
        raise CatalogError(f"{path}:{error.row + 1}: {error}") from error


def _finder(path: Path, notes: re.Pattern[str]) -> Callable[[str], list[Message]]:
    return rest_messages if path.suffix == ".rst" else partial(messages, notes=notes)


def translate_file(
    path: Path, catalog_path: Path | None, notes: re.Pattern[str] = NO_NOTES
) -> str:
    """Return a script or a reST file in the language of a catalog, without its notes.

    Raises:
        CatalogError: it holds something that is not known here, or a translation is
            missing or does not fit; names the file, the line and the message.
    """
    source, found = path.read_text(encoding="utf-8"), messages_of(path, notes)
    if catalog_path is None:
        return without_notes(source, notes)
    catalog = read_catalog(catalog_path)
    texts = {message.text: _translation(catalog, message.text) for message in found}
    missing = [
        f"{path}:{source[: message.start].count(chr(10)) + 1}: not in {catalog_path}: "
        f"{message.text!r}"
        for message in found
        if not texts[message.text]
    ]
    if missing:
        raise CatalogError("\n".join(missing))
    try:
        return without_notes(localize(source, texts, _finder(path, notes)), notes)
    except ValueError:
        for text, translation in texts.items():  # which of them is it?
            try:
                localize(source, {text: translation}, _finder(path, notes))
            except ValueError as error:
                where = f"{catalog_path}:{catalog[text].lineno}"
                raise CatalogError(f"{where}: {error}: {text!r}") from error
        raise


def _translation(catalog: Catalog, text: str) -> str:
    message = catalog.get(text)
    return str(message.string or "") if message else ""
