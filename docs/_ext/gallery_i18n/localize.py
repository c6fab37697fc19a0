"""Write a script in the language of a catalog, or say what is in the way."""

from functools import partial
from pathlib import Path

from .catalogs import CatalogError, read_catalog
from .notes import notes_of, without_notes
from .prose import Message, SourceError
from .script import Finder, localize, rest_messages, script_messages


def messages_of(path: Path, notes: str = "(?!)") -> list[Message]:
    """Return the messages of a script or a reST file, in the order in which they stand.

    Raises:
        CatalogError: it holds something that is not known here; names file and line.
    """
    source = path.read_text(encoding="utf-8")
    try:
        found = _finder(path, notes)(source)
        if path.suffix == ".py":
            notes_of(source, notes)  # which refuses those that belong to no cell
    except SourceError as error:
        raise CatalogError(f"{_place(path, source, error.offset)}: {error}") from error
    return found


def _finder(path: Path, notes: str) -> Finder:
    if path.suffix == ".rst":
        return rest_messages
    return partial(script_messages, notes=notes)


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
    catalog, find = read_catalog(catalog_path), _finder(path, notes)
    texts = {str(entry.id): str(entry.string) for entry in catalog if entry.string}
    if missing := [message for message in found if message.text not in texts]:
        places = (_place(path, source, message.start) for message in missing)
        faults = (f"not in {catalog_path}: {message.text!r}" for message in missing)
        raise CatalogError("\n".join(map(": ".join, zip(places, faults, strict=True))))
    try:
        return without_notes(localize(source, texts, find), notes)
    except ValueError:
        for text in dict.fromkeys(message.text for message in found):  # which is it?
            try:
                localize(source, {text: texts[text]}, find)
            except ValueError as error:
                place = f"{catalog_path}:{catalog[text].lineno}"
                raise CatalogError(f"{place}: {error}: {text!r}") from error
        raise
