"""Fill placeholders on pages, once every title is known."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.util import logging

from docs._ext.gallery_i18n import scripts

from .lanes import lay_out
from .markup import place_node, tag
from .order import order_file, read_order, unlisted
from .record import LEVELS, Lesson, Lessons, read_lessons

logger = logging.getLogger(__name__)


def keep_lessons(app: Sphinx) -> None:
    """Read the scripts of the lessons, in the source language, once a build."""
    found = {
        page: script.source
        for page, script in scripts(app).items()
        if script.source.suffix == ".py"
    }
    order = read_order(app)
    for fault in unlisted(set(found), order):
        logger.warning(fault, location=f"{order_file(app)}:1")
    lessons = [page for page in order if page.startswith("lessons/") and page in found]
    vars(app.env)["site_lessons"] = read_lessons(
        [(page, found[page]) for page in lessons], app.config.gallery_i18n_notes
    )


def lessons_of(env: BuildEnvironment) -> Lessons:
    """Return the lessons of the site."""
    lessons: Lessons = vars(env)["site_lessons"]
    return lessons


def minutes(lesson: Lesson) -> str:
    """Say how long a lesson takes, empty if that is not known."""
    return _("%s min") % lesson.minutes if lesson.minutes else ""


def level(lesson: Lesson) -> str:
    """Name the level of a lesson, empty if that is not known."""
    names = _("beginner"), _("intermediate"), _("advanced")
    return dict(zip(LEVELS, names, strict=True)).get(lesson.level, "")


def facts_of(lesson: Lesson) -> str:
    """Say how long a lesson takes and how hard it is, as far as that is known."""
    return " · ".join(filter(None, (minutes(lesson), level(lesson))))


def tag_anchor(name: str) -> str:
    """Return the id of a tag on the page of tags."""
    return f"tag-{name}"


class Filling(NamedTuple):
    """What is needed to fill the places of a page; each function below fills a kind."""

    app: Sphinx
    docname: str
    lessons: Lessons
    tag_page: str  # the page with the list of tags, empty if there is none
    # What tags are called in the language of the build, in the order of the list.
    tag_words: Mapping[str, str]

    def render(self, template: str, **values: Any) -> Iterator[nodes.Node]:
        """Fill a template."""
        builder: Any = self.app.builder
        yield nodes.raw("", builder.templates.render(template, values), format="html")

    def link(self, page: str, text: str = "", fragment: str = "") -> nodes.reference:
        """Link to a page, by its title unless another text is given."""
        titles = self.app.env.titles
        words = [nodes.Text(text)] if text else titles[page].deepcopy().children
        address = self.app.builder.get_relative_uri(self.docname, page) + fragment
        return nodes.reference("", "", *words, refuri=address, internal=True)

    def links(self, pages: Iterable[str]) -> nodes.bullet_list:
        """List links to pages."""
        return _list(self.link(page) for page in pages)


def _list(links: Iterable[nodes.reference]) -> nodes.bullet_list:
    items = (nodes.list_item("", nodes.paragraph("", "", link)) for link in links)
    return nodes.bullet_list("", *items, classes=["lesson-links"])


def facts(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """Say under the title of a lesson what one wants to know before reading it."""
    lesson = filling.lessons.all[place["page"]]
    number = nodes.Text(_("Lesson %s") % lesson.number + " · ")
    found = tag("ul", cls="lesson-facts")
    found += tag("li", number, filling.link(lesson.part), cls="lesson-part")
    if minutes(lesson):
        found += tag("li", nodes.Text(minutes(lesson)), cls="lesson-minutes")
    if level(lesson):
        words = nodes.Text(level(lesson))
        found += tag("li", words, cls=f"lesson-level lesson-{lesson.level}")
    if lesson.after:
        after: list[nodes.Node] = [nodes.Text(_("builds on") + " ")]
        for page in lesson.after:
            after += [filling.link(page), nodes.Text(", ")]
        found += tag("li", *after[:-1], cls="lesson-after")
    found += tag("li", *place.children, cls="lesson-take")
    yield found


def card(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """Say what a lesson is about, beside its picture; a recipe has a title alone."""
    lesson = filling.lessons.all.get(place["page"])
    if lesson is None:
        yield tag("p", filling.link(place["page"]), cls="lesson-card-title")
        return
    number = tag("span", nodes.Text(str(lesson.number)), cls="lesson-number")
    yield tag("p", number, filling.link(lesson.page), cls="lesson-card-title")
    summary = filling.app.env.metadata[lesson.page].get("summary", "")
    yield tag("p", nodes.Text(summary), cls="lesson-card-asks")
    if facts_of(lesson):
        yield tag("p", nodes.Text(facts_of(lesson)), cls="lesson-card-facts")


def first_lesson(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """Lead to the first lesson, and say how many there are in its part."""
    part = next(iter(filling.lessons.parts().values()))
    yield from filling.render(
        "first-lesson.html",
        href=filling.app.builder.get_relative_uri(filling.docname, part[0].page),
        title=filling.app.env.titles[part[0].page].astext(),
        lessons=part,
    )


def lesson_map(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """Draw the lessons in their order, each with a list of what it builds on."""
    lessons = filling.lessons.all
    rows = lay_out({page: lesson.after for page, lesson in lessons.items()})
    lanes = 1 + max((row.lane for row in rows), default=0)
    found = tag("ol", cls="lesson-map", style=f"--lanes: {lanes}")
    part = ""
    for (page, lesson), row in zip(lessons.items(), rows, strict=True):
        drawing = filling.render("lesson-lanes.html", row=row, lanes=lanes)
        item = tag("li", *drawing, value=lesson.number)
        if lesson.part != part:
            part = lesson.part
            item += tag("p", filling.link(part), cls="lesson-map-part")
        item += nodes.paragraph("", "", filling.link(page))
        if lesson.after:
            item += [nodes.paragraph("", _("builds on")), filling.links(lesson.after)]
        found += item
    yield found


def tagged(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """List the lessons with a tag."""
    yield filling.links(filling.lessons.tagged(place["tag"]))


def beside(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """List what belongs to a lesson: what builds on it, related lessons, tags."""
    lesson = filling.lessons.all[place["page"]]
    words = filling.tag_words
    tags = [
        filling.link(filling.tag_page, words[name], f"#{tag_anchor(name)}")
        for name in lesson.tags
        if name in words
    ]
    groups = {
        _("What builds on it"): filling.links(filling.lessons.next_to(lesson.page)),
        _("Related lessons"): filling.links(filling.lessons.related_to(lesson.page)),
        _("Tags"): _list(tags),
    }
    items = (
        nodes.definition_list_item("", nodes.term("", title), nodes.definition("", links))
        for title, links in groups.items()
        if links.children
    )
    yield nodes.definition_list("", *items, classes=["lesson-beside"])


def uses(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """List the lessons that import an object of the package."""
    package, name = place["module"].partition(".")[0], place["name"]
    lessons = filling.lessons.all.values()
    found = [it.page for it in lessons if name in imported_names(it.script, package)]
    if found:
        words = nodes.paragraph("", _("Lessons that use it:"))
        yield nodes.container("", words, filling.links(found), classes=["lesson-uses"])


@cache  # asked once for each object of the package
def imported_names(script: Path, package: str) -> set[str]:
    """Return what a script imports from a package."""
    text = script.read_text(encoding="utf-8")
    lists = re.findall(rf"from {package}(?:\.\w+)* import (\([^)]*\)|.*)", text)
    return set(re.findall(r"\w+", " ".join(lists)))
