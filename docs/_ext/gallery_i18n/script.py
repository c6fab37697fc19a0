"""Find the messages of a gallery script.

A message is what a person reads: a paragraph of the docstring or of a `# %%` text block,
a comment, or a string that the program shows. All else is the program.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from itertools import accumulate

from .prose import Message, Row, SourceError, prose, squeeze
from .strings import LITERAL, String, has_words, shown, string_message

BLOCK = re.compile(r"#{20,}|# ?%%")  # what starts a text block, for sphinx-gallery
TOOL = re.compile(  # the part of a comment that speaks to a tool
    r"# *(?:sphinx_gallery_|(?:type|fmt|isort|ruff|pragma|pylint|mypy):|noqa\b|!|///|%%|"
    r"In ?\[|.*?coding[:=]).*",
    re.IGNORECASE,
)


def rest_messages(source: str) -> list[Message]:
    """Find the messages of a reST file."""
    return list(prose(_rows(source, 0, len(source))))


def script_messages(source: str, notes: str) -> list[Message]:
    """Find the messages of a script, in order; comments that are notes are none.

    Raises:
        SourceError: it does not parse, or holds something that is not known here.
    """
    lines = source.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        offset, text = starts[(error.lineno or 1) - 1], error.text or ""
        raise SourceError(offset, text, f"does not parse: {error.msg}") from error

    def offset_of(line: int, column: int) -> int:  # the column counts bytes
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    found: list[Message] = []
    for string in [*docstrings(tree), *shown(tree)]:
        start = offset_of(string.lineno, string.col_offset)
        stop = offset_of(string.end_lineno or 0, string.end_col_offset or 0)
        of_script = string is getattr(tree.body[0], "value", None)
        found += (_docstring if of_script else string_message)(source, start, stop)
    return sorted([*found, *_comments(source, starts, notes)])


def docstrings(tree: ast.AST) -> Iterator[String]:
    """Yield the docstrings of a script and of what it defines."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and body:
            match body[0]:
                case ast.Expr(value=ast.Constant(value=str()) as string):
                    yield string


def _docstring(source: str, start: int, stop: int) -> Iterator[Message]:
    literal = LITERAL.fullmatch(source, start, stop)
    if not literal or ("\\" in literal["body"] and literal["prefix"] != "r"):
        advice = 'has to be one raw docstring: r"""…"""'
        raise SourceError(start, source[start:stop], advice)
    return prose(_rows(source, *literal.span("body")))


def _rows(source: str, start: int, stop: int) -> Iterator[Row]:
    for line in source[start:stop].split("\n"):
        yield Row(start, "", line.rstrip())
        start += len(line) + 1


def _comments(source: str, starts: list[int], notes: str) -> Iterator[Message]:
    """Yield the prose of text blocks, and what comments say to a person."""
    texts, comments = [Row(start) for start in starts], [Row(start) for start in starts]
    block, last = set[bool](), -1  # whether rows of the text block are notes; the row above
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        (line, column), comment = token.start, token.string
        start = starts[line - 1]
        before = source[start : start + column]
        note = not column and bool(re.fullmatch(notes, comment))
        said = TOOL.sub("", comment).rstrip()
        if not column and BLOCK.match(comment):
            block, last = set(), line
        elif not column and line == last + 1:
            block, last = block | {note}, line
            text = comment.removeprefix("#" if comment == "#" else "# ")
            at = start + len(comment) - len(text)
            texts[line - 1] = Row(at, "# ", "" if note else text.rstrip())
            if len(block) > 1:
                advice = "needs an empty line to the note, or the text, beside it"
                raise SourceError(start, comment, advice)
        elif before.strip() and has_words(text := said.lstrip("# ")):
            stop = start + column + len(said)
            yield Message(stop - len(text), stop, text, False, squeeze)
        elif not before.strip() and not note and said == comment.rstrip():
            text = said.lstrip("# ")
            at = start + column + len(said) - len(text)
            comments[line - 1] = Row(at, f"{before}# ", text)
    yield from prose(texts)
    yield from (message for message in prose(comments) if has_words(message.text))
