"""What a script says to the site alone, in comments that its readers do not get."""

import ast
import re
from typing import NamedTuple

from .prose import SourceError
from .script import BLOCK, script_messages


class Note(NamedTuple):
    """A note, or a title, on a line of the script, counted from 1."""

    line: int
    text: str


class Cell(NamedTuple):
    """A code cell, the line on which its code begins, and the notes above it."""

    line: int
    notes: tuple[Note, ...]


class Notes(NamedTuple):
    """The notes below the docstring, and the code cells in the order of the gallery."""

    script: tuple[Note, ...]
    cells: tuple[Cell, ...]


def notes_of(source: str, pattern: str) -> Notes:
    """Read the notes of a script; the first group of the pattern is their text.

    Raises:
        SourceError: one stands neither below the docstring nor above a code cell.
    """
    body = ast.parse(source).body
    below = body[0].end_lineno or 0 if body and isinstance(body[0], ast.Expr) else 0
    begin = sum(len(line) + 1 for line in source.split("\n")[:below])
    text = re.compile(rf"(?m)^(?:{BLOCK.pattern}).*\n?(?:^(?!{pattern}$)#.*\n?)*")
    blocks = list(text.finditer(source, begin))
    starts = [begin, *(block.end() for block in blocks)]
    stops = [*(block.start() for block in blocks), len(source)]
    header: tuple[Note, ...] = ()
    cells: list[Cell] = []
    for start, stop in zip(starts, stops, strict=True):
        notes, code = [], []
        rows = source[start:stop].split("\n")
        for line, row in enumerate(rows, source.count("\n", 0, start) + 1):
            if match := re.fullmatch(pattern, row):
                notes.append(Note(line, match[1]))
            elif row.strip():
                code.append(line)
        if start == begin:
            header, notes = tuple(notes), []
        if notes and (not code or notes[-1].line > code[0]):
            raise SourceError(start, notes[-1].text, "has to stand above a cell's code")
        if code:
            cells.append(Cell(code[0], tuple(notes)))
    return Notes(header, tuple(cells))


def titles_of(source: str, pattern: str) -> tuple[Note, ...]:
    """Return the titles of the sections, without that of the whole script."""
    titles = [message for message in script_messages(source, pattern) if message.title][1:]
    return tuple(Note(source.count("\n", 0, it.start) + 1, it.text) for it in titles)


def without_notes(source: str, pattern: str) -> str:
    """Return a script as its readers get it."""
    kept: list[str] = []
    noted = False
    for row in source.split("\n"):
        gap = noted and not row and kept and not kept[-1]
        noted = re.fullmatch(pattern, row) is not None
        if not noted and not gap:
            kept.append(row)
    return "\n".join(kept)
