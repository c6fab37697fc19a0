"""Lessons on the site: their anatomy, a map, tags, what belongs together.

All that the site adds comes from notes in the scripts, see `record`. The directive
`first-lesson` leads to the first lesson; `lesson-map` lists the lessons, and draws which
builds on which. A line of the directive `lesson-tags` is a tag and its words.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from . import fill
from .anatomy import Anatomy
from .fill import Filling, keep_lessons, lessons_of, tag_anchor
from .markup import depart_tag, place_node, tag_node, visit_tag
from .order import sort_galleries
from .titles import link_titles, report_double_titles

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Offer the directives, and connect the extension to a build."""
    app.add_node(tag_node, html=(visit_tag, depart_tag))
    app.add_node(place_node)  # which is replaced before anything is written
    app.add_directive("first-lesson", Place)
    app.add_directive("lesson-map", Place)
    app.add_directive("lesson-tags", LessonTags)
    app.add_config_value("gallery_order", "order.toml", "env", str)
    app.connect("config-inited", sort_galleries)
    app.connect("builder-inited", keep_lessons)
    app.add_transform(Anatomy)
    app.connect("doctree-read", _add_places)
    app.connect("env-updated", _report_tags)
    app.connect("env-updated", report_double_titles)
    app.connect("doctree-resolved", _fill)
    app.connect("doctree-resolved", link_titles)


class Place(SphinxDirective):
    """Leave a place: lessons and titles are known only when all pages have been read."""

    def run(self) -> list[nodes.Node]:
        """Leave the place of the directive's name."""
        fills = {"first-lesson": fill.first_lesson, "lesson-map": fill.lesson_map}
        return [place_node(fill=fills[self.name])]


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
            place = nodes.definition("", place_node(fill=fill.tagged, tag=name))
            found += nodes.definition_list_item("", term, place)
        return [found]


def _tags(env: BuildEnvironment) -> tuple[str, dict[str, str]]:
    """Return the page that lists tags, and their words; empty if there is none."""
    for page, about in env.metadata.items():
        if "lesson_tags" in about:
            return page, about["lesson_tags"]
    return "", {}


def _add_places(app: Sphinx, doctree: nodes.document) -> None:
    """Leave places on the reference, and note the words of tags."""
    for entry in doctree.findall(addnodes.desc):
        if entry["domain"] == "py" and entry["objtype"] in ("function", "class"):
            signature = next(entry.findall(addnodes.desc_signature))
            name = {"module": signature["module"], "name": signature["fullname"]}
            content = next(entry.findall(addnodes.desc_content))
            content.append(place_node(fill=fill.uses, **name))
    terms = [term for term in doctree.findall(nodes.term) if "tag" in term]
    if words := {term["tag"]: term.astext() for term in terms}:
        app.env.metadata[app.env.docname]["lesson_tags"] = words


def _report_tags(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of tags that have no words, and of words that have no lesson."""
    page, words = _tags(env)
    lessons = lessons_of(env).all.values()
    used = {tag: lesson.script for lesson in lessons for tag in lesson.tags}
    for tag in sorted(used.keys() - words.keys()) if words else ():
        logger.warning("no page lists the tag %s", tag, location=f"{used[tag]}:1")
    for tag in sorted(words.keys() - used.keys()):
        logger.warning("no lesson has the tag %s", tag, location=page)


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    places = list(doctree.findall(place_node))
    if places and app.builder.format == "html":
        filling = Filling(app, docname, lessons_of(app.env), *_tags(app.env))
        for place in places:
            place.replace_self([*place["fill"](filling, place)])
