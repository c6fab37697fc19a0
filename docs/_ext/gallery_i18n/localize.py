"""Write a script in the language of a catalog, without its notes to the site."""

import ast
import re
from contextlib import suppress
from pathlib import Path

from babel.messages.catalog import Message as Entry

from .catalogs import CatalogError, read_catalog
from .messages import messages_of, place, squeeze, strings


def translate_file(path: Path, catalog_path: Path | None, notes: str = "(?!)") -> str:
    """Return a script or a reST file in the language of a catalog, without its notes."""
    source, found = path.read_text(encoding="utf-8"), messages_of(path, notes)
    if catalog_path is None:
        return _without_notes(source, notes)
    entries = {str(entry.id): entry for entry in read_catalog(catalog_path) if entry.string}
    missing = [
        f"{place(path, source, message.start)}: not in {catalog_path}: {message.text!r}"
        for message in found
        if message.text not in entries
    ]
    if missing:
        raise CatalogError("\n".join(missing))
    return _without_notes(_localize(path, notes, catalog_path, entries), notes)


def _localize(path: Path, notes: str, catalog: Path, entries: dict[str, Entry]) -> str:
    """Replace messages of a source, and validate the result by parsing it again."""
    source = path.read_text(encoding="utf-8")
    localized, at, wanted = "", 0, []
    for message in messages_of(path, notes):
        entry = entries.get(message.text)
        text = str(entry.string) if entry else message.text
        localized += source[at : message.start] + message.render(text)
        at = message.stop
        wanted.append(squeeze(text))
    localized += source[at:]
    read = None
    with suppress(CatalogError):  # it would name a line of what is not kept
        read = [squeeze(message.text) for message in messages_of(path, notes, localized)]
    if read != wanted:
        fault = "where it stands it would be read as something else"
    elif path.suffix == ".py" and _program(source) != _program(localized):
        fault = "its code differs from the source"
    else:
        return localized
    for text, entry in entries.items():  # which of them is it?
        if len(entries) == 1:
            raise CatalogError(f"{catalog}:{entry.lineno}: {fault}: {text!r}")
        _localize(path, notes, catalog, {text: entry})
    raise CatalogError(f"{catalog}: {fault}: two messages that meet in {path}")


def _program(source: str) -> str:
    """Return the syntax tree as text, without the words of what a person reads."""
    tree = ast.parse(source)
    for string in strings(tree):
        if isinstance(string, ast.Constant):
            string.value = ""
        else:  # the fields of an f-string, in any order
            fields = (it for it in string.values if isinstance(it, ast.FormattedValue))
            string.values = sorted(fields, key=ast.dump)
    return ast.dump(tree)


def _without_notes(source: str, pattern: str) -> str:
    """Return a script as its readers get it: where notes stood, one empty line is left."""
    notes = rf"(?:{pattern})\n"
    return re.sub(rf"(?m)(?<=\n\n)(?:{notes})+\n?|^{notes}", "", source)
