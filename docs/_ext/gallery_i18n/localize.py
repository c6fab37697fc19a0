"""Write a script in the language of a catalog, or say what is in the way."""

import ast
from collections.abc import Mapping
from pathlib import Path

from .catalogs import CatalogError, read_catalog
from .notes import notes_of, without_notes
from .prose import Message, SourceError, squeeze
from .script import docstrings, rest_messages, script_messages
from .strings import shown


def messages_of(path: Path, notes: str = "(?!)") -> list[Message]:
    """Return the messages of a script or a reST file, in the order in which they stand.

    Raises:
        CatalogError: it holds something that is not known here; names file and line.
    """
    source = path.read_text(encoding="utf-8")
    try:
        if path.suffix == ".rst":
            return rest_messages(source)
        found = script_messages(source, notes)
        notes_of(source, notes)  # which refuses those that belong to no cell
    except SourceError as error:
        raise CatalogError(f"{_place(path, source, error.offset)}: {error}") from error
    return found


def _place(path: Path, source: str, offset: int) -> str:
    return f"{path}:{source.count(chr(10), 0, offset) + 1}"


def translate_file(path: Path, catalog_path: Path | None, notes: str = "(?!)") -> str:
    """Return a script or a reST file in the language of a catalog, without its notes.

    Raises:
        CatalogError: it holds something that is not known here, or a translation is
            missing or does not fit; names the file, the line and the message.
    """
    source, found = path.read_text(encoding="utf-8"), messages_of(path, notes)
    if catalog_path is None:
        return without_notes(source, notes)
    catalog = read_catalog(catalog_path)
    texts = {str(entry.id): str(entry.string) for entry in catalog if entry.string}
    if missing := [message for message in found if message.text not in texts]:
        places = (_place(path, source, message.start) for message in missing)
        faults = (f"not in {catalog_path}: {message.text!r}" for message in missing)
        raise CatalogError("\n".join(map(": ".join, zip(places, faults, strict=True))))
    script = path.suffix == ".py"
    try:
        return without_notes(_localize(source, found, texts, notes, script=script), notes)
    except ValueError:
        for text in dict.fromkeys(message.text for message in found):  # which is it?
            try:
                _localize(source, found, {text: texts[text]}, notes, script=script)
            except ValueError as error:
                place = f"{catalog_path}:{catalog[text].lineno}"
                raise CatalogError(f"{place}: {error}: {text!r}") from error
        raise


def _localize(
    source: str, found: list[Message], texts: Mapping[str, str], notes: str, *, script: bool
) -> str:
    """Write a source with its messages translated, and read it again."""
    wanted = [texts.get(message.text, message.text) for message in found]
    localized, at = "", 0
    for message, text in zip(found, wanted, strict=True):
        localized += source[at : message.start] + message.render(text)
        at = message.stop
    localized += source[at:]
    read = script_messages(localized, notes) if script else rest_messages(localized)
    if [squeeze(message.text) for message in read] != list(map(squeeze, wanted)):
        raise ValueError("where it stands it would be read as something else")
    if script and _program(source) != _program(localized):
        raise ValueError("its code differs from the source")
    return localized


def _program(source: str) -> str:
    """Return the syntax tree as text, without the words of what a person reads."""
    tree = ast.parse(source)
    for string in [*docstrings(tree), *shown(tree)]:
        if isinstance(string, ast.Constant):
            string.value = ""
        else:  # the fields of an f-string, in any order
            fields = (it for it in string.values if isinstance(it, ast.FormattedValue))
            string.values = sorted(fields, key=ast.dump)
    return ast.dump(tree)
