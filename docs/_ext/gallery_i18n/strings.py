"""Find the strings of a script that its program shows to people."""

import ast
import re
from collections.abc import Iterator

from .prose import Message, SourceError

# Functions and methods that show strings among their positional arguments, and keyword
# arguments, of any call, whose strings are shown.
SHOWN_BY = re.compile(
    "print|text|figtext|annotate|legend|title|suptitle|(?:set_|sup)?[xy]label|set_title|"
    "set_[xy]ticklabels|set_label|bar_label"
)
SHOWN_AS = re.compile("labels?|symbols|(?:sup)?title|[xy]label|(?:tick_|[xy]tick)labels")

LITERAL = re.compile(
    r"(?P<prefix>[a-zA-Z]*)(?P<quotes>\"{3}|'{3}|\"|')"
    r"(?P<body>(?:\\.|(?!(?P=quotes)).)*)(?P=quotes)(?:\s|\\\n)*",
    re.DOTALL,
)
INERT = re.compile(r"``[^`]+``|\$[^$]+\$|:\w+:`[^`]+`|\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]")

String = ast.Constant | ast.JoinedStr


def has_words(text: str) -> bool:
    """Tell whether a text holds words, apart from symbols, code and fields."""
    return bool(re.search(r"[^\W\d_]{2}", INERT.sub(" ", text)))


def shown(tree: ast.AST) -> list[String]:
    """Return the string literals that a program shows; none stands inside another."""
    found: list[String] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = list(node.args) if SHOWN_BY.fullmatch(name) else []
            named = (word for word in node.keywords if SHOWN_AS.fullmatch(word.arg or ""))
            values += [word.value for word in named]
            found += [string for value in values for string in _strings(value)]
    inner = {part for string in found for part in ast.walk(string) if part is not string}
    return [string for string in found if string not in inner]


def _strings(value: ast.AST) -> Iterator[String]:
    """Yield the literals whose strings a value holds or may be."""
    match value:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield value
        case ast.Dict(values=values):
            for each in values:
                yield from _strings(each)
        case ast.Call() | ast.Compare() | ast.Subscript():
            pass
        case _:
            for part in ast.iter_child_nodes(value):
                yield from _strings(part)


def string_message(source: str, start: int, stop: int) -> Iterator[Message]:
    """Yield the message of a literal, with its parts put into one, if it has words."""
    parts, at = [], start
    while part := LITERAL.match(source, at, stop):
        parts.append(part)
        at = part.end()
    body = "".join(part["body"] for part in parts)
    plain = "".join(part["body"] for part in parts if "f" not in part["prefix"])
    prefixes = {part["prefix"] for part in parts}
    quotes = {part["quotes"] for part in parts}
    mixed = len(quotes) > 1 or len({prefix.strip("f") for prefix in prefixes}) > 1
    if mixed or at < stop or "\n" in body or (len(prefixes) > 1 and set("{}") & set(plain)):
        advice = "has to be one line: parts with one prefix and one kind of quotes"
        raise SourceError(start, source[start:stop], advice)
    if has_words(body):
        opening, closing = max(prefixes, key=len) + max(quotes), max(quotes)
        yield Message(start, stop, body, False, lambda text: f"{opening}{text}{closing}")
