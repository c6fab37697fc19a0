"""Find the paragraphs of a reStructuredText block that a reader reads.

Only the structure that matters to a translator is told apart: prose from markup. Lines
keep their numbers, so that a paragraph can be put back where it was found.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

ADORNMENT = re.compile(r"([=\-~^\"'`#*+.:_<>])\1+$")
LIST_MARKER = re.compile(r"(?:[-*+•]|\(?(?:\d+|[a-zA-Z]|#)[.)])\s+|\|\s+")
FIELD = re.compile(r":(?P<name>[^:`\s][^:`]*):(?:\s+|$)")
DIRECTIVE = re.compile(r"\.\.\s+(?:\|[^|]+\|\s+)?(?P<name>[\w:-]+?)::(?:\s+|$)")
EXPLICIT = re.compile(r"\.\.(?:\s|$)|__\s")
TABLE = re.compile(r"\+[-=]+\+|={2,}\s+={2,}")

OPAQUE = frozenset(
    """code code-block sourcecode literalinclude math raw image include highlight
    mermaid graphviz plot bibliography toctree minigallery csv-table rst-class"""
    .split()
)
"""Directives whose argument and body are not prose."""

TITLED = frozenset(
    """admonition attention caution danger dropdown error hint important note rubric
    seealso tip topic warning card grid-item-card tab-item table list-table figure"""
    .split()
)
"""Directives with prose on the line of the directive itself."""


class Paragraph(NamedTuple):
    """A run of prose and where it stands in its block."""

    first: int
    """Index of its first line."""

    stop: int
    """Index after its last line, an adornment below a title included."""

    lead: str
    """What stands before the prose on the first line: indent, list marker, directive."""

    indent: str
    """What stands before the prose on the lines that follow."""

    text: str
    """The prose on one line."""

    adornment: str = ""
    """The character under a title."""


class UnsupportedMarkup(ValueError):
    """A block uses markup whose prose cannot be found; the message says what to use."""


def paragraphs(lines: Sequence[str]) -> Iterator[Paragraph]:
    """Yield the prose of a block of reST in reading order.

    Raises:
        UnsupportedMarkup: the block holds a grid or simple table, or a title with a line
            above it.
    """
    at = 0
    opaque_above = -1  # lines indented deeper than this belong to something opaque
    while at < len(lines):
        line = lines[at]
        body = line.lstrip()
        indent = len(line) - len(body)
        if not body:
            at += 1
            continue
        if 0 <= opaque_above < indent:
            at += 1
            continue
        opaque_above = -1
        if TABLE.match(body):
            raise UnsupportedMarkup(f"line {at + 1}: {body!r}: write a list-table instead")
        if ADORNMENT.fullmatch(body) and len(body) >= 3:
            raise UnsupportedMarkup(
                f"line {at + 1}: {body!r}: a title takes a line below it, none above"
            )
        if directive := DIRECTIVE.match(body):
            at, opaque_above, found = _directive(lines, at, indent, directive)
            if found:
                yield found
        elif EXPLICIT.match(body) or body.startswith(">>>"):
            opaque_above = indent
            at += 1
            while body.startswith(">>>") and at < len(lines) and lines[at].strip():
                at += 1
        else:
            found = _paragraph(lines, at, indent)
            yield found
            at = found.stop
            if found.text.endswith("::"):
                opaque_above = indent


def _directive(
    lines: Sequence[str], at: int, indent: int, match: re.Match[str]
) -> tuple[int, int, Paragraph | None]:
    """Read a directive's first lines; return where to go on, and its prose if any."""
    name = match["name"]
    if name in OPAQUE:
        return at + 1, indent, None
    lead = lines[at][: indent + match.end()]
    argument = lines[at][len(lead) :].strip()
    stop = at + 1
    if argument and name in TITLED:
        while stop < len(lines) and _continues(lines[stop], indent):
            argument += " " + lines[stop].strip()
            stop += 1
    found = Paragraph(at, stop, lead, " " * (indent + 3), argument)
    while stop < len(lines) and FIELD.match(lines[stop].lstrip()):
        stop += 1
    return stop, -1, found if argument and name in TITLED else None


def _continues(line: str, indent: int) -> bool:
    body = line.lstrip()
    return bool(body) and len(line) - len(body) > indent and not FIELD.match(body)


def _paragraph(lines: Sequence[str], at: int, indent: int) -> Paragraph:
    """Read one paragraph, title, list item, field, or term of a definition list."""
    line = lines[at]
    marker = LIST_MARKER.match(line, indent) or FIELD.match(line[indent:])
    width = indent + (len(marker[0]) if marker else 0)
    text = [line[width:].strip()]
    stop = at + 1
    if stop < len(lines) and not marker and ADORNMENT.fullmatch(lines[stop].strip()):
        return Paragraph(at, stop + 1, line[:indent], "", text[0], lines[stop].strip()[0])
    line_block = bool(marker) and line[indent] == "|"
    while stop < len(lines) and lines[stop].strip() and not line_block:
        body = lines[stop].lstrip()
        depth = len(lines[stop]) - len(body)
        if LIST_MARKER.match(body) and not body[0].isalpha() or depth < indent:
            break
        if not marker and depth > indent:  # a term; its definition is a paragraph
            break
        text.append(body.strip())
        stop += 1
    inner = " " * (width if marker and line[indent] != ":" else indent + 3 * bool(marker))
    return Paragraph(at, stop, line[:width], inner, " ".join(text))
