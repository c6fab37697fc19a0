"""The parts of pages that are filled in when every title is known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

from .drawing import draw
from .lanes import lay_out
from .lessons import Lessons
from .uses import lessons_using


class lesson_part_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A place to fill: `kind` says with what, other attributes of which."""


class Filling(NamedTuple):
    """What is needed to fill the parts of a page."""

    app: Sphinx
    """The build."""

    docname: str
    """The page."""

    lessons: Lessons
    """All lessons."""

    tag_page: str
    """The page with the list of tags, empty if there is none."""

    tag_words: Mapping[str, str]
    """What tags are called in the language of the build, in the order of the list."""

    def fill(self, part: lesson_part_node) -> list[nodes.Node]:
        """Return what stands in the place of a part."""
        return list(KINDS[part["kind"]](self, part))

    def link(self, page: str, text: str = "", fragment: str = "") -> nodes.reference:
        """Link to a page, by its title unless another text is given."""
        titles = self.app.env.titles
        words = [nodes.Text(text)] if text else titles[page].deepcopy().children
        address = self.app.builder.get_relative_uri(self.docname, page) + fragment
        return nodes.reference("", "", *words, refuri=address, internal=True)

    def links(self, pages: Iterable[str]) -> nodes.bullet_list:
        """List links to pages."""
        return _list(self.link(page) for page in pages)


def tag_anchor(tag: str) -> str:
    """Return the id of a tag on the page of tags."""
    return f"tag-{tag}"


def _list(links: Iterable[nodes.reference]) -> nodes.bullet_list:
    items = (nodes.list_item("", nodes.paragraph("", "", link)) for link in links)
    return nodes.bullet_list("", *items, classes=["lesson-links"])


def _map(filling: Filling, part: lesson_part_node) -> Iterator[nodes.Node]:
    """Draw the lessons in their order, each with a list of what it builds on."""
    lessons = filling.lessons.all
    rows = lay_out({page: lesson.after for page, lesson in lessons.items()})
    lanes = 1 + max((row.lane for row in rows), default=0)
    found = nodes.enumerated_list(classes=["lesson-map"])
    for (page, lesson), row in zip(lessons.items(), rows, strict=True):
        drawing = nodes.raw("", draw(row, lanes), format="html")
        item = nodes.list_item("", drawing, nodes.paragraph("", "", filling.link(page)))
        if lesson.after:
            item += [nodes.paragraph("", _("builds on")), filling.links(lesson.after)]
        found += item
    yield nodes.raw("", f'<div style="--lanes: {lanes}">', format="html")
    yield found
    yield nodes.raw("", "</div>", format="html")


def _tag(filling: Filling, part: lesson_part_node) -> Iterator[nodes.Node]:
    """List the lessons with a tag."""
    yield filling.links(filling.lessons.tagged(part["tag"]))


def _beside(filling: Filling, part: lesson_part_node) -> Iterator[nodes.Node]:
    """List what belongs to a lesson: before, after, related, tags."""
    lesson = filling.lessons.all[part["page"]]
    pages = {
        _("This lesson builds on"): lesson.after,
        _("What builds on it"): filling.lessons.next_to(lesson.page),
        _("Related lessons"): filling.lessons.related_to(lesson.page),
    }
    groups = [(words, filling.links(found)) for words, found in pages.items() if found]
    if filling.tag_page:
        tags = [
            filling.link(filling.tag_page, filling.tag_words[tag], f"#{tag_anchor(tag)}")
            for tag in lesson.tags
            if tag in filling.tag_words
        ]
        groups.append((_("Tags"), _list(tags)))
    items = (
        nodes.definition_list_item("", nodes.term("", words), nodes.definition("", links))
        for words, links in groups
    )
    yield nodes.definition_list("", *items, classes=["lesson-beside"])


def _uses(filling: Filling, part: lesson_part_node) -> Iterator[nodes.Node]:
    """List the lessons that use an object of the package."""
    found = lessons_using(filling.lessons, part["module"], part["name"])
    if found:
        words = nodes.paragraph("", _("Lessons that use it:"))
        yield nodes.container("", words, filling.links(found), classes=["lesson-uses"])


KINDS: Mapping[str, Callable[[Filling, Any], Iterator[nodes.Node]]] = {
    "map": _map,
    "tag": _tag,
    "beside": _beside,
    "uses": _uses,
}
