"""What the lessons say of themselves, in notes that only the site reads.

    # lesson: minutes 6
    # lesson: level beginner
    # lesson: after in_and_out, axes
    # lesson: tags state, training

stand below the docstring of a script, and `# lesson: figure`, `check` or `solution` at the
top of a code cell.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from sphinx.util import logging
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

from docs._ext.gallery_i18n import messages_of

logger = logging.getLogger(__name__)
WORDS = ("after", "level", "minutes", "tags")
LEVELS = ("beginner", "intermediate", "advanced")
ROLES = ("check", "figure", "solution")
RELATED = 3  # how many lessons are named as related, at most


class Lesson(NamedTuple):
    """One lesson, as its script describes it."""

    number: int  # its place in the course, counted from 1
    page: str  # the page that the gallery makes of it, such as `lessons/basics/axes`
    script: Path  # the script in the source language
    after: tuple[str, ...]  # the pages of the lessons that it builds on
    tags: tuple[str, ...]
    minutes: int  # how long it takes; 0 if it does not say
    level: str  # one of `LEVELS`, or empty
    # One of `ROLES` for each code cell, empty for a cell that is shown as it is.
    roles: tuple[str, ...]
    titles: tuple[str, ...]  # the titles of its sections in the source language

    @property
    def part(self) -> str:
        """The page of the sub-gallery that it belongs to."""
        return f"{self.page.rpartition('/')[0]}/index"


class Note(NamedTuple):
    """A note, on a line of the script, counted from 1."""

    line: int
    text: str


class Notes(NamedTuple):
    """The notes of a script."""

    script: list[Note]  # those below the docstring
    # The one at the top of each code cell, if there is one, as the gallery counts cells.
    cells: list[Note | None]
    loose: list[Note]  # those that stand elsewhere


class Lessons(NamedTuple):
    """All lessons in the order in which they are read, by their pages."""

    all: dict[str, Lesson]

    def parts(self) -> dict[str, list[Lesson]]:
        """Return the lessons of each part, by the part's page."""
        parts = groupby(self.all.values(), lambda lesson: lesson.part)
        return {part: list(lessons) for part, lessons in parts}

    def next_to(self, page: str) -> list[str]:
        """Return the lessons that build on one."""
        return [lesson.page for lesson in self.all.values() if page in lesson.after]

    def related_to(self, page: str) -> list[str]:
        """Return other lessons that share tags or what they build on, a few, best first."""
        lesson, pages = self.all[page], list(self.all)
        known = {page, *lesson.after, *self.next_to(page)}
        shared = {
            other.page: len({*lesson.tags, *lesson.after} & {*other.tags, *other.after})
            for other in self.all.values()
            if other.page not in known
        }
        at = pages.index(page)
        best = sorted(shared, key=lambda name: (-shared[name], abs(pages.index(name) - at)))
        return [name for name in best if shared[name]][:RELATED]

    def tagged(self, tag: str) -> list[str]:
        """Return the lessons with a tag."""
        return [lesson.page for lesson in self.all.values() if tag in lesson.tags]


def read_lessons(scripts: Iterable[tuple[str, Path]], pattern: str) -> Lessons:
    """Read scripts, each with its page, in reading order; `pattern` matches a note.

    A note that does not hold is a warning.
    """
    lessons = Lessons({})
    pages: dict[str, str] = {}
    for number, (page, script) in enumerate(scripts, start=1):
        notes = notes_of(script, pattern)
        for line, fault in _faults(notes, set(pages)):
            logger.warning(fault, location=f"{script}:{line}")
        said = dict(_split(note) for note in notes.script)
        minutes = "".join(said.get("minutes", ()))
        pages[script.stem] = page
        lessons.all[page] = Lesson(
            number=number,
            page=page,
            script=script,
            after=tuple(pages[name] for name in said.get("after", ()) if name in pages),
            tags=said.get("tags", ()),
            minutes=int(minutes) if minutes.isdigit() else 0,
            level="".join(said.get("level", ())),
            roles=tuple(
                note.text if note and note.text in ROLES else "" for note in notes.cells
            ),
            titles=tuple(it.text for it in messages_of(script, pattern) if it.title)[1:],
        )
    return lessons


def notes_of(script: Path, pattern: str) -> Notes:
    """Read the notes of a script; the first group of the pattern is their text."""
    notes = Notes([], [], [])
    _, blocks = split_code_and_text_blocks(str(script))
    for number, block in enumerate(blocks):
        rows: list[Note | None] = []  # of each line of code a note, or None
        for line, row in enumerate(block.content.split("\n"), block.lineno):
            if row.strip() and block.type == "code":
                match = re.fullmatch(pattern, row)
                rows.append(Note(line, match[1]) if match else None)
        if number == 1:  # below the docstring, block 0
            above = rows.index(None) if None in rows else len(rows)
            notes.script.extend(filter(None, rows[:above]))
            del rows[:above]
        if None in rows:
            notes.cells.append(rows.pop(0))
        notes.loose.extend(filter(None, rows))
    return notes


def _split(note: Note) -> tuple[str, tuple[str, ...]]:
    word, _, names = note.text.partition(" ")
    return word, tuple(name.strip() for name in names.split(",") if name.strip())


def _faults(notes: Notes, before: set[str]) -> Iterator[tuple[int, str]]:
    for note in notes.script:
        word, names = _split(note)
        value = ", ".join(names)
        if word not in WORDS:
            known = ", ".join(WORDS)
            yield note.line, f"a lesson has no note {word!r}; it may have {known}"
        elif word == "minutes" and not value.isdigit():
            yield note.line, f"got minutes {value!r}; give a whole number"
        elif word == "level" and value not in LEVELS:
            yield note.line, f"got level {value!r}; give one of {', '.join(LEVELS)}"
        elif word == "after":
            for name in set(names) - before:
                yield note.line, f"no lesson {name!r} comes before this one"
    for role in filter(None, notes.cells):
        if role.text not in ROLES:
            wanted = ", ".join(ROLES)
            yield role.line, f"a code cell has one role of {wanted}, got {role.text!r}"
    for note in notes.loose:
        yield note.line, f"{note.text!r} has to stand above the code of a cell"
