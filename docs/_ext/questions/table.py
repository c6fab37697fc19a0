"""The table of questions, as it is written on a page."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class answers_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Where the pages that answer a question will stand."""


class asked_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Where the questions that a lesson answers will stand."""


class Question(NamedTuple):
    """One question of the list."""

    id: str
    """Its name in scripts, such as `A1`, which no page shows."""

    text: str
    """The question in our words."""

    threads: tuple[str, ...]
    """The addresses where it was asked."""

    pages: tuple[str, ...]
    """The pages that answer it although they do not link to a thread, each with a
    label on it if there is one."""

    line: int
    """Where it stands in the content of the directive, counted from 0."""


def read_questions(lines: Iterable[str]) -> Iterator[Question]:
    """Read the content of the directive."""
    question: Question | None = None
    for number, line in enumerate(lines):
        word = line.strip()
        if not word:
            continue
        if not line.startswith(" "):
            if question:
                yield question
            name, _, text = word.partition(" ")
            question = Question(name, text, (), (), number)
        elif question is None:
            raise ValueError(f"{word!r} belongs to no question: begin with one, like A1")
        elif urlsplit(word).scheme:
            question = question._replace(threads=(*question.threads, word))
        else:
            question = question._replace(pages=(*question.pages, word))
    if question:
        yield question


class Questions(SphinxDirective):
    """A table of questions: question and threads, pages that answer it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make the table; the pages are known only when all have been read."""
        try:
            questions = list(read_questions(self.content))
        except ValueError as error:
            raise self.error(str(error)) from error
        group = nodes.tgroup("", *(nodes.colspec(colwidth=w) for w in (3, 2)), cols=2)
        group += nodes.tbody("", *(self._row(question) for question in questions))
        return [nodes.table("", group, classes=["questions"])]

    def _row(self, question: Question) -> nodes.row:
        line = self.lineno + 1 + question.line
        words, messages = self.parse_inline(question.text, lineno=line)
        text = nodes.paragraph(question.text, "", *words)
        threads = list_threads(question.threads)
        answers = answers_node(**question._asdict())
        for node in (text, answers):
            node.source, node.line = self.get_source_info()[0], line
        asked = [text, *messages, *([threads] if question.threads else [])]
        return nodes.row("", nodes.entry("", *asked), nodes.entry("", answers))


def list_threads(addresses: Iterable[str]) -> nodes.paragraph:
    """Link to threads, by their short names."""
    found = nodes.paragraph()
    for address in addresses:
        link = nodes.reference("", _short(address), refuri=address, internal=False)
        found += [link, nodes.Text(" ")]
    return found


def _short(address: str) -> str:
    """Name a thread by its project and number, or by its host."""
    parts = urlsplit(address)
    match = re.fullmatch(r"/[^/]+/([^/]+)/(?:issues|pull)/(\d+)", parts.path)
    return f"{match[1]}#{match[2]}" if match else parts.netloc.removeprefix("www.")
