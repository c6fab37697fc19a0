"""Say which page answers each question that people have asked in public.

A line of the directive `questions` is an id, which scripts use and no page shows, and
the question; the indented lines below it are addresses of threads, or pages of this
site, as `reference/errors#no-steps`. A page answers a thread by linking to it. A lesson
also says in its script what it answers:

    # lesson: answers A4, N1

and ends with its questions and their threads. A question that nothing answers, a thread
that no page links to, and a page or a question that is not there are warnings.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urldefrag

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from lesson_map import lessons_of

from .table import Questions, answers_node, asked_node, list_threads

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer the directive, and connect the extension to a build."""
    app.add_directive("questions", Questions)
    app.add_node(answers_node)
    app.add_node(asked_node)
    app.connect("doctree-read", _note)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _report_unknown)
    app.connect("doctree-resolved", _answer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class Noted(NamedTuple):
    """What has been seen on a page."""

    links: dict[str, str]
    """The addresses that it links to, except from its tables of questions, and the
    section of each, empty for the page itself."""

    asked: dict[str, tuple[nodes.Element, answers_node]]
    """The questions of its tables by their ids: the words, and what answers them."""


def _noted(env: BuildEnvironment) -> dict[str, Noted]:
    store: Any = env
    if not hasattr(store, "noted_for_questions"):
        store.noted_for_questions = {}
    noted: dict[str, Noted] = store.noted_for_questions
    return noted


def _note(app: Sphinx, doctree: nodes.document) -> None:
    # The table itself links to every thread, and answers none.
    tables = [it for it in doctree.findall(nodes.table) if "questions" in it["classes"]]
    own = {id(link) for table in tables for link in table.findall(nodes.reference)}
    links: dict[str, str] = {}
    for link in doctree.findall(nodes.reference):
        if "refuri" in link and id(link) not in own:
            links.setdefault(urldefrag(link["refuri"]).url, _section_of(link))
    asked: dict[str, tuple[nodes.Element, answers_node]] = {}
    for answers in doctree.findall(answers_node):
        row = next(it for it in _parents(answers) if isinstance(it, nodes.row))
        words = next(row.children[0].findall(nodes.paragraph))
        asked[answers["id"]] = words.deepcopy(), answers.deepcopy()
    _noted(app.env)[app.env.docname] = Noted(links, asked)
    if app.env.docname in lessons_of(app).all:
        whole = next(doctree.findall(nodes.section))
        whole += asked_node(page=app.env.docname)


def _parents(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent:
        node = node.parent
        yield node


def _section_of(node: nodes.Node) -> str:
    """Return the id of the section around a node, empty for the whole page."""
    for around in _parents(node):
        if isinstance(around, nodes.section):
            return str(around["ids"][0]) if isinstance(around.parent, nodes.section) else ""
    return ""


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _noted(env).pop(docname, None)


def _merge(
    app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    _noted(env).update({name: _noted(other)[name] for name in docnames})


def _asked(env: BuildEnvironment) -> dict[str, tuple[nodes.Element, answers_node]]:
    """Return the questions of all tables."""
    return {name: it for page in _noted(env).values() for name, it in page.asked.items()}


def _report_unknown(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of lessons that answer what nobody has asked."""
    asked = _asked(env)
    for lesson in lessons_of(app).all.values():
        for name in set(lesson.answers) - set(asked):
            logger.warning("there is no question %s", name, location=f"{lesson.script}:1")


def _answer(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for node in list(doctree.findall(answers_node)):
        paragraphs = []
        for page, anchor in _pages_for(app, node, warn=True).items():
            link = nodes.reference("", app.env.titles[page].astext(), internal=True)
            link["refuri"] = app.builder.get_relative_uri(docname, page)
            link["refuri"] += f"#{anchor}" if anchor else ""
            paragraphs.append(nodes.paragraph("", "", link))
        if not paragraphs:
            logger.warning("nothing answers %s", node["id"], location=node)
        node.replace_self(paragraphs)
    for place in list(doctree.findall(asked_node)):
        place.replace_self(_asked_of(app, place["page"]))


def _asked_of(app: Sphinx, page: str) -> list[nodes.Node]:
    """List the questions that a lesson answers, each with its threads."""
    items = [
        nodes.list_item("", words.deepcopy(), *_threads_of(answers))
        for words, answers in _asked(app.env).values()
        if page in _pages_for(app, answers, warn=False)
    ]
    if not items:
        return []
    title = nodes.paragraph("", "", nodes.strong("", _("Questions this lesson answers")))
    questions = nodes.bullet_list("", *items)
    return [nodes.container("", title, questions, classes=["lesson-asked"])]


def _threads_of(answers: answers_node) -> list[nodes.Node]:
    return [list_threads(answers["threads"])] if answers["threads"] else []


def _pages_for(app: Sphinx, node: answers_node, *, warn: bool) -> dict[str, str]:
    """Return the pages that answer a question, and where on each."""
    pages: dict[str, str] = {}

    def report(message: str, what: str) -> None:
        if warn:
            logger.warning(message, what, location=node)

    answering = lessons_of(app).answering(node["id"])
    others = [*node["pages"], *answering]
    for thread in node["threads"]:
        linking = [it for it in sorted(_noted(app.env).items()) if thread in it[1].links]
        pages |= {name: page.links[thread] for name, page in linking if name not in pages}
        if not linking and not others:
            report("no page links to %s", thread)
    labels = app.env.get_domain("std").data["anonlabels"]
    for name in node["pages"]:
        page, anchor = urldefrag(name)
        if page not in app.env.titles:
            report("there is no page %s", page)
        elif anchor and labels.get(anchor, ("",))[0] != page:
            report("there is no label %s", name)
        else:
            pages.setdefault(page, anchor)
    for page in answering:
        pages.setdefault(page, "")
    return pages
