"""What the lessons say of themselves: what they come after, their tags, their answers."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gallery_i18n import notes_of

NOTES = r"# lesson: (.+)"
"""What a lesson says to the site; as in conf.py."""

WORDS = ("after", "tags", "answers")
RELATED = 3
"""How many lessons are named as related, at most."""


class Note(NamedTuple):
    """One line of what a lesson says to the site, such as `after plot_a, plot_b`."""

    line: int
    """The line of the script, counted from 1."""

    word: str
    """What is said, such as `after`."""

    names: tuple[str, ...]
    """What it is said of."""


class Lesson(NamedTuple):
    """One lesson, as its script describes it."""

    page: str
    """The page that the gallery makes of it, such as `lessons/plot_01_first`."""

    script: Path
    """The script in the source language."""

    after: tuple[str, ...]
    """The pages of the lessons that it builds on."""

    tags: tuple[str, ...]
    """What it is about."""

    answers: tuple[str, ...]
    """The ids of questions that it answers without a link to a thread."""


class Fault(NamedTuple):
    """Something that a script says and that does not hold."""

    script: Path
    """The script."""

    line: int
    """The line of the note."""

    text: str
    """What is wrong, and what to do."""


class Lessons(NamedTuple):
    """All lessons in the order in which they are read."""

    all: Mapping[str, Lesson]
    """The lessons by their pages."""

    faults: Sequence[Fault]
    """What does not hold."""

    def next_to(self, page: str) -> list[str]:
        """Return the lessons that build on one."""
        return [it.page for it in self.all.values() if page in it.after]

    def related_to(self, page: str) -> list[str]:
        """Return other lessons that share tags or what they build on, a few, best first."""
        lesson, pages = self.all[page], list(self.all)
        known = {page, *lesson.after, *self.next_to(page)}
        shared = {
            it.page: len({*lesson.tags, *lesson.after} & {*it.tags, *it.after})
            for it in self.all.values()
            if it.page not in known
        }
        at = pages.index(page)
        best = sorted(shared, key=lambda it: (-shared[it], abs(pages.index(it) - at)))
        return [it for it in best if shared[it]][:RELATED]

    def tagged(self, tag: str) -> list[str]:
        """Return the lessons with a tag."""
        return [it.page for it in self.all.values() if tag in it.tags]

    def answering(self, question: str) -> list[str]:
        """Return the lessons that say that they answer a question."""
        return [it.page for it in self.all.values() if question in it.answers]


def read_lessons(galleries: Mapping[str, Path]) -> Lessons:
    """Read the scripts of the galleries, each by the folder of its pages."""
    lessons: dict[str, Lesson] = {}
    faults: list[Fault] = []
    pages: dict[str, str] = {}
    for gallery, folder in galleries.items():
        for script in sorted(folder.rglob("plot_*.py")):
            notes = list(read_notes(script.read_text(encoding="utf-8")))
            faults += _faults(script, notes, set(pages))
            said = {note.word: note.names for note in notes}
            part = script.parent.relative_to(folder)
            page = Path(gallery, part, script.stem).as_posix()
            pages[script.stem] = page
            lessons[page] = Lesson(
                page,
                script,
                tuple(pages[name] for name in said.get("after", ()) if name in pages),
                said.get("tags", ()),
                said.get("answers", ()),
            )
    return Lessons(lessons, faults)


def read_notes(source: str) -> Iterator[Note]:
    """Yield the notes of a script, in their order."""
    for line, text in notes_of(source, NOTES).script:
        word, _, names = text.partition(" ")
        yield Note(line, word, tuple(name.strip() for name in names.split(",")))


def _faults(script: Path, notes: list[Note], before: set[str]) -> Iterator[Fault]:
    for note in notes:
        if note.word not in WORDS:
            wanted = ", ".join(WORDS)
            fault = f"a lesson says nothing of {note.word!r}; it may say {wanted}"
            yield Fault(script, note.line, fault)
        if note.word == "after":
            for name in note.names:
                if name not in before:
                    fault = f"no lesson {name!r} comes before this one"
                    yield Fault(script, note.line, fault)
