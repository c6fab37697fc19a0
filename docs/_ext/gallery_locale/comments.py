"""Find what the comments of a script say to a person, and what to a tool."""

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from .literals import has_words
from .piece import Lines, Piece, block_pieces, squeeze, wrap
from .rest import UnsupportedError

BLOCK = re.compile(r"#{20,}|# ?%%")
"""What starts a text block, for sphinx-gallery."""

MACHINE = re.compile(
    r"#\s*(?:sphinx_gallery_|(?:lesson|type|fmt|isort|ruff|pragma|pylint|mypy|pyright|"
    r"flake8|yapf|codespell|doctest|vim?|ex):|noqa\b|nosec\b|yapf\b|!|-\*-|///|%%|<codecell>|"
    r"In ?\[|.*?coding[:=]).*",
    re.IGNORECASE,
)
"""The part of a comment that speaks to a tool."""


class Comment(NamedTuple):
    """A comment and where it stands."""

    row: int
    """Its 0-based row."""

    column: int
    """Its column."""

    text: str
    """The comment, from the hash on."""

    alone: bool
    """Whether it has the line for itself."""


@lru_cache(maxsize=8)
def comments(source: str) -> Sequence[Comment]:
    """Return the comments of a script."""
    rows = source.split("\n")
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start[0] - 1, token.start[1]
            alone = not rows[row][:column].strip()
            found.append(Comment(row, column, rows[row][column:], alone))
    return found


def comment_pieces(lines: Lines) -> Iterator[Piece]:
    """Yield the paragraphs of text blocks and of comments, and trailing comments."""
    for group in _groups(lines):
        first = group[0]
        if first.column == 0 and BLOCK.match(first.text):
            yield from _text_block(lines, group)
        elif first.alone:
            yield from _paragraphs(lines, group)
        else:
            yield from _piece(lines, group)


def _groups(lines: Lines) -> Iterator[list[Comment]]:
    """Put comments together that stand below each other, each on its own line."""
    group: list[Comment] = []
    for comment in comments(lines.source):
        follows = (
            group
            and group[-1].alone
            and comment.alone
            and (comment.row - 1, comment.column) == group[-1][:2]
            and not BLOCK.match(comment.text)
        )
        if group and not follows:
            yield group
            group = []
        group.append(comment)
    if group:
        yield group


def _text_block(lines: Lines, group: list[Comment]) -> Iterator[Piece]:
    for comment in group[1:]:
        if not comment.text.startswith("# ") and comment.text != "#":
            raise UnsupportedError(
                comment.row, comment.text, "write a space after the hash"
            )
    block = [comment.text[2:] for comment in group[1:]]
    yield from block_pieces(lines, block, group[0].row + 1, "# ", 2)


def _paragraphs(lines: Lines, group: list[Comment]) -> Iterator[Piece]:
    """Part comments by empty ones and by those that hold something for a tool."""
    run: list[Comment] = []
    metadata = False  # inside a block of PEP 723
    for comment in group:
        machine = MACHINE.search(comment.text)
        if metadata or machine or not comment.text.strip("# "):
            yield from _piece(lines, run)
            run = []
        if not metadata:
            run.append(comment)
        if machine:
            yield from _piece(lines, run)
            run = []
        metadata ^= comment.text.startswith("# ///")
    yield from _piece(lines, run)


def _piece(lines: Lines, group: list[Comment]) -> Iterator[Piece]:
    """Make one message of comments, without what the last of them says to a tool."""
    if not group:
        return
    first, last = group[0], group[-1]
    machine = MACHINE.search(last.text)
    said = [comment.text for comment in group]
    said[-1] = (last.text[: machine.start()] if machine else last.text).rstrip()
    text = " ".join(part.lstrip("# ").rstrip() for part in said)
    if not has_words(text):
        return
    start = first.column + len(said[0]) - len(said[0].lstrip("# "))
    before = lines.rows[first.row]
    render = partial(wrap, before[:start], before[: first.column] + "# ")
    yield Piece(
        lines.at(first.row, start),
        lines.at(last.row, last.column + len(said[-1])),
        text,
        "comment",
        "#",
        render if first.alone else squeeze,
    )


def machine_comments(source: str) -> list[str]:
    """Return what the comments of a script say to tools."""
    found = (MACHINE.search(comment.text) for comment in comments(source))
    return [match[0] for match in found if match]
