"""Elements of HTML that docutils has no node for."""

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


class tag_node(nodes.General, nodes.TextElement):  # noqa: N801 - docutils names nodes so
    """An element of HTML by its name, with attributes."""


class place_node(nodes.General, nodes.Element):  # noqa: N801 - as above
    """A placeholder; when all titles are known, its function `fill` is called."""


def tag(
    name: str, *children: nodes.Node, cls: str = "", ids: Sequence[str] = (), **more: Any
) -> tag_node:
    """Return an element, such as `tag("details", …, cls="fold")`."""
    known: dict[str, Any] = {"tag": name, "classes": cls.split(), "ids": list(ids)}
    return tag_node("", "", *children, **known, more=more)


def add_nodes(app: Sphinx) -> None:
    """Let Sphinx write the elements; a place is replaced before anything is written."""
    app.add_node(tag_node, html=(_visit, _depart))
    app.add_node(place_node)


def _visit(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, node["tag"], "", **node["more"]))


def _depart(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f"</{node['tag']}>\n")
