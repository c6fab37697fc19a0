"""Read and write gettext catalogs, and refuse those that are not fit to be published."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

from .checks import faults

# A line of a catalog: a text in quotes, a comment, or nothing. Babel reads others, too.
LINE = re.compile(r'((?P<key>msgid|msgstr) |\s*)"([^"\\]|\\.)*"\s*|\s*(#.*)?')
ENTRY = re.compile(r'(?m)^msgid (".*"(?:\s*\n\s*".*")*)')
MEANT = "meant:"  # a translator's comment that allows other numbers or another order
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
