"""Find the strings of a script that its program shows to people."""

import ast
import re
from collections.abc import Iterator

from .prose import Message, SourceError

SHOWN_BY = re.compile(
    "print|text|figtext|annotate|legend|title|suptitle|(?:set_|sup)?[xy]label|set_title|"
    "set_[xy]ticklabels|set_label|bar_label"
)
"""Functions and methods that show the strings among their positional arguments."""

SHOWN_AS = re.compile("labels?|symbols|(?:sup)?title|[xy]label|(?:tick_|[xy]tick)labels")
"""Keyword arguments of any call whose strings are shown."""

LITERAL = re.compile(
    r"(?P<prefix>[a-zA-Z]*)(?P<quotes>\"{3}|'{3}|\"|')"
    r"(?P<body>(?:\\.|(?!(?P=quotes)).)*)(?P=quotes)(?:\s|\\\n)*",
    re.DOTALL,
)
INERT = re.compile(r"``[^`]+``|\$[^$]+\$|:\w+:`[^`]+`|\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]")
WORD = re.compile(r"[^\W\d_]{2,}")

String = ast.Constant | ast.JoinedStr


def has_words(text: str) -> bool:
    """Tell whether a text holds words, apart from symbols, code and fields."""
    return bool(WORD.search(INERT.sub(" ", text)))


def shown(tree: ast.AST) -> list[String]:
    """Return the string literals that a program shows; none stands inside another."""
    found: list[String] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = list(node.args) if SHOWN_BY.fullmatch(name) else []
            values += [
                word.value for word in node.keywords if SHOWN_AS.fullmatch(word.arg or "")
            ]
            found += [string for value in values for string in _strings(value)]
    inner = {part for string in found for part in ast.walk(string) if part is not string}
    return [string for string in found if string not in inner]


def _strings(value: ast.expr) -> Iterator[String]:
    """Yield the literals whose strings a value holds or may be."""
    parts: list[ast.expr] = []
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield value
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            pass
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            parts = [one, other]
        case ast.ListComp(elt=one) | ast.GeneratorExp(elt=one) | ast.Starred(value=one):
            parts = [one]
    for part in parts:
        yield from _strings(part)


def string_message(source: str, start: int, stop: int, row: int) -> Message | None:
    """Return the message of a literal, with its parts put into one; None without words."""
    parts, at = [], start
    while at < stop and (part := LITERAL.match(source, at, stop)):
        parts.append(part)
        at = part.end()
    prefixes = {part["prefix"].lower() for part in parts}
    plain = "".join(part["body"] for part in parts if "f" not in part["prefix"].lower())
    body = "".join(part["body"] for part in parts)
    if (
        at < stop
        or len({part["quotes"] for part in parts}) > 1
        or len({prefix.strip("f") for prefix in prefixes}) > 1
        or (len(prefixes) > 1 and set("{}") & set(plain))
        or "\n" in body
    ):
        advice = "is no single string: write its parts on lines of their own, with one "
        raise SourceError(row, source[start:stop], f"{advice}prefix and one kind of quotes")
    quotes = parts[0]["quotes"]
    opening = max(prefixes, key=len) + quotes
    if not has_words(body):
        return None
    return Message(start, stop, body, opening, lambda text: f"{opening}{text}{quotes}")
