"""Find the messages of a gallery script, and write the script in another language.

A message is what a person reads: a paragraph of a docstring or of a `# %%` text block,
a comment, or a string that the program shows. All else is the program.
"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from .prose import Block, Message, SourceError, prose, squeeze, wrap
from .strings import LITERAL, has_words, shown, string_message

BLOCK = re.compile(r"#{20,}|# ?%%")
"""What starts a text block, for sphinx-gallery."""

TOOL = re.compile(
    r"#\s*(?:sphinx_gallery_|(?:type|fmt|isort|ruff|pragma|pylint|mypy|pyright|flake8):|"
    r"noqa\b|nosec\b|!|-\*-|///|%%|In ?\[|.*?coding[:=]).*",
    re.IGNORECASE,
)
"""The part of a comment that speaks to a tool."""

NO_NOTES = re.compile(r"(?!)")


class Comment(NamedTuple):
    """A comment on a 0-based row."""

    row: int
    column: int
    text: str


def messages(source: str, notes: re.Pattern[str] = NO_NOTES) -> list[Message]:
    """Find the messages of a script, in order; comments that are notes are none.

    Raises:
        SourceError: it does not parse, or holds something that is not known here.
    """
    tree = _parse(source)
    rows, starts = _rows(source)

    def offset(line: int | None, column: int | None) -> int:
        """Turn a line and a column in bytes, as a syntax tree counts, into an offset."""
        row = (line or 1) - 1
        return starts[row] + len(rows[row].encode()[:column].decode())

    def span(node: ast.expr) -> tuple[int, int]:
        return (
            offset(node.lineno, node.col_offset),
            offset(node.end_lineno, node.end_col_offset),
        )

    found = [
        message
        for string in _docstrings(tree)
        for message in prose(_docstring(source, string, *span(string), starts))
    ]
    for group in _groups(rows, source):
        found += _comments(group, rows, starts, notes)
    found += [
        message
        for string in shown(tree)
        if (message := string_message(source, *span(string), string.lineno - 1))
    ]
    return sorted(found)


def rest_messages(source: str) -> list[Message]:
    """Find the messages of a reST file, as `messages` does of a script."""
    rows, starts = _rows(source)
    return list(prose(Block([row.rstrip() for row in rows], starts, 0, "")))


def _rows(source: str) -> tuple[list[str], list[int]]:
    """Return the rows of a source, and the offset of each."""
    rows = source.split("\n")
    return rows, [0, *accumulate(len(row) + 1 for row in rows)]


def _parse(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        row, text = (error.lineno or 1) - 1, error.text or ""
        raise SourceError(row, text, f"does not parse: {error.msg}") from error


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield the docstrings of a module and of what it defines."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and body:
            match body[0]:
                case ast.Expr(value=ast.Constant(value=str()) as string):
                    yield string


def _docstring(
    source: str, string: ast.Constant, start: int, stop: int, starts: Sequence[int]
) -> Block:
    row, margin = string.lineno - 1, " " * string.col_offset
    literal = LITERAL.fullmatch(source, start, stop)
    raw = literal and literal["prefix"] in ("r", "R")
    if literal is None or ("\\" in literal["body"] and not raw):
        raise SourceError(row, source[start:stop], 'has to be one raw docstring: r"""…"""')
    first, *rest = literal["body"].split("\n")
    for at, text in enumerate(rest, row + 1):
        if text.strip() and not text.startswith(margin):
            raise SourceError(at, text, "has to be indented as the quotes above it are")
    texts = [first.rstrip(), *(text.removeprefix(margin).rstrip() for text in rest)]
    offsets = [start + len(margin) for start in starts[row : row + len(texts)]]
    return Block(texts, [literal.start("body"), *offsets[1:]], row, margin)


def _groups(rows: Sequence[str], source: str) -> Iterator[list[Comment]]:
    """Put comments together that stand below each other, each on its own line."""
    group: list[Comment] = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        row, column = token.start[0] - 1, token.start[1]
        comment = Comment(row, column, rows[row][column:])
        follows = (
            group
            and (row - 1, column) == group[-1][:2]
            and not rows[row][:column].strip()
            and not rows[row - 1][:column].strip()
            and not BLOCK.match(comment.text)
        )
        if group and not follows:
            yield group
            group = []
        group.append(comment)
    if group:
        yield group


def _comments(
    group: list[Comment], rows: Sequence[str], starts: Sequence[int], notes: re.Pattern[str]
) -> Iterator[Message]:
    """Yield the prose of a text block, or what comments say to a person."""
    row, column, text = group[0]
    noted = [column == 0 and notes.fullmatch(comment.text) for comment in group]
    if column == 0 and BLOCK.match(text) and not all(noted[1:]):
        for at, note in enumerate(noted[1:], 1):
            if note:
                advice = "stands in a text block: put an empty line above and below it"
                raise SourceError(row + at, group[at].text, advice)
            if not re.match("# |#$", group[at].text):
                raise SourceError(row + at, group[at].text, "needs a space after its hash")
        texts = [comment.text[2:].rstrip() for comment in group[1:]]
        offsets = [start + 2 for start in starts[row + 1 : row + len(group)]]
        yield from prose(Block(texts, offsets, row + 1, "# "))
        return
    run: list[Comment] = []
    for comment, note in zip(group, noted, strict=True):
        tool = None if note else TOOL.search(comment.text)
        said = "" if note else comment.text[: tool.start() if tool else None].rstrip()
        if said.strip("# "):
            run.append(comment._replace(text=said))
        if run and (tool or not said.strip("# ")):
            yield from _comment(run, rows, starts)
            run = []
    if run:
        yield from _comment(run, rows, starts)


def _comment(
    run: list[Comment], rows: Sequence[str], starts: Sequence[int]
) -> Iterator[Message]:
    """Yield the message of comments on adjacent rows, if they have words."""
    (row, column, first), last = run[0], run[-1]
    text = " ".join(comment.text.lstrip("# ") for comment in run)
    if has_words(text):
        start = column + len(first) - len(first.lstrip("# "))
        before = rows[row][:column]
        fill = partial(wrap, rows[row][:start], f"{before}# ")
        render = squeeze if before.strip() else fill
        stop = starts[last.row] + last.column + len(last.text)
        yield Message(starts[row] + start, stop, text, "#", render)


def localize(
    source: str,
    texts: Mapping[str, str],
    find: Callable[[str], list[Message]] = messages,
) -> str:
    """Write a source with its messages translated, and read it again.

    Raises:
        ValueError: it would not be the same program with the translations in it.
    """
    found = find(source)
    wanted = [texts.get(message.text, message.text) for message in found]
    written = [message.render(text) for message, text in zip(found, wanted, strict=True)]
    localized = _splice(source, found, written)
    read = find(localized)
    if [squeeze(message.text) for message in read] != [squeeze(text) for text in wanted]:
        raise ValueError("where it stands it would be read as something else")
    if _skeleton(source, found) != _skeleton(localized, read):
        raise ValueError("what it makes of the source is laid out otherwise")
    if find is not rest_messages and _program(source) != _program(localized):
        raise ValueError("its code differs from the source")
    return localized


def _splice(source: str, found: Sequence[Message], texts: Sequence[str]) -> str:
    """Put a text in the place of each message."""
    parts, at = [], 0
    for message, text in zip(found, texts, strict=True):
        parts += [source[at : message.start], text]
        at = message.stop
    return "".join(parts) + source[at:]


def _skeleton(source: str, found: Sequence[Message]) -> str:
    """Return what is left of a source when its messages are taken out."""
    return _splice(source, found, [f"\0{message.place}\0" for message in found])


def _program(source: str) -> str:
    """Return the syntax tree as text, without the words of what a person reads."""
    tree = _parse(source)
    for string in [*_docstrings(tree), *shown(tree)]:
        if isinstance(string, ast.Constant):
            string.value = ""
        else:  # the fields of an f-string, in any order
            fields = [
                part for part in string.values if isinstance(part, ast.FormattedValue)
            ]
            string.values = sorted(fields, key=ast.dump)
    return ast.dump(tree)
