"""Find the messages in rows of reStructuredText; refuse markup that is not known here."""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import NamedTuple

from docutils.utils import column_width

WIDTH = 88
RULE = re.compile(r"([=~^*+-])\1{2,}")
LEAD = re.compile(r"- +|( {2,})[✓✗] +")
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


def prose(rows: Iterable[Row]) -> Iterator[Message]:
    """Yield the messages in adjacent rows with the same margin, parted by empty ones."""
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
    """Part adjacent rows into a paragraph, items, or terms and definitions."""
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
        render = squeeze if term else partial(wrap, margin + lead, margin + hang)
        stop = rows[-1].start + len(rows[-1].text)
        yield Message(rows[0].start + len(lead), stop, text, False, render)


def _title(rule: str, margin: str, text: str) -> str:
    return f"{squeeze(text)}\n{margin}{rule * max(column_width(squeeze(text)), 4)}"


def wrap(lead: str, indent: str, text: str) -> str:
    """Fill lines with a text; the first comes after `lead`, which is left out."""
    fill = partial(textwrap.fill, break_long_words=False, break_on_hyphens=False)
    glued = NEVER_FIRST.sub("\0", squeeze(text))
    filled = fill(glued, WIDTH, initial_indent=lead, subsequent_indent=indent)
    return filled.removeprefix(lead).replace("\0", " ")


def squeeze(text: str) -> str:
    """Put a text on one line, with single spaces; a no-break space is not touched."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
