"""Write a script in the language of a catalog, or say what is in the way."""

from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog

from .catalogs import CatalogError, differences, read_catalog
from .gate import check_same_program
from .markup import rest_markup
from .piece import Piece
from .rest import UnsupportedError
from .script import MisfitError, localize, pieces, rest_pieces


def read_pieces(path: Path) -> Sequence[Piece]:
    """Return the messages of a script or a reST file, in the order in which they stand.

    Raises:
        CatalogError: it cannot be taken apart; names the file and the line.
    """
    find = rest_pieces if path.suffix == ".rst" else pieces
    try:
        return find(path.read_text(encoding="utf-8"))
    except UnsupportedError as error:
        raise CatalogError(f"{path}:{error.row + 1}: {error}") from error
    except SyntaxError as error:
        raise CatalogError(f"{path}:{error.lineno}: {error.msg}") from error


def translate_file(path: Path, catalog_path: Path) -> str:
    """Return a script or a reST file in the language of a catalog.

    Raises:
        CatalogError: it cannot be taken apart, or a translation is missing or changes
            anything but words; names the file, the line and the message.
    """
    source = path.read_text(encoding="utf-8")
    catalog = read_catalog(catalog_path)
    found = read_pieces(path)
    faults = []
    for piece in found:
        message = catalog.get(piece.text)
        if message is None or not message.string:
            line = source.count("\n", 0, piece.start) + 1
            faults.append(f"{path}:{line}: not in {catalog_path}: {piece.text!r}")
        elif piece.kind == "prose":
            where = f"{catalog_path}:{message.lineno}"
            acting = rest_markup(piece.text), rest_markup(str(message.string))
            faults += [
                f"{where}: {fault}: {piece.text!r}" for fault in differences(*acting)
            ]
    if faults:
        raise CatalogError("\n".join(faults))
    texts = list(dict.fromkeys(piece.text for piece in found))
    try:
        return _write(path, source, catalog, texts)
    except MisfitError:
        for count in range(len(texts) + 1):
            try:
                _write(path, source, catalog, texts[:count])
            except MisfitError as error:
                text = texts[count - 1] if count else ""
                message = catalog.get(text)
                where = f"{catalog_path}:{message.lineno}" if message else str(path)
                raise CatalogError(f"{where}: {error}: {text!r}") from error
        raise


def _write(path: Path, source: str, catalog: Catalog, texts: Sequence[str]) -> str:
    """Write a source with some of its messages translated, and check the result."""

    def translate(text: str) -> str:
        message = catalog.get(text) if text in texts else None
        return str(message.string) if message else text

    if path.suffix == ".rst":
        return localize(source, translate, rest_pieces)
    localized = localize(source, translate)
    check_same_program(source, localized)
    return localized
