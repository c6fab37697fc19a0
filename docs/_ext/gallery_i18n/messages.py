"""Find what a person reads in a gallery script: its messages. All else is the program.

Messages are paragraphs, titles and items of the docstring and of `# %%` text blocks,
comments, docstrings, and strings that the program shows. Markup that is not known is
refused: what is not understood cannot be translated safely.
"""

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import accumulate, groupby
from pathlib import Path
from typing import NamedTuple

from docutils.utils import column_width

from .catalogs import CatalogError

WIDTH = 88
# A text block, as sphinx-gallery splits a script.
BLOCK = re.compile(r"(?m)^(?:#{20,}|# ?%%).*\n(?P<text>(?:#.*\n?)*)")
TOOL = re.compile(r"# *(?:sphinx_gallery_|type:|noqa\b).*")
RULE = re.compile(r"([=~^*+-])\1{2,}")
LEAD = re.compile(r"- +|( {2,})[✓✗] +")  # of an item of a list, of a definition
OPAQUE = ".. math::", ".. toctree::"  # what is indented below them has no words
UNKNOWN = re.compile(rf"\s|#|{RULE.pattern}$|.*::$")  # in no line of a paragraph
UNKNOWN_FIRST = re.compile(  # not in its first line
    r"(?:\.\.|__|[*+•|-])(?: |$)|\(?(?:\d+|[a-zA-Z#])[.)] |:[\w ]+:(?: |$)|>>>|"
    rf"\+[-=]+\+|=+ +=|{UNKNOWN.pattern}"
)
KNOWN = "is not known; write a paragraph instead (see docs/_ext/gallery_i18n/README.md)"
# A space before what means something else at the start of a line, such as a dash.
NEVER_FIRST = re.compile(r" (?=[>%]|[\W_]+(?: |$)|\(?\w{1,4}[.)](?: |$))")
# Functions and methods that show strings among their positional arguments, and keyword
# arguments, of any call, whose strings are shown.
SHOWN_BY = re.compile(
    "print|text|figtext|annotate|legend|title|suptitle|(?:set_|sup)?[xy]label|set_title|"
    "set_[xy]ticklabels|set_label|bar_label"
)
SHOWN_AS = re.compile("labels?|symbols|(?:sup)?title|[xy]label|(?:tick_|[xy]tick)labels")
LITERAL = re.compile(
    r"(?s)(?P<prefix>[a-zA-Z]*)(?P<quotes>\"{3}|'{3}|\"|')"
    r"(?P<body>(?:\\.|(?!(?P=quotes)).)*)(?P=quotes)"
)
INERT = re.compile(r"``[^`]+``|\$[^$]+\$|:\w+:`[^`]+`|\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]")
String = ast.Constant | ast.JoinedStr


class SourceError(Exception):
    """A source cannot be translated: at which offset, what is there, what is wanted."""


class Message(NamedTuple):
    """What a person reads, and the part of the source that it fills."""

    start: int
    stop: int
    text: str
    title: bool
    render: Callable[[str], str]  # turn a translation into what stands from start to stop


class Row(NamedTuple):
    """A line of prose behind a margin such as `# `; an empty one separates blocks."""

    start: int
    margin: str = ""
    text: str = ""


def place(path: Path, source: str, offset: int) -> str:
    """Name a file and the line of an offset in it."""
    line = source.count("\n", 0, offset) + 1
    return f"{path}:{line}"


def messages_of(
    path: Path, notes: str = "(?!)", source: str | None = None
) -> list[Message]:
    """Return the messages of a `.py` or a `.rst` file, in order; notes are no messages."""
    source = path.read_text(encoding="utf-8") if source is None else source
    try:
        if path.suffix == ".py":
            return sorted(_script(source, notes))
        return list(_prose(_rows(source, 0, len(source), "")))
    except SyntaxError as error:
        raise CatalogError(f"{path}:{error.lineno}: does not parse: {error.msg}") from error
    except SourceError as error:
        offset, found, advice = error.args
        said = f"{found.strip()!r} {advice}"
        raise CatalogError(f"{place(path, source, offset)}: {said}") from error


def _script(source: str, notes: str) -> Iterator[Message]:
    lines = source.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def offset_of(line: int, column: int) -> int:  # the column counts bytes
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    tree = ast.parse(source)
    for block in BLOCK.finditer(source):
        if note := re.search(rf"(?m)^(?:{notes})$", block["text"]):
            at = block.start("text") + note.start()
            raise SourceError(at, note[0], "needs an empty line above it")
        yield from _prose(_rows(source, *block.span("text"), "# "))
    blank = BLOCK.sub(lambda block: re.sub(".", " ", block[0]), source)
    yield from _comments(blank, starts, notes)
    for string in strings(tree):
        start = offset_of(string.lineno, string.col_offset)
        stop = offset_of(string.end_lineno or 0, string.end_col_offset or 0)
        of_script = string is getattr(tree.body[0], "value", None)
        yield from _literal(source, start, stop, of_script=of_script)


def strings(tree: ast.AST) -> Iterator[String]:
    """Yield the docstrings of a program, and the string literals that it shows."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str()) as docstring):
                yield docstring
            case ast.Call(func=function, args=values, keywords=words):
                name = getattr(function, "attr", getattr(function, "id", ""))
                shown = [word.value for word in words if SHOWN_AS.fullmatch(word.arg or "")]
                for value in (*(values if SHOWN_BY.fullmatch(name) else ()), *shown):
                    yield from _held(value)


def _held(value: ast.AST) -> Iterator[String]:
    """Yield the literals whose strings a value holds or may be."""
    match value:
        case ast.JoinedStr() | ast.Constant(value=str()):
            yield value
        case ast.Call() | ast.Compare() | ast.Subscript():
            return
        case _:
            parts = value.values if isinstance(value, ast.Dict) else None
            for part in parts or ast.iter_child_nodes(value):
                yield from _held(part)


def _literal(source: str, start: int, stop: int, *, of_script: bool) -> Iterable[Message]:
    """Find the messages of the docstring of the script, which is prose, or of a string."""
    literal = LITERAL.fullmatch(source, start, stop)
    if of_script:
        if not literal or ("\\" in literal["body"] and literal["prefix"] != "r"):
            advice = 'has to be one raw docstring: r"""…"""'
            raise SourceError(start, source[start:stop], advice)
        return _prose(_rows(source, *literal.span("body"), ""))
    if not literal or "\n" in literal["body"]:
        raise SourceError(start, source[start:stop], "has to be one literal on one line")
    body = literal["body"]
    return [Message(*literal.span("body"), body, False, str)] if has_words(body) else []


def has_words(text: str) -> bool:
    """Tell whether a text holds words, apart from symbols, code and fields."""
    return bool(re.search(r"[^\W\d_]{2}", INERT.sub(" ", text)))


def _comments(code: str, starts: list[int], notes: str) -> Iterator[Message]:
    """Yield what comments say to a person; those of a line of their own are paragraphs."""
    rows = {line: Row(start) for line, start in enumerate(starts, 1)}  # empty, as code is
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type != tokenize.COMMENT or re.fullmatch(notes, token.string):
            continue
        line, column = token.start
        start = starts[line - 1] + column
        before = code[starts[line - 1] : start]
        said = TOOL.sub("", token.string).rstrip()
        (row,) = _rows(code, start, start + len(said), "# ")
        if not before.strip():
            rows[line] = row._replace(margin=f"{before}# ")
        elif has_words(row.text):
            stop = row.start + len(row.text)
            yield Message(row.start, stop, row.text, False, squeeze)
    found = _prose(rows.values())
    yield from (message for message in found if has_words(message.text))


def _rows(source: str, start: int, stop: int, margin: str) -> Iterator[Row]:
    """Yield the lines of a part of the source; what has no margin keeps its `#`."""
    for line in source[start:stop].split("\n"):
        bare = "" if line == margin.rstrip() else line.removeprefix(margin)
        yield Row(start + len(line) - len(bare), margin, bare.rstrip())
        start += len(line) + 1


def _prose(rows: Iterable[Row]) -> Iterator[Message]:
    """Yield the messages of blocks: rows with the same margin, between empty ones."""
    opaque = False
    for (margin, filled), group in groupby(rows, lambda row: (row.margin, row.text != "")):
        if not filled:
            continue
        chunk = list(group)
        opens = chunk[0].text in OPAQUE
        opaque = (opens or opaque) and all(row.text[:3] == "   " for row in chunk[opens:])
        bare = len(chunk) == 1 and re.fullmatch(r"\.\. [\w-]+::", chunk[0].text)
        rule = RULE.fullmatch(chunk[1].text) if len(chunk) > 1 else None
        if rule and not UNKNOWN_FIRST.match(chunk[0].text):
            stop = chunk[1].start + len(rule[0])
            render = partial(_title, rule[1], margin)
            yield Message(chunk[0].start, stop, chunk[0].text, True, render)
            del chunk[:2]
        if not (opaque or bare):
            yield from _paragraphs(chunk, margin)


def _paragraphs(chunk: list[Row], margin: str) -> Iterator[Message]:
    """Split a block into a paragraph, list items, or terms and definitions."""
    runs: list[tuple[str, str, list[Row]]] = []
    for row in chunk:
        match = LEAD.match(row.text)
        if runs and not match and row.text.startswith(runs[-1][1]):
            runs[-1][2].append(row)
            unknown = UNKNOWN.match(row.text, len(runs[-1][1]))
        else:
            lead = match[0] if match else ""
            runs.append((lead, (match[1] or " " * len(lead)) if match else "", [row]))
            unknown = UNKNOWN_FIRST.match(row.text, len(lead))
        if unknown:
            raise SourceError(row.start, row.text, KNOWN)
    kinds = "".join(lead[:1] or str(min(len(rows), 2)) for lead, _, rows in runs)
    if not re.fullmatch("[12]?|-+|(?:1 )+", kinds):
        raise SourceError(chunk[0].start, chunk[0].text, KNOWN)
    for lead, hang, rows in runs:
        text = squeeze(" ".join(row.text.removeprefix(lead) for row in rows))
        term = not lead and len(runs) > 1
        render = squeeze if term else partial(_wrap, margin + lead, margin + hang)
        stop = rows[-1].start + len(rows[-1].text)
        yield Message(rows[0].start + len(lead), stop, text, False, render)


def _title(rule: str, margin: str, text: str) -> str:
    return f"{squeeze(text)}\n{margin}{rule * max(column_width(squeeze(text)), 4)}"


def _wrap(lead: str, indent: str, text: str) -> str:
    """Fill lines with a text; the first comes after `lead`, which is left out."""
    fill = partial(textwrap.fill, break_long_words=False, break_on_hyphens=False)
    glued = NEVER_FIRST.sub("\0", squeeze(text))
    filled = fill(glued, WIDTH, initial_indent=lead, subsequent_indent=indent)
    return filled.removeprefix(lead).replace("\0", " ")


def squeeze(text: str) -> str:
    """Put a text on one line, with single spaces; a no-break space is not touched."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
