"""Find one's way through the lessons: a map, tags, what belongs together, who uses what.

All of it is made from notes in the scripts of the lessons:

    # lesson: after plot_01_first, plot_02_second
    # lesson: tags state, training

The directive `lesson-map` draws which lesson builds on which; the drawing is the list of
the lessons. A line of the directive `lesson-tags` is a tag and its words. The page of each
lesson ends with the lessons before and after it, related ones and its tags, and each
function or record of the package's reference with the lessons that use it.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from .lessons import Lessons, read_lessons
from .parts import Filling, lesson_part_node, tag_anchor

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer the directives, and connect the extension to a build."""
    app.add_directive("lesson-map", LessonMap)
    app.add_directive("lesson-tags", LessonTags)
    app.add_node(lesson_part_node)
    app.connect("env-before-read-docs", _report_faults)
    app.connect("doctree-read", _add_parts)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _report_tags)
    app.connect("doctree-resolved", _fill_parts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class LessonMap(SphinxDirective):
    """The lessons, and what each builds on."""

    def run(self) -> list[nodes.Node]:
        """Leave a place: titles are known only when all pages have been read."""
        return [lesson_part_node(kind="map")]


class LessonTags(SphinxDirective):
    """The tags in words, and the lessons of each."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make a definition of each tag; its words are a message of the page."""
        found = nodes.definition_list(classes=["lesson-tags"])
        for offset, row in enumerate(self.content):
            name, _, words = row.partition(" ")
            if not words:
                raise self.error(f"a line must read 'tag words', got {row!r}")
            term = nodes.term(words, words, ids=[tag_anchor(name)], tag=name)
            term.source, term.line = self.get_source_info()[0], self.lineno + 1 + offset
            place = nodes.definition("", lesson_part_node(kind="tag", tag=name))
            found += nodes.definition_list_item("", term, place)
        return [found]


def lessons_of(app: Sphinx) -> Lessons:
    """Return the lessons of the site, from the scripts in the source language."""
    store: Any = app  # which lives for one build, so that each script is read once
    if not hasattr(store, "lessons"):
        sources = getattr(app.config, "gallery_i18n_sources", {})
        store.lessons = read_lessons({it: Path(app.confdir, sources[it]) for it in sources})
    lessons: Lessons = store.lessons
    return lessons


def _report_faults(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    for fault in lessons_of(app).faults:
        logger.warning(fault.text, location=f"{fault.script}:{fault.line}")


def _tags(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Return the words of tags by the page that lists them; no page, no list."""
    store: Any = env
    if not hasattr(store, "lesson_tags"):
        store.lesson_tags = {}
    tags: dict[str, dict[str, str]] = store.lesson_tags
    return tags


def _add_parts(app: Sphinx, doctree: nodes.document) -> None:
    """Leave places on lessons and on the reference, and note the words of tags."""
    docname = app.env.docname
    if docname in lessons_of(app).all:
        whole = next(doctree.findall(nodes.section))
        whole += lesson_part_node(kind="beside", page=docname)
    for entry in doctree.findall(addnodes.desc):
        if entry["domain"] == "py" and entry["objtype"] in ("function", "class"):
            signature = next(entry.findall(addnodes.desc_signature))
            name = {"module": signature["module"], "name": signature["fullname"]}
            next(entry.findall(addnodes.desc_content)).append(
                lesson_part_node(kind="uses", **name)
            )
    words = {it["tag"]: it.astext() for it in doctree.findall(nodes.term) if "tag" in it}
    if words:
        _tags(app.env)[docname] = words


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _tags(env).pop(docname, None)


def _merge(
    app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    _tags(env).update({it: _tags(other)[it] for it in docnames & set(_tags(other))})


def _report_tags(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of tags that have no words, and of words that have no lesson."""
    lessons, tags = lessons_of(app), _tags(env)
    known = {tag for words in tags.values() for tag in words}
    for lesson in lessons.all.values():
        for tag in lesson.tags:
            if known and tag not in known:
                logger.warning(
                    "no page lists the tag %s", tag, location=f"{lesson.script}:1"
                )
    for page, words in tags.items():
        for tag in words:
            if not lessons.tagged(tag):
                logger.warning("no lesson has the tag %s", tag, location=page)


def _fill_parts(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    parts = list(doctree.findall(lesson_part_node))
    if parts:
        page, words = next(iter(_tags(app.env).items()), ("", {}))
        filling = Filling(app, docname, lessons_of(app), page, words)
        for part in parts:
            part.replace_self(filling.fill(part))
