"""Find the messages of a gallery script, and write the script in another language.

A message is what a person reads: a paragraph of a docstring or of a `# %%` text block,
a comment, or a string that the program shows. All else is the program.
"""

import ast
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from .comments import comment_pieces
from .literals import LITERAL, literal_pieces, span
from .piece import Lines, Piece, block_pieces, squeeze
from .rest import UnsupportedError

Finder = Callable[[str], Sequence[Piece]]


class MisfitError(ValueError):
    """A translation does not fit where its message stands; the message says how."""


@lru_cache(maxsize=8)
def pieces(source: str) -> Sequence[Piece]:
    """Find the messages of a script, in the order in which they stand.

    Raises:
        SyntaxError: the script does not parse.
        UnsupportedError: it holds something that cannot be told apart.
    """
    tree = ast.parse(source)
    lines = Lines(source)
    found = [
        *_docstrings(lines, tree),
        *comment_pieces(lines),
        *literal_pieces(lines, tree),
    ]
    return sorted(found)


@lru_cache(maxsize=8)
def rest_pieces(source: str) -> Sequence[Piece]:
    """Find the messages of a reST file, as `pieces` does for a script."""
    lines = Lines(source)
    return list(block_pieces(lines, lines.rows, 0, "", 0))


def localize(source: str, translate: Callable[[str], str], find: Finder = pieces) -> str:
    """Write the source with every message translated.

    Raises:
        MisfitError: what was written would be read as something else.
    """
    found = find(source)
    words = [translate(piece.text) for piece in found]
    written = [piece.render(text) for piece, text in zip(found, words, strict=True)]
    localized = _splice(source, found, written)
    try:
        read = [squeeze(piece.text) for piece in find(localized)]
    except (SyntaxError, ValueError) as error:
        raise MisfitError(f"what it makes of the source cannot be read: {error}") from error
    if read != [squeeze(text) for text in words]:
        raise MisfitError("where it stands it would be read as something else")
    if skeleton(source, find) != skeleton(localized, find):
        raise MisfitError("what it makes of the source is laid out otherwise")
    return localized


def skeleton(source: str, find: Finder = pieces) -> str:
    """Return what is left of a source when its messages are taken out."""
    found = find(source)
    places = [f"\0{piece.kind} {piece.place}\0" for piece in found]
    return _splice(source, found, places)


def _splice(source: str, found: Sequence[Piece], texts: Sequence[str]) -> str:
    """Put a text in the place of each message."""
    parts, at = [], 0
    for piece, text in zip(found, texts, strict=True):
        parts += [source[at : piece.start], text]
        at = piece.stop
    return "".join(parts) + source[at:]


def _docstrings(lines: Lines, tree: ast.AST) -> Iterator[Piece]:
    for string in docstrings(tree):
        yield from _docstring(lines, string)


def docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the docstrings of a module and of what it defines."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Module(body=[ast.Expr(value=ast.Constant(value=str()) as string), *_])
                | ast.ClassDef(
                    body=[ast.Expr(value=ast.Constant(value=str()) as string), *_]
                )
                | ast.FunctionDef(
                    body=[ast.Expr(value=ast.Constant(value=str()) as string), *_]
                )
                | ast.AsyncFunctionDef(
                    body=[ast.Expr(value=ast.Constant(value=str()) as string), *_]
                )
            ):
                yield string


def _docstring(lines: Lines, string: ast.Constant) -> Iterator[Piece]:
    start, stop = span(lines, string)
    literal = LITERAL.fullmatch(lines.source, start, stop)
    first = string.lineno - 1
    raw = literal is not None and literal["prefix"] in ("r", "R")
    if literal is None or ("\\" in literal["body"] and not raw):
        raise UnsupportedError(
            first, lines.rows[first], 'write one raw docstring: r"""…"""'
        )
    block = literal["body"].split("\n")
    margin = " " * string.col_offset
    for index, row in enumerate(block[1:], start=1):
        if row.strip() and not row.startswith(margin):
            raise UnsupportedError(
                first + index, row, "indent the docstring as its quotes are"
            )
    block = [block[0], *(row.removeprefix(margin) for row in block[1:])]
    column = literal.start("body") - lines.at(first)
    yield from block_pieces(lines, block, first, margin, column)
