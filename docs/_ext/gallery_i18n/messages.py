"""Find what a person reads in a gallery script: its messages. All else is the program.

Messages are paragraphs, titles and items of the docstring and of `# %%` text blocks,
comments, docstrings, and strings that the program shows. Unknown markup is refused.
"""

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from docutils.utils import column_width

from .catalogs import CatalogError

WIDTH = 88
# The docstring of a script or a text block, as sphinx-gallery splits it.
BLOCK = re.compile(
    r'(?m)(?:^(?:#{20,}|# ?%%).*\n|\A(?P<raw>r"{3}))'
    r'(?P<text>(?(raw)(?:(?!"{3})[\s\S])*|(?:#.*\n?)*))(?(raw)"{3}$)'
)
TOOL = re.compile(r"# *(?:sphinx_gallery_|type:|noqa\b).*")
LINE = r"(?!\#|[=~^*+-]{3,}$|.*::$)\S.*"  # of prose
# Other markup of reST, with which a paragraph must not begin.
OTHER = r"(?:\.\.|__|[*+•|-]|\(?(?:\d+|[a-zA-Z\#])[.)]|:[\w\ ]+:)(?!\S)|>>>|=+\ +="
# All that may stand in prose, behind a margin such as `# `.
PROSE = re.compile(
    rf"""(?mx) ^(?P<margin>\ *\#\ |)(?:
    # A directive without words.
    \.\.\ (?:math|toctree)::(?:\n(?:\ *\#?$|(?P=margin)\ {{3}}.*))* | \.\.\ [\w-]+::$
    # A paragraph, which may be an item of a list or a reply; a title; a term.
  | (?P<lead>(?P<item>-\ )|(?P<hang>\ {{2,}})[✓✗]\ +|)
    (?P<words>(?!{OTHER}){LINE}(?:\n(?P=margin)(?(item)\ \ )(?(hang)(?P=hang)){LINE})*)
    (?:\n(?P=margin)(?P<rule>[=~^*+-])(?P=rule){{2,}}$)?
    (?P<term>(?=\n(?P=margin)\ {{2,}}[✓✗]\ ))?
  | (?P<unknown>\ *(?!\#$)\S.*)
)"""
)
KNOWN = "is not known; write a paragraph instead (see docs/_ext/gallery_i18n/README.md)"
ONE_LINE = 'has to be one literal on one line, or the docstring of the script: r"""…"""'
# A space before what means something else at the start of a line, such as a dash.
NEVER_FIRST = re.compile(r" (?=[>%]|[\W_]+(?: |$)|\(?\w{1,4}[.)](?: |$))")
# Functions and methods that show strings among their positional arguments, and keyword
# arguments, of any call, whose strings are shown.
SHOWN_BY = re.compile("print|text|legend|(?:set_|sup)?(?:title|[xy](?:tick)?labels?)")
SHOWN_AS = re.compile("labels?|symbols|(?:sup)?title|[xy]label|(?:tick_|[xy]tick)labels")
LITERAL = re.compile(
    r"(?s)[a-zA-Z]*(?P<quotes>\"{3}|'{3}|\"|')"
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


def place(path: Path, source: str, offset: int) -> str:
    """Name a file and the line of an offset in it."""
    line = source.count("\n", 0, offset) + 1
    return f"{path}:{line}"


def messages_of(path: Path, notes: str = "(?!)", source: str = "") -> list[Message]:
    """Return the messages of a `.py` or a `.rst` file, in order; notes are no messages."""
    source = source or path.read_text(encoding="utf-8")
    try:
        if path.suffix == ".py":
            return sorted(_script(source, notes))
        return list(_prose(source, 0))
    except SyntaxError as error:
        raise CatalogError(f"{path}:{error.lineno}: does not parse: {error.msg}") from error
    except SourceError as error:
        offset, found, advice = error.args
        said = f"{found.strip()!r} {advice}"
        raise CatalogError(f"{place(path, source, offset)}: {said}") from error


def _script(source: str, notes: str) -> Iterator[Message]:
    for block in BLOCK.finditer(source):
        if note := re.search(rf"(?m)^(?:{notes})$", block["text"]):
            at = block.start("text") + note.start()
            raise SourceError(at, note[0], "needs an empty line above it")
        yield from _prose(block["text"], block.start("text"))
    code = BLOCK.sub(lambda block: re.sub(".", " ", block[0]), source)
    starts = [0, *(end.end() for end in re.finditer("\n", code))]
    tree = ast.parse(re.sub(r"[^\0-\x7f]", "?", code))  # whose columns count bytes
    yield from _comments(code, starts, notes)
    for string in strings(tree):
        start = starts[string.lineno - 1] + string.col_offset
        stop = starts[(string.end_lineno or 0) - 1] + (string.end_col_offset or 0)
        literal = LITERAL.fullmatch(code, start, stop)
        if not literal or "\n" in literal["body"]:
            raise SourceError(start, code[start:stop], ONE_LINE)
        if has_words(literal["body"]):
            yield Message(*literal.span("body"), literal["body"], False, str)


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


def has_words(text: str) -> bool:
    """Tell whether a text holds words, apart from symbols, code and fields."""
    return bool(re.search(r"[^\W\d_]{2}", INERT.sub(" ", text)))


def _comments(code: str, starts: list[int], notes: str) -> Iterator[Message]:
    """Yield what comments say to a person; those of a line of their own are paragraphs."""
    said = re.sub(".", " ", code)  # all but those paragraphs is blank
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type != tokenize.COMMENT or re.fullmatch(notes, token.string):
            continue
        line, column = token.start
        start = starts[line - 1] + column
        comment = TOOL.sub("", token.string).rstrip()
        stop = start + len(comment)
        if not token.line[:column].strip():
            said = said[:start] + comment + said[stop:]
        elif has_words(comment):
            words = comment.lstrip("# ")
            yield Message(stop - len(words), stop, words, False, squeeze)
    yield from (message for message in _prose(said, 0) if has_words(message.text))


def _prose(text: str, offset: int) -> Iterator[Message]:
    """Yield the messages of prose that stands at an offset of a source."""
    render: Callable[[str], str]
    for found in PROSE.finditer(text):
        margin, rule = found["margin"], found["rule"]
        if found["unknown"]:
            raise SourceError(offset + found.start("unknown"), found["unknown"], KNOWN)
        if found["words"] is None:
            continue
        if rule:
            render = partial(_title, rule, margin)
        elif found["term"] is not None:
            render = squeeze
        else:
            hang = "  " if found["item"] else found["hang"] or ""
            render = partial(_wrap, margin + found["lead"], margin + hang)
        words = squeeze(re.sub(r"\n *(?:# )?", " ", found["words"]))
        span = offset + found.start("words"), offset + found.end()
        yield Message(*span, words, bool(rule), render)


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
