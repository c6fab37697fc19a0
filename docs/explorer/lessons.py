"""Below a lesson, the address at which the explorer or the calculator shows its point.

One lesson has the widget itself. Its script and its notebook are programs, so they hold
nothing of it, and the page gets it here.
"""

from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

from docs.explorer.parts import part_node


class Shown(NamedTuple):
    """What one of the two pages shows of a lesson."""

    page: str
    """The page."""

    fragment: str
    """The state that it is opened in."""

    sentence: str
    """What is to be seen there; the text of the link."""


WIDGETS = {"carry_the_state": ("home", 3)}
"""The widget of a lesson, and the section that ends with it; the title's is number 0."""


def shown() -> dict[str, Shown]:
    """The lessons by the names of their scripts, in the language of the build."""
    return {
        "in_and_out": Shown(
            "explorer",
            "v=1&m=reset&t=5",
            _("In the explorer: step 5 of the post, with the numbers that it prints."),
        ),
        "carry_the_state": Shown(
            "explorer",
            "v=1&m=reset&t=2",
            _("In the explorer: step 2, the first at which starting anew gives another h."),
        ),
        "a_loop_is_one_call": Shown(
            "explorer",
            "v=1&t=5&pin=c.0",
            _("In the explorer: c of every step, of which one call gives back the last."),
        ),
        "one_step_by_hand": Shown(
            "explorer",
            "v=1&t=5&pin=c.0",
            _("In the explorer: where c of the last step comes from, number by number."),
        ),
        "gates": Shown(
            "explorer",
            "v=1&t=5&pin=f.0",
            _("In the explorer: the forget gate of the last step, and what makes it."),
        ),
        "axes": Shown(
            "calculator",
            "v=1&batch_first=1",
            _("In the calculator: batch_first moves input and output, but not the states."),
        ),
    }


def add_link(app: Sphinx, doctree: nodes.document, document: str) -> None:
    """Put the link before the downloads of the lesson."""
    found = shown().get(document.rpartition("/")[2])
    if found is None or app.builder.format != "html":
        return
    if widget := WIDGETS.get(document.rpartition("/")[2]):
        part, number = widget
        sections = list(doctree.findall(nodes.section))
        sections[number] += part_node(part=part)
    address = app.builder.get_relative_uri(document, found.page)
    link = nodes.reference(
        "", found.sentence, refuri=f"{address}#{found.fragment}", internal=True
    )
    link["classes"] = ["xp-shown"]
    downloads = next(
        node
        for node in doctree.findall(nodes.container)
        if "sphx-glr-footer" in node["classes"]
    )
    downloads.parent.insert(
        downloads.parent.index(downloads), nodes.paragraph("", "", link)
    )
