"""Find the strings of a script that its program shows to people."""

import ast
import re
from collections.abc import Iterator
from functools import partial

from .piece import Lines, Piece
from .rest import UnsupportedError

SHOWN_BY = frozenset(
    {
        "print",
        "title",
        "suptitle",
        "set_title",
        "xlabel",
        "ylabel",
        "set_xlabel",
        "set_ylabel",
        "supxlabel",
        "supylabel",
        "text",
        "figtext",
        "annotate",
        "legend",
        "set_xticklabels",
        "set_yticklabels",
        "set_label",
        "bar_label",
        "table",
    }
)
"""Functions and methods that show the strings among their positional arguments."""

SHOWN_AS = frozenset(
    {
        "label",
        "labels",
        "symbols",
        "title",
        "xlabel",
        "ylabel",
        "tick_labels",
        "xticklabels",
        "yticklabels",
    }
)
"""Keyword arguments of any call whose strings are shown."""

LITERAL = re.compile(
    r"(?P<prefix>[a-zA-Z]*)(?P<quotes>\"{3}|'{3}|\"|')"
    r"(?P<body>(?:\\.|(?!(?P=quotes)).)*)(?P=quotes)",
    re.DOTALL,
)
BETWEEN = re.compile(r"(?:\s|\\\n)*")
INERT = re.compile(r"``[^`]+``|\$[^$]+\$|:\w+:`[^`]+`|\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]")
WORD = re.compile(r"[^\W\d_]{2,}")

String = ast.Constant | ast.JoinedStr


def has_words(text: str) -> bool:
    """Tell whether a text holds words, apart from symbols, code and fields."""
    return bool(WORD.search(INERT.sub(" ", text)))


def shown(tree: ast.AST) -> list[String]:
    """Return the string literals that a program shows; none stands inside another."""
    finder = _Shown()
    finder.visit(tree)
    return finder.found


class _Shown(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[String] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        if isinstance(node.func, ast.Name):
            name = node.func.id
        for value in node.args if name in SHOWN_BY else []:
            self.found += _strings(value)
        for keyword in node.keywords:
            if keyword.arg in SHOWN_AS:
                self.found += _strings(keyword.value)
        self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        if node not in self.found:
            self.generic_visit(node)


def _strings(value: ast.expr) -> Iterator[String]:
    """Yield the literals whose strings a value holds or may be."""
    parts: list[ast.expr] = []
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield value
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            pass
        case ast.Dict(values=parts):
            pass
        case ast.IfExp(body=one, orelse=other):
            parts = [one, other]
        case ast.BinOp(left=one, op=ast.Add(), right=other):
            parts = [one, other]
        case ast.ListComp(elt=one) | ast.GeneratorExp(elt=one) | ast.Starred(value=one):
            parts = [one]
    for part in parts:
        yield from _strings(part)


def literal_pieces(lines: Lines, tree: ast.AST) -> Iterator[Piece]:
    """Yield the shown strings that hold words, as they are written."""
    for node in shown(tree):
        start, stop = span(lines, node)
        prefix, quotes, body = _as_one(lines.source[start:stop], node.lineno - 1)
        if has_words(body):
            opening = prefix + quotes
            render = partial(_quote, opening, quotes)
            yield Piece(start, stop, body, "string", opening, render)


def span(lines: Lines, node: ast.expr) -> tuple[int, int]:
    """Return the offsets between which an expression stands."""
    start = lines.in_tree(node.lineno, node.col_offset)
    return start, lines.in_tree(node.end_lineno or 0, node.end_col_offset or 0)


def _as_one(segment: str, row: int) -> tuple[str, str, str]:
    """Return prefix, quotes and body of one literal that holds all the parts."""
    parts = []
    at = 0
    while at < len(segment):
        part = LITERAL.match(segment, at)
        if part is None:
            raise UnsupportedError(row, segment, "put the comment above the string")
        parts.append(part)
        space = BETWEEN.match(segment, part.end())
        at = space.end() if space else part.end()
    prefixes = {part["prefix"].lower().strip("u") for part in parts}
    plain = [part for part in parts if "f" not in part["prefix"].lower()]
    if (
        len({prefix.strip("f") for prefix in prefixes}) > 1
        or len({part["quotes"] for part in parts}) > 1
        or (len(plain) < len(parts) and any(set("{}") & set(p["body"]) for p in plain))
    ):
        raise UnsupportedError(
            row, segment, "write its parts with one prefix and one quote"
        )
    body = "".join(part["body"] for part in parts)
    return max(prefixes, key=len), parts[0]["quotes"], body


def _quote(opening: str, closing: str, body: str) -> str:
    return f"{opening}{body}{closing}"
