"""Find the messages of a gallery script, and write the script in another language.

A message is what a person reads: a paragraph of the docstring or of a `# %%` text block,
a comment, or a string that the program shows (`SHOWN_BY`, `SHOWN_AS`). All else is the
program.
"""

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import libcst as cst
from docutils.utils import column_width
from libcst.metadata import MetadataWrapper, PositionProvider

from .rest import Paragraph, paragraphs

WIDTH = 88

SHOWN_BY = frozenset(
    """print title suptitle set_title xlabel ylabel set_xlabel set_ylabel supxlabel
    supylabel text figtext annotate legend set_xticklabels set_yticklabels set_label
    bar_label table""".split()
)
"""Functions and methods that show the strings among their positional arguments."""

SHOWN_AS = frozenset(
    "label labels title xlabel ylabel tick_labels xticklabels yticklabels".split()
)
"""Keyword arguments of any call whose strings are shown."""

BLOCK = re.compile(r"#{20,}|# ?%%")
MACHINE = re.compile(
    r"#\s*(?:sphinx_gallery_|type:|noqa|fmt:|isort:|ruff:|pragma:|pylint:|mypy:|!|"
    r"-\*-|///|coding[:=])"
)
"""Comments that speak to a tool."""

INERT = re.compile(r"``[^`]+``|\$[^$]+\$|:\w+:`[^`]+`|\{[^{}]*\}|\\[a-zA-Z]")
WORD = re.compile(r"[^\W\d_]{2,}")


class Piece(NamedTuple):
    """A message and the part of the script that it fills."""

    start: int
    """Offset of its first character in the script."""

    stop: int
    """Offset after its last character."""

    text: str
    """The message, on one line."""

    render: Callable[[str], str]
    """Turn a translation of the message into the text that stands from start to stop."""


def pieces(source: str) -> list[Piece]:
    """Find the messages of a script, in the order in which they stand.

    Raises:
        SyntaxError: the script does not parse.
        UnsupportedMarkup: its prose uses markup that cannot be told apart.
    """
    lines = _Lines(source)
    found = [*_docstrings(lines), *_comments(lines), *_strings(lines)]
    return sorted(found, key=lambda piece: piece.start)


def localize(source: str, translate: Callable[[str], str]) -> str:
    """Write the script with every message translated."""
    return _splice(source, pieces(source), lambda piece: piece.render(translate(piece.text)))


def localize_rest(source: str, translate: Callable[[str], str]) -> str:
    """Write a reST file with every message translated."""
    found = rest_pieces(source)
    return _splice(source, found, lambda piece: piece.render(translate(piece.text)))


def skeleton(source: str) -> str:
    """Return what is left of a script when its messages are taken out."""
    return _splice(source, pieces(source), lambda piece: "\0")


def machine_comments(source: str) -> list[str]:
    """Return the comments that speak to a tool."""
    comments = (
        source.split("\n")[row][column:] for row, column, _ in _comment_tokens(source)
    )
    return [comment for comment in comments if MACHINE.match(comment)]


def rest_pieces(source: str) -> list[Piece]:
    """Find the messages of a reST file, as `pieces` does for a script."""
    lines = _Lines(source)
    return list(_in_block(lines, lines.rows, 0, "", 0))


def _splice(source: str, found: list[Piece], write: Callable[[Piece], str]) -> str:
    parts, at = [], 0
    for piece in found:
        parts += [source[at : piece.start], write(piece)]
        at = piece.stop
    return "".join(parts) + source[at:]


class _Lines:
    """A source text that knows the offset of every row and column."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.rows = source.split("\n")
        self._starts = [0]
        for row in self.rows:
            self._starts.append(self._starts[-1] + len(row) + 1)

    def at(self, row: int, column: int = 0) -> int:
        """Offset of a 0-based row and column."""
        return self._starts[row] + column


def _in_block(
    lines: _Lines, block: Sequence[str], first: int, prefix: str, column: int
) -> Iterator[Piece]:
    """Turn the paragraphs of a block into pieces.

    `block` holds the lines without `prefix`, `first` is the row of the first of them, and
    `column` where the text starts on it, such as after the quotes of a docstring.
    """

    def offset(index: int, within: int) -> int:
        return lines.at(first + index, within + (column if index == 0 else len(prefix)))

    for paragraph in paragraphs(block):
        last = paragraph.stop - 1
        yield Piece(
            offset(paragraph.first, 0),
            offset(last, len(block[last])),
            paragraph.text,
            partial(_fill, paragraph, prefix),
        )


def _fill(paragraph: Paragraph, prefix: str, text: str) -> str:
    """Write a paragraph of reST, its first line without the prefix."""
    if paragraph.adornment:
        title = " ".join(text.split())
        rule = paragraph.adornment * max(column_width(title), 3)
        return f"{paragraph.lead}{title}\n{prefix}{paragraph.lead}{rule}"
    first = " " * len(prefix) + paragraph.lead
    return _wrap(first, prefix + paragraph.indent, text)[len(prefix) :]


def _wrap(lead: str, indent: str, text: str) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=lead,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _docstrings(lines: _Lines) -> Iterator[Piece]:
    for node in ast.walk(ast.parse(lines.source)):
        match node:
            case (
                ast.Module(body=[ast.Expr(value=ast.Constant(value=str()) as string), *_])
                | ast.ClassDef(body=[ast.Expr(value=ast.Constant(value=str()) as string), *_])
                | ast.FunctionDef(
                    body=[ast.Expr(value=ast.Constant(value=str()) as string), *_]
                )
            ):
                yield from _docstring(lines, string)


def _docstring(lines: _Lines, string: ast.Constant) -> Iterator[Piece]:
    literal = ast.get_source_segment(lines.source, string) or ""
    opening = re.match(r"(?P<raw>[rR]?)(?P<quotes>\"\"\"|'''|\"|')", literal)
    if opening is None or (not opening["raw"] and "\\" in literal):
        raise SyntaxError(f'line {string.lineno}: write the docstring raw: r"""…"""')
    block = literal[len(opening[0]) : -len(opening["quotes"])].split("\n")
    margin = " " * string.col_offset
    block = [block[0], *(row.removeprefix(margin) for row in block[1:])]
    column = string.col_offset + len(opening[0])
    yield from _in_block(lines, block, string.lineno - 1, margin, column)


def _comments(lines: _Lines) -> Iterator[Piece]:
    """Yield the paragraphs of text blocks, of comments on their own lines, and the rest."""
    group: list[tuple[int, int]] = []
    for row, column, alone in _comment_tokens(lines.source):
        comment = lines.rows[row][column:]
        if group and (row - 1, column) == group[-1] and not BLOCK.match(comment):
            group.append((row, column))
        elif alone:
            yield from _comment_group(lines, group)
            group = [(row, column)]
        elif not MACHINE.match(comment):
            stop = lines.at(row, len(lines.rows[row]))
            text = comment.lstrip("# ").rstrip()
            yield Piece(lines.at(row, column), stop, text, _one_line)
    yield from _comment_group(lines, group)


def _comment_tokens(source: str) -> Iterator[tuple[int, int, bool]]:
    """Yield row, column, and whether the comment has the line for itself."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            yield row - 1, column, not token.line[:column].strip()


def _comment_group(lines: _Lines, group: list[tuple[int, int]]) -> Iterator[Piece]:
    if not group:
        return
    first, column = group[0]
    rows = [lines.rows[row][column:] for row, _ in group]
    if column == 0 and BLOCK.match(rows[0]):
        yield from _in_block(lines, [row[2:] for row in rows[1:]], first + 1, "# ", 2)
        return
    prefix = " " * column + "# "
    for start, stop in _prose_runs(rows):
        yield Piece(
            lines.at(first + start),
            lines.at(first + stop - 1, len(lines.rows[first + stop - 1])),
            " ".join(row.lstrip("# ").rstrip() for row in rows[start:stop]),
            partial(_wrap, prefix, prefix),
        )


def _prose_runs(rows: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find the runs of comment lines that are neither empty nor for a tool."""
    start, metadata = 0, False
    for at, row in enumerate([*rows, ""]):
        fence = row.startswith("# ///")
        if fence or metadata or not row.strip("# ") or MACHINE.match(row):
            if start < at:
                yield start, at
            start = at + 1
            metadata ^= fence


def _one_line(text: str) -> str:
    return "# " + " ".join(text.split())


_Literal = cst.SimpleString | cst.FormattedString


def _strings(lines: _Lines) -> Iterator[Piece]:
    wrapper = MetadataWrapper(cst.parse_module(lines.source), unsafe_skip_copy=True)
    finder = _ShownStrings()
    wrapper.visit(finder)
    positions = wrapper.resolve(PositionProvider)
    for node in finder.found:
        literals = list(_literals(node))
        body = "".join(_body(literal) for literal in literals)
        if not has_words(body):
            continue
        where = positions[node]
        yield Piece(
            lines.at(where.start.line - 1, where.start.column),
            lines.at(where.end.line - 1, where.end.column),
            body,
            partial(_quoted, *_opening(literals, where.start.line)),
        )


class _ShownStrings(cst.CSTVisitor):
    def __init__(self) -> None:
        self.found: list[cst.BaseString] = []

    def visit_Call(self, node: cst.Call) -> None:
        name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
        shows = isinstance(name, cst.Name) and name.value in SHOWN_BY
        for argument in node.args:
            if argument.keyword.value in SHOWN_AS if argument.keyword else shows:
                self._collect(argument.value)

    def _collect(self, value: cst.BaseExpression) -> None:
        if isinstance(value, (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)):
            self.found.append(value)
        elif isinstance(value, (cst.List, cst.Tuple)):
            for element in value.elements:
                self._collect(element.value)


def _literals(node: cst.BaseString) -> Iterator[_Literal]:
    if isinstance(node, cst.ConcatenatedString):
        yield from _literals(node.left)
        yield from _literals(node.right)
    elif isinstance(node, (cst.SimpleString, cst.FormattedString)):
        yield node


def _body(literal: _Literal) -> str:
    """Return what stands between the quotes, as it is written."""
    if isinstance(literal, cst.SimpleString):
        return literal.value[len(literal.prefix) + len(literal.quote) : -len(literal.quote)]
    return cst.Module([]).code_for_node(literal)[len(literal.start) : -len(literal.end)]


def _opening(literals: Sequence[_Literal], line: int) -> tuple[str, str]:
    """Return the prefix and quotes of one literal that can hold all the parts."""
    prefixes = {literal.prefix.lower() for literal in literals}
    plain = [part for part in literals if isinstance(part, cst.SimpleString)]
    if len({prefix.strip("f") for prefix in prefixes}) > 1 or (
        len(plain) < len(literals) and any(set("{}") & set(_body(p)) for p in plain)
    ):
        raise SyntaxError(f"line {line}: write all parts of this string with one prefix")
    return max(prefixes, key=len), _quote(literals[0])


def _quoted(prefix: str, quote: str, body: str) -> str:
    return f"{prefix}{quote}{body}{quote}"


def _quote(literal: _Literal) -> str:
    return literal.quote if isinstance(literal, cst.SimpleString) else literal.end


def has_words(text: str) -> bool:
    """Tell whether a string holds words, apart from symbols, code and fields."""
    return bool(WORD.search(INERT.sub(" ", text)))
