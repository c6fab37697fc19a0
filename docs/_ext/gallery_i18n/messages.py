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
from typing import NamedTuple

from docutils.utils import column_width

WIDTH = 88
BLOCK = re.compile(r"#{20,}|# ?%%")  # what starts a text block, for sphinx-gallery
TEXT_BLOCK = re.compile(rf"(?m)^(?:{BLOCK.pattern}).*\n?(?P<text>(?:#.*\n?)*)")
TOOL = re.compile(r"# *(?:sphinx_gallery_|type:|noqa\b|%%).*")  # speaks to a tool
RULE = re.compile(r"([=~^*+-])\1{2,}")
LEAD = re.compile(r"- +|( {2,})[✓✗] +")  # of an item of a list, of a definition
OPAQUE = ".. math::", ".. toctree::"  # what is indented below them has no words
UNKNOWN = re.compile(rf"\s|#|{RULE.pattern}$|.*::$")  # in no line of a paragraph
UNKNOWN_FIRST = re.compile(  # not in its first line
    r"(?:\.\.|__|[*+•|-])(?: |$)|\(?(?:\d+|[a-zA-Z#])[.)] |:[\w ]+:(?: |$)|>>>|"
    rf"\+[-=]+\+|=+ +=|{UNKNOWN.pattern}"
)
KNOWN = (
    "is not known here; write a paragraph instead (known are paragraphs, titles with a "
    "line below, lists with -, `.. math::`, and terms with definitions that begin with ✓ "
    "or ✗, each kind with an empty line above and below)"
)
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
    r"(?P<prefix>[a-zA-Z]*)(?P<quotes>\"{3}|'{3}|\"|')"
    r"(?P<body>(?:\\.|(?!(?P=quotes)).)*)(?P=quotes)",
    re.DOTALL,
)
INERT = re.compile(r"``[^`]+``|\$[^$]+\$|:\w+:`[^`]+`|\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]")

String = ast.Constant | ast.JoinedStr


class SourceError(ValueError):
    """A source cannot be translated: at which offset, and what to write instead."""

    def __init__(self, offset: int, found: str, advice: str = KNOWN) -> None:
        """Name what was found."""
        super().__init__(f"{found.strip()!r} {advice}")
        self.offset = offset


class Message(NamedTuple):
    """What a person reads, and the part of the source that it fills."""

    start: int
    stop: int
    text: str
    title: bool
    render: Callable[[str], str]
    """Turn a translation into what stands from start to stop."""


class Row(NamedTuple):
    """A line behind a margin such as `# `; without one, it is code."""

    start: int
    margin: str | None = None
    text: str = ""


def read_messages(source: str, kind: str, notes: str) -> list[Message]:
    """Find the messages of a `.py` or a `.rst`, in order; comments that are notes are none.

    Raises:
        SourceError: it does not parse, or holds something that is not known here.
    """
    if kind == ".rst":
        return list(_prose(_rows(source, 0, len(source))))
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
        found += (_docstring if of_script else _string)(source, start, stop)
    return sorted([*found, *_comments(source, starts, notes)])


def docstrings(tree: ast.AST) -> Iterator[String]:
    """Yield the docstrings of a script and of what it defines."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body:
            match node.body[0]:
                case ast.Expr(value=ast.Constant(value=str()) as string):
                    yield string


def shown(tree: ast.AST) -> Iterator[String]:
    """Yield the string literals that a program shows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = node.args if SHOWN_BY.fullmatch(name) else []
            named = (word for word in node.keywords if SHOWN_AS.fullmatch(word.arg or ""))
            for value in (*values, *(word.value for word in named)):
                yield from _strings(value)


def _strings(value: ast.AST) -> Iterator[String]:
    """Yield the literals whose strings a value holds or may be."""
    if isinstance(value, ast.JoinedStr):
        yield value
    elif isinstance(value, ast.Constant):
        if isinstance(value.value, str):
            yield value
    elif not isinstance(value, (ast.Call, ast.Compare, ast.Subscript)):
        held = value.values if isinstance(value, ast.Dict) else ast.iter_child_nodes(value)
        for part in held:
            yield from _strings(part)


def _docstring(source: str, start: int, stop: int) -> Iterator[Message]:
    """Yield the messages of the docstring of the script, which is prose."""
    literal = LITERAL.fullmatch(source, start, stop)
    if not literal or ("\\" in literal["body"] and literal["prefix"] != "r"):
        advice = 'has to be one raw docstring: r"""…"""'
        raise SourceError(start, source[start:stop], advice)
    return _prose(_rows(source, *literal.span("body")))


def _string(source: str, start: int, stop: int) -> Iterator[Message]:
    """Yield the message of a literal, if it has words."""
    literal = LITERAL.fullmatch(source, start, stop)
    if not literal or "\n" in literal["body"]:
        raise SourceError(start, source[start:stop], "has to be one literal on one line")
    if has_words(literal["body"]):
        yield Message(*literal.span("body"), literal["body"], False, str)


def has_words(text: str) -> bool:
    """Tell whether a text holds words, apart from symbols, code and fields."""
    return bool(re.search(r"[^\W\d_]{2}", INERT.sub(" ", text)))


def _comments(source: str, starts: list[int], notes: str) -> Iterator[Message]:
    """Yield the prose of text blocks, and what comments say to a person."""
    for block in TEXT_BLOCK.finditer(source):
        if note := re.search(rf"(?m)^(?:{notes})$", block["text"]):
            at = block.start("text") + note.start()
            raise SourceError(at, note[0], "needs an empty line above it")
        yield from _prose(_rows(source, *block.span("text"), "# "))
    code = TEXT_BLOCK.sub(lambda block: re.sub(".", " ", block[0]), source)
    comments = [Row(start) for start in starts]
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        comment = token.string
        if token.type == tokenize.COMMENT and not re.fullmatch(notes, comment):
            line, column = token.start
            before = code[starts[line - 1] :][:column]
            said = TOOL.sub("", comment).rstrip()
            text = said.lstrip("# ")
            stop = starts[line - 1] + column + len(said)
            if not before.strip():
                comments[line - 1] = Row(stop - len(text), f"{before}# ", text)
            elif has_words(text):
                yield Message(stop - len(text), stop, text, False, squeeze)
    yield from (message for message in _prose(comments) if has_words(message.text))


def _rows(source: str, start: int, stop: int, margin: str = "") -> Iterator[Row]:
    for line in source[start:stop].split("\n"):
        text = line.rstrip().removeprefix(margin)
        at = start + len(line) - len(line.removeprefix(margin))
        yield Row(at, margin, "" if text == margin.rstrip() else text)
        start += len(line) + 1


def _prose(rows: Iterable[Row]) -> Iterator[Message]:
    """Yield the messages of blocks: rows with the same margin, between empty ones."""
    opaque = False
    for (margin, filled), group in groupby(rows, lambda row: (row.margin, row.text != "")):
        chunk = list(group)
        if margin is None or not filled:
            opaque = opaque and margin is not None
            continue
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
            raise SourceError(row.start, row.text)
    kinds = "".join(lead[:1] or str(min(len(rows), 2)) for lead, _, rows in runs)
    if not re.fullmatch("[12]?|-+|(?:1 )+", kinds):
        raise SourceError(chunk[0].start, chunk[0].text)
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
