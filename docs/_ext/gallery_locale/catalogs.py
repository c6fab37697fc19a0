"""Read gettext catalogs, and refuse those that are not fit to be published."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from sphinx.errors import SphinxError

VERBATIM = re.compile(
    r"``?[^`]+``?(?!_)|(?<!\$)\$[^$\n]+\$|\{[\w:]+\}`[^`]+`|https?://[^\s>)`]+"
)
"""Code, math, roles and addresses: the same in every language."""


HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


class CatalogError(SphinxError):
    """A catalog is not fit to be published; names the file, the line and the message."""

    category = "Catalog error"


def read_catalog(path: Path) -> Catalog:
    """Read a `.po` file; a missing one is an empty catalog."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


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


def translator(path: Path, catalog: Catalog, missing: list[str]) -> Callable[[str], str]:
    """Return a function that translates a message, and notes in `missing` what it lacks."""

    def translate(text: str) -> str:
        message = catalog.get(text)
        if message is None or not message.string:
            missing.append(f"{path}: not translated: {text!r}")
            return text
        return str(message.string)

    return translate


def check_catalogs(folder: Path) -> None:
    """Check every catalog below a folder.

    Raises:
        CatalogError: a message is fuzzy or not translated, or its translation changes code,
            math or an address.
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
    if is_math_block(source):
        if translation:
            yield "a math block; leave its translation empty"
    elif not translation:
        yield "not translated"
    else:
        changed = set(VERBATIM.findall(source)) ^ set(VERBATIM.findall(translation))
        if changed:
            yield f"the translation changes {', '.join(sorted(changed))}"


def is_math_block(message: str) -> bool:
    """Tell whether a message is a display equation, which a translation would destroy."""
    return message.lstrip().startswith("$$")
