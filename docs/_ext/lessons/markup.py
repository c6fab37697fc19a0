"""Elements of HTML that docutils has no node for."""

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator


class tag_node(nodes.General, nodes.TextElement):  # noqa: N801 - docutils names nodes so
    """An element of HTML by its name, with attributes."""


class place_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A placeholder; when all titles are known, its function `fill` is called."""


def tag(
    name: str, *children: nodes.Node, cls: str = "", ids: Sequence[str] = (), **more: Any
) -> tag_node:
    """Return an element, such as `tag("details", …, cls="fold")`."""
    known: dict[str, Any] = {"tag": name, "classes": cls.split(), "ids": list(ids)}
    return tag_node("", "", *children, **known, more=more)


def visit_tag(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the start of an element."""
    self.body.append(self.starttag(node, node["tag"], "", **node["more"]))


def depart_tag(self: HTML5Translator, node: nodes.Element) -> None:
    """Write its end."""
    self.body.append(f"</{node['tag']}>\n")
