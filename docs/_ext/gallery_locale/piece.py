"""A message and the part of a source text that it fills."""

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal, NamedTuple

from docutils.utils import column_width

from .rest import Paragraph, UnsupportedError, paragraphs

WIDTH = 88

NEVER_FIRST = re.compile(r" (?=[>%]|[\W_]+(?: |$)|\(?\w{1,4}[.)](?: |$))")
"""A space before what means something else at the start of a line, such as a dash."""


class Piece(NamedTuple):
    """A message and the part of the source that it fills."""

    start: int
    """Offset of its first character in the source."""

    stop: int
    """Offset after its last character."""

    text: str
    """The message; prose and comments on one line."""

    kind: Literal["prose", "comment", "string"]
    """Prose is reST."""

    place: str
    """What the message stands in: the marker of a list, the rule of a title, quotes."""

    render: Callable[[str], str]
    """Turn a translation into the text that stands from start to stop."""


class Lines:
    """A source text that knows the offset of every row and column."""

    def __init__(self, source: str) -> None:
        """Index the rows of a text."""
        self.source = source
        self.rows = source.split("\n")
        self._starts = [0]
        for row in self.rows:
            self._starts.append(self._starts[-1] + len(row) + 1)

    def at(self, row: int, column: int = 0) -> int:
        """Offset of a 0-based row and column."""
        return self._starts[row] + column

    def in_tree(self, line: int, column: int) -> int:
        """Offset of a place in a syntax tree: a 1-based line, and a column in bytes."""
        return self.at(line - 1, len(self.rows[line - 1].encode()[:column].decode()))


def block_pieces(
    lines: Lines, block: Sequence[str], first: int, prefix: str, column: int
) -> Iterator[Piece]:
    """Turn the paragraphs of a block of reST into pieces.

    `block` holds the lines without `prefix`, `first` is the row of the first of them,
    and `column` where the text starts on it, such as after the quotes of a docstring.
    """

    def offset(index: int, within: int) -> int:
        return lines.at(first + index, within + (column if index == 0 else len(prefix)))

    try:
        for paragraph in paragraphs(block):
            last = paragraph.stop - 1
            literal = "::" if paragraph.text.endswith("::") else ""
            yield Piece(
                offset(paragraph.first, len(paragraph.lead)),
                offset(last, len(block[last])),
                paragraph.text,
                "prose",
                paragraph.lead + paragraph.adornment + literal,
                partial(_fill, paragraph, prefix),
            )
    except UnsupportedError as error:
        raise UnsupportedError(first + error.row, error.found, error.advice) from None


def _fill(paragraph: Paragraph, prefix: str, text: str) -> str:
    """Write a paragraph of reST, from where its prose starts."""
    if paragraph.wraps:
        return wrap(prefix + paragraph.lead, prefix + paragraph.indent, text)
    line = squeeze(text)
    if paragraph.adornment:
        rule = paragraph.adornment * max(column_width(line), 4)
        return f"{line}\n{prefix}{paragraph.lead}{rule}"
    return line


def wrap(lead: str, indent: str, text: str) -> str:
    """Fill lines with a text; the first comes after `lead`, which is left out."""
    filled = textwrap.fill(
        NEVER_FIRST.sub("\0", squeeze(text)),
        WIDTH,
        initial_indent=lead,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.removeprefix(lead).replace("\0", " ")


def squeeze(text: str) -> str:
    """Put a text on one line, with single spaces; a no-break space is not touched."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
