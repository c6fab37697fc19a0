"""What a script says to the site alone, in comments that its readers do not get."""

import ast
import re
from typing import NamedTuple

from .prose import RULES, SourceError
from .script import BLOCK, messages


class Note(NamedTuple):
    """A note on a line of the script, counted from 1."""

    line: int
    text: str


class Cell(NamedTuple):
    """A code cell, which begins on a line of the script."""

    line: int
    notes: tuple[Note, ...]


class Notes(NamedTuple):
    """The notes below the docstring, and the code cells in the order of the gallery."""

    script: tuple[Note, ...]
    cells: tuple[Cell, ...]


class Title(NamedTuple):
    """The title of a section, on a line of the script."""

    line: int
    text: str


def notes_of(source: str, pattern: str) -> Notes:
    """Read the notes of a script; the first group of the pattern is their text.

    Raises:
        SourceError: one stands neither below the docstring nor above a code cell.
    """
    body = ast.parse(source).body
    below = body[0].end_lineno or 0 if body and isinstance(body[0], ast.Expr) else 0
    script: list[Note] = []
    cells: list[Cell] = []
    notes, code, prose = script, 0, False
    rows = source.split("\n")
    for line, row in enumerate([*rows[below:], "# %%"], below + 1):
        if BLOCK.match(row):
            if code:
                cells.append(Cell(code, () if notes is script else tuple(notes)))
            elif notes and notes is not script:
                raise SourceError(notes[0].line - 1, pattern, "stands above no code")
            notes, code, prose = [], 0, True
        elif match := re.fullmatch(pattern, row):
            if code:
                raise SourceError(line - 1, row, "belongs above the code of its cell")
            notes.append(Note(line, match[1]))
        elif not (prose and row.startswith("#")):
            prose = False
            code = code or (line if row.strip() else 0)
    return Notes(tuple(script), tuple(cells))


def titles_of(source: str, pattern: str) -> tuple[Title, ...]:
    """Return the titles of the sections, without that of the whole script."""
    titles = [
        Title(source.count("\n", 0, message.start) + 1, message.text)
        for message in messages(source, re.compile(pattern))
        if message.place and message.place in RULES
    ]
    return tuple(titles[1:])


def without_notes(source: str, notes: re.Pattern[str]) -> str:
    """Return a script as its readers get it."""
    kept: list[str] = []
    noted = False
    for row in source.split("\n"):
        gap = noted and not row and kept and not kept[-1]
        noted = bool(notes.fullmatch(row))
        if not noted and not gap:
            kept.append(row)
    return "\n".join(kept)
