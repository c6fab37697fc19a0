"""Find the paragraphs of a reStructuredText block that a reader reads.

Only the structure that matters to a translator is told apart: prose from markup. Lines
keep their numbers, so that a paragraph can be put back where it was found.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docutils.utils import column_width

BULLET = re.compile(r"[-*+\u2022\u2023\u2043](?:\s+|$)")
ENUMERATOR = re.compile(r"\(?(?:\d+|#|[a-zA-Z]|[ivxlcdm]+|[IVXLCDM]+)[.)](?:\s+|$)")
MARKER = re.compile(rf"{BULLET.pattern}|{ENUMERATOR.pattern}|\|(?:\s+|$)")
FIELD = re.compile(r":(?P<name>[^:`\s][^:`]*):(?:\s+|$)")
OPTION = re.compile(r"(?:(?:--?\w[\w-]*|/\w)(?:[ =][\w<>]+)?(?:, )?)+(?:\s{2,}|$)")
FOOTNOTE = re.compile(r"\.\.\s+\[[^\]]+\]\s+")
LOOSE_MARKER = re.compile(rf"{FIELD.pattern}|{OPTION.pattern}|{FOOTNOTE.pattern}")
"""Markers whose text may go on at any depth."""

DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]+\|\s+)?(?P<name>[\w:-]+?)::(?:\s+|$)")
EXPLICIT = re.compile(r"(?:\.\.|__)(?:\s|$)")
ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*")
TABLE = re.compile(r"\+[-=]+\+|={2,}\s+={2,}")

OPAQUE = frozenset(
    {
        "code",
        "code-block",
        "sourcecode",
        "literalinclude",
        "math",
        "raw",
        "image",
        "include",
        "highlight",
        "mermaid",
        "graphviz",
        "plot",
        "bibliography",
        "toctree",
        "minigallery",
        "csv-table",
        "rst-class",
    }
)
"""Directives whose argument and body are not prose."""

TITLED = frozenset(
    {
        "admonition",
        "attention",
        "caution",
        "danger",
        "dropdown",
        "error",
        "hint",
        "important",
        "note",
        "rubric",
        "seealso",
        "tip",
        "topic",
        "warning",
        "card",
        "grid-item-card",
        "tab-item",
        "table",
        "list-table",
        "replace",
    }
)
"""Directives with prose on the line of the directive itself."""

SPOKEN = frozenset({"alt", "caption"})
"""Options of any directive whose values are prose."""


class Paragraph(NamedTuple):
    """A run of prose and where it stands in its block."""

    first: int
    """Index of its first line."""

    stop: int
    """Index after its last line, an adornment below a title included."""

    lead: str
    """What stands before the prose on the first line: indent, marker, directive."""

    indent: str
    """What stands before the prose on the lines that follow."""

    text: str
    """The prose on one line."""

    adornment: str = ""
    """The character under a title."""

    wraps: bool = True
    """Whether the prose may take more than one line."""


class UnsupportedError(ValueError):
    """A source cannot be taken apart; the message says what to write instead."""

    def __init__(self, row: int, found: str, advice: str) -> None:
        """Name what was found, on a 0-based row of the text."""
        super().__init__(f"{found.strip()!r}: {advice}")
        self.row, self.found, self.advice = row, found, advice


def paragraphs(lines: Sequence[str]) -> Iterator[Paragraph]:
    """Yield the prose of a block of reST in reading order.

    Raises:
        UnsupportedError: the block holds a grid or simple table, a title with a line
            above it, a tab before prose, a literal block that is not indented, or a
            directive on the line of a list's marker.
    """
    at = 0
    opaque_above = -1  # lines indented deeper than this belong to something opaque
    while at < len(lines):
        line = lines[at]
        body = line.lstrip()
        indent = len(line) - len(body)
        if not body or 0 <= opaque_above < indent:
            at += 1
            continue
        opaque_above = -1
        _check(lines, at, body)
        if directive := DIRECTIVE.match(body):
            at, found = _directive(lines, at, indent, directive)
            yield from found
            opaque_above = indent if directive["name"] in OPAQUE else -1
        elif EXPLICIT.match(body) and not FOOTNOTE.match(body):
            opaque_above = indent
            at += 1
        elif body.startswith(">>>") or _is_rule(body):
            while at < len(lines) and lines[at].strip():
                at += 1
        else:
            paragraph = _paragraph(lines, at, indent)
            if paragraph.text not in ("", "::"):
                yield paragraph
            at = paragraph.stop
            if paragraph.text.endswith("::"):
                opaque_above = len(paragraph.indent)
                _check_literal(lines, at, opaque_above)


def _check(lines: Sequence[str], at: int, body: str) -> None:
    """Refuse what cannot be told apart or put back."""
    if "\t" in lines[at].removesuffix(body):
        raise UnsupportedError(at, lines[at], "indent with spaces, not a tab")
    if TABLE.match(body):
        raise UnsupportedError(at, lines[at], "write a list-table instead")
    if _is_rule(body) and at + 1 < len(lines) and lines[at + 1].strip():
        raise UnsupportedError(at, lines[at], "a title takes a line below it, none above")


def _check_literal(lines: Sequence[str], at: int, margin: int) -> None:
    """Refuse a literal block that is told from prose by quotes, not by its indent."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    line = lines[at] if at < len(lines) else ""
    if line and _depth(line) <= margin and not line.lstrip()[0].isalnum():
        raise UnsupportedError(at, line, "indent a literal block")


def _is_rule(body: str) -> bool:
    return len(body.rstrip()) >= 4 and bool(ADORNMENT.fullmatch(body.rstrip()))


def _directive(
    lines: Sequence[str], at: int, indent: int, match: re.Match[str]
) -> tuple[int, list[Paragraph]]:
    """Read a directive's argument and options; return the next row, and the prose."""
    found = []
    lead = lines[at][: indent + match.end()]
    argument = [lines[at][len(lead) :].strip()]
    stop = at + 1
    if match["name"] in TITLED and argument[0]:
        while stop < len(lines) and _continues(lines[stop], indent):
            argument.append(lines[stop].strip())
            stop += 1
        found.append(Paragraph(at, stop, lead, " " * (indent + 3), " ".join(argument)))
    while stop < len(lines) and (option := FIELD.match(lines[stop].lstrip())):
        line = lines[stop]
        lead = line[: len(line) - len(line.lstrip()) + option.end()]
        if option["name"] in SPOKEN:
            text = line[len(lead) :].strip()
            found.append(Paragraph(stop, stop + 1, lead, "", text, wraps=False))
        stop += 1
    return stop, found


def _continues(line: str, indent: int) -> bool:
    body = line.lstrip()
    return bool(body) and len(line) - len(body) > indent and not FIELD.match(body)


def _paragraph(lines: Sequence[str], at: int, indent: int) -> Paragraph:
    """Read one paragraph, title, list item, field, or term of a definition list."""
    line = lines[at]
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if _is_title(line.strip(), below.strip()) and not BULLET.match(line, indent):
        rule = below.strip()[0]
        return Paragraph(at, at + 2, line[:indent], "", line.strip(), rule, wraps=False)
    lead = width = _after_markers(line, below, indent)
    if loose := LOOSE_MARKER.match(line, width):
        lead = loose.end()
        following = _depth(next(filter(str.strip, lines[at + 1 :]), ""))
        width = following if following > width else width + 3
    if EXPLICIT.match(line, lead):
        raise UnsupportedError(at, line, "put the directive on a line of its own")
    text = [line[lead:].strip()]
    stop = at + 1
    while text[0] and stop < len(lines) and lines[stop].strip():
        if _depth(lines[stop]) != width:
            break
        text.append(lines[stop].strip())
        stop += 1
    term = stop == at + 1 and bool(below.strip()) and _depth(below) > width
    return Paragraph(
        at, stop, line[:lead], " " * width, " ".join(text), wraps=not (term and text[0])
    )


def _is_title(text: str, rule: str) -> bool:
    return bool(ADORNMENT.fullmatch(rule)) and (
        len(rule) >= 4 or column_width(text) <= len(rule)
    )


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _after_markers(line: str, below: str, indent: int) -> int:
    """Return the column where the text starts, after the list markers of a line."""
    goes_on = below.strip() and _depth(below) <= indent
    if ENUMERATOR.match(line, indent) and goes_on and not ENUMERATOR.match(below, indent):
        return indent  # a sentence such as "A. Einstein said", not a list
    width = indent
    while marker := MARKER.match(line, width):
        width = marker.end()
    return width
