"""Find the messages of a block of reStructuredText; refuse markup that is not known."""

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

from docutils.utils import column_width

WIDTH = 88

RULES = "=~^*+-"
RULE = re.compile(rf"([{RULES}])\1{{2,}}")
LEAD = re.compile(r"- +|( {2,})[✓✗] +")
UNKNOWN = re.compile(rf"\s|{RULE.pattern}$|.*::$")
"""A line that is no prose, wherever it stands in a paragraph."""

UNKNOWN_FIRST = re.compile(
    r"(?:\.\.|__|[*+•|-])(?: |$)|\(?(?:\d+|[a-zA-Z#])[.)] |:[\w ]+:(?: |$)|>>>|"
    rf"\+[-=]+\+|=+ +=|{UNKNOWN.pattern}"
)
"""A line with which no paragraph begins."""

OPAQUE = ".. math::", ".. toctree::"
"""Directives whose content has no words."""

BARE = re.compile(r"\.\. [\w-]+::")
"""A directive with neither words nor content, which stays as it is."""

KNOWN = (
    "is not known here; write a paragraph instead (known are paragraphs, titles with a "
    "line below, lists with -, `.. math::`, and terms with definitions that begin with ✓ "
    "or ✗, each kind with an empty line above and below)"
)
NEVER_FIRST = re.compile(r" (?=[>%]|[\W_]+(?: |$)|\(?\w{1,4}[.)](?: |$))")
"""A space before what means something else at the start of a line, such as a dash."""


class SourceError(ValueError):
    """A source cannot be translated: names a 0-based row, and what to write instead."""

    def __init__(self, row: int, found: str, advice: str = KNOWN) -> None:
        """Name what was found, and what to do."""
        super().__init__(f"{found.strip()!r} {advice}")
        self.row = row


class Message(NamedTuple):
    """What a person reads, and the part of the source that it fills."""

    start: int
    stop: int
    text: str
    """The message; prose and comments on one line."""

    place: str
    """What it stands in: a rule, the marker of a list, a comment, quotes."""

    render: Callable[[str], str]
    """Turn a translation into what stands from start to stop."""


class Block(NamedTuple):
    """Rows of a source that hold reST, each behind a margin such as `# `."""

    texts: Sequence[str]
    """The rows without the margin."""

    starts: Sequence[int]
    """Offsets of the texts in the source."""

    row: int
    margin: str

    def message(
        self, rows: Sequence[int], lead: str, place: str, render: Callable[[str], str]
    ) -> Message:
        """Make a message of some rows, without the lead of the first."""
        texts = [self.texts[row].strip() for row in rows]
        texts[0] = texts[0].removeprefix(lead.strip())
        stop = self.starts[rows[-1]] + len(self.texts[rows[-1]])
        start = self.starts[rows[0]] + len(lead)
        return Message(start, stop, squeeze(" ".join(texts)), place, render)


def prose(block: Block) -> Iterator[Message]:
    """Yield the messages of a block in reading order.

    Raises:
        SourceError: it holds markup that is not known here.
    """
    equation = False
    for empty, group in groupby(range(len(block.texts)), lambda row: not block.texts[row]):
        if empty:
            continue
        rows = list(group)
        texts = [block.texts[row] for row in rows]
        opens = texts[0] in OPAQUE
        equation = (opens or equation) and all(text[:3] == "   " for text in texts[opens:])
        if equation or (len(rows) == 1 and BARE.fullmatch(texts[0])):
            continue
        if len(rows) > 1 and RULE.fullmatch(texts[1]) and not UNKNOWN_FIRST.match(texts[0]):
            render = partial(_title, texts[1][0], block.margin)
            title = block.message(rows[:1], "", texts[1][0], render)
            yield title._replace(stop=block.starts[rows[1]] + len(texts[1]))
            rows = rows[2:]
        yield from _paragraphs(block, rows)


def _paragraphs(block: Block, rows: Sequence[int]) -> Iterator[Message]:
    """Part adjacent rows into a paragraph, items, or terms and definitions."""
    runs: list[tuple[str, str, list[int]]] = []
    for row in rows:
        text = block.texts[row]
        match = LEAD.match(text)
        if runs and not match and text.startswith(runs[-1][1]):
            runs[-1][2].append(row)
            unknown = UNKNOWN.match(text, len(runs[-1][1]))
        else:
            lead = match[0] if match else ""
            hang = (match[1] or " " * len(lead)) if match else ""
            runs.append((lead, hang, [row]))
            unknown = UNKNOWN_FIRST.match(text, len(lead))
        if unknown:
            raise SourceError(block.row + row, text)
    kinds = "".join(
        {"": "p" if len(own) > 1 else "t", "-": "i"}.get(lead[:1], "d")
        for lead, _, own in runs
    )
    if not re.fullmatch(r"[pt]?|i+|(?:td)+", kinds):
        raise SourceError(block.row + rows[0], block.texts[rows[0]])
    for (lead, hang, own), kind in zip(runs, kinds, strict=True):
        wraps = partial(wrap, block.margin + lead, block.margin + hang)
        term = kind == "t" and len(runs) > 1
        yield block.message(own, lead, lead, squeeze if term else wraps)


def _title(rule: str, margin: str, text: str) -> str:
    line = squeeze(text)
    return f"{line}\n{margin}{rule * max(column_width(line), 4)}"


def wrap(lead: str, indent: str, text: str) -> str:
    """Fill lines with a text; the first comes after `lead`, which is left out."""
    filled = textwrap.fill(
        NEVER_FIRST.sub("\0", squeeze(text)),
        WIDTH,
        initial_indent=lead,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.removeprefix(lead).replace("\0", " ")


def squeeze(text: str) -> str:
    """Put a text on one line, with single spaces; a no-break space is not touched."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")
