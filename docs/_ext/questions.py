"""Say which page answers each question that people have asked in public.

A line of the directive `questions` is an id and the question; the indented lines below
it are addresses of threads, or pages of this site. A page answers a thread by linking to
it. A thread that no page links to, and a page that is not there, are warnings.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)


class answers_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Where the pages that answer a question will stand."""


class Question(NamedTuple):
    """One question of the list."""

    id: str
    """Its short name, such as `A1`."""

    text: str
    """The question in our words."""

    threads: tuple[str, ...]
    """The addresses where it was asked."""

    pages: tuple[str, ...]
    """The pages that answer it although they do not link to a thread."""

    line: int
    """Where it stands in the content of the directive, counted from 0."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer the directive, and connect the extension to a build."""
    app.add_directive("questions", Questions)
    app.add_node(answers_node)
    app.connect("doctree-read", _note_links)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _pages_to_write)
    app.connect("doctree-resolved", _answer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


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
    """A table of questions: id, question and threads, pages that answer it."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make the table; the pages are known only when all have been read."""
        try:
            questions = list(read_questions(self.content))
        except ValueError as error:
            raise self.error(str(error)) from error
        group = nodes.tgroup("", *(nodes.colspec(colwidth=w) for w in (1, 6, 4)), cols=3)
        group += nodes.tbody("", *(self._row(question) for question in questions))
        return [nodes.table("", group, classes=["questions"])]

    def _row(self, question: Question) -> nodes.row:
        name = nodes.paragraph("", question.id)  # no source: not a message
        line = self.lineno + 1 + question.line
        words, messages = self.parse_inline(question.text, lineno=line)
        text = nodes.paragraph(question.text, "", *words)
        threads = nodes.paragraph()
        answers = answers_node(threads=question.threads, pages=question.pages)
        for node in (text, answers):
            node.source, node.line = self.get_source_info()[0], line
        for thread in question.threads:
            threads += [
                nodes.reference("", _short(thread), refuri=thread, internal=False),
                nodes.Text(" "),
            ]
        asked = [text, *messages, *([threads] if question.threads else [])]
        cells = [name], asked, [answers]
        return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def _short(address: str) -> str:
    """Name a thread by its project and number, or by its host."""
    parts = urlsplit(address)
    match = re.fullmatch(r"/[^/]+/([^/]+)/(?:issues|pull)/(\d+)", parts.path)
    return f"{match[1]}#{match[2]}" if match else parts.netloc.removeprefix("www.")


class Noted(NamedTuple):
    """What has been seen on a page."""

    links: dict[str, str]
    """The addresses that it links to, except from its tables of questions, and the
    section of each, empty for the page itself."""

    asks: bool
    """Whether it has such a table."""


def _noted(env: BuildEnvironment) -> dict[str, Noted]:
    store: Any = env
    if not hasattr(store, "noted_for_questions"):
        store.noted_for_questions = {}
    noted: dict[str, Noted] = store.noted_for_questions
    return noted


def _note_links(app: Sphinx, doctree: nodes.document) -> None:
    # The table itself links to every thread, and answers none.
    tables = [it for it in doctree.findall(nodes.table) if "questions" in it["classes"]]
    own = {id(link) for table in tables for link in table.findall(nodes.reference)}
    links: dict[str, str] = {}
    for link in doctree.findall(nodes.reference):
        if "refuri" in link and id(link) not in own:
            links.setdefault(urldefrag(link["refuri"]).url, _section_of(link))
    _noted(app.env)[app.env.docname] = Noted(links, bool(tables))


def _section_of(node: nodes.Node) -> str:
    """Return the id of the section around a node, empty for the whole page."""
    while node.parent and not isinstance(node, nodes.section):
        node = node.parent
    if isinstance(node, nodes.section) and isinstance(node.parent, nodes.section):
        return str(node["ids"][0])
    return ""


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _noted(env).pop(docname, None)


def _merge(
    app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    _noted(env).update({name: _noted(other)[name] for name in docnames})


def _pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the tables again: any page may have gained or lost a link."""
    return [name for name, page in sorted(_noted(env).items()) if page.asks]


def _answer(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(answers_node)):
        paragraphs = []
        for page, section in dict(_pages_for(app.env, node)).items():
            link = nodes.reference("", app.env.titles[page].astext(), internal=True)
            link["refuri"] = app.builder.get_relative_uri(docname, page)
            link["refuri"] += f"#{section}" if section else ""
            paragraphs.append(nodes.paragraph("", "", link))
        node.replace_self(paragraphs)


def _pages_for(env: BuildEnvironment, node: answers_node) -> Iterator[tuple[str, str]]:
    """Go through the pages that answer a question, and the section of each."""
    for thread in node["threads"]:
        found = [
            (name, page.links[thread])
            for name, page in sorted(_noted(env).items())
            if thread in page.links
        ]
        if not found and not node["pages"]:
            logger.warning("no page links to %s", thread, location=node)
        yield from found
    for page in node["pages"]:
        if page in env.titles:
            yield page, ""
        else:
            logger.warning("there is no page %s", page, location=node)
