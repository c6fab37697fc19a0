"""What a script says to the site alone, in comments that its readers do not get.

A note is a line such as `# lesson: after plot_01_first, plot_02_second`: a word, then
names that are parted by commas. Notes have no words, so no language translates them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

NOTE = re.compile(r"^# lesson: (?P<word>[a-z]+) (?P<names>.+)$")
GROUP = re.compile(r"(?m)^(?:# lesson: .*\n)+\n?")
"""Notes that stand together, and the empty line that parts them from what follows."""


class Note(NamedTuple):
    """One line of what a script says to the site."""

    line: int
    """The line of the script, counted from 1."""

    word: str
    """What is said, such as `after`."""

    names: tuple[str, ...]
    """What it is said of."""


def read_notes(source: str) -> Iterator[Note]:
    """Yield the notes of a script, in their order."""
    for number, row in enumerate(source.split("\n"), start=1):
        if match := NOTE.match(row):
            names = (name.strip() for name in match["names"].split(","))
            yield Note(number, match["word"], tuple(names))


def without_notes(source: str) -> str:
    """Return a script as its readers get it."""
    return GROUP.sub("", source)
