"""Roles: a symbol that lights up with its numbers, and links that set the two pages."""

from typing import Any

from docutils import nodes
from sphinx.util.docutils import ReferenceRole, SphinxRole


class symbol_node(nodes.Inline, nodes.TextElement):  # noqa: N801 - docutils names nodes so
    """A symbol of the equations in running text."""


class SymbolRole(SphinxRole):
    r"""`` {sym}`f_t` ``: the symbol f, written with its subscript."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the node: the base names the symbol."""
        base, _, below = self.text.partition("_")
        node = symbol_node(self.rawtext, "", symbol=base)
        node += nodes.emphasis("", base)
        if below:
            node += nodes.subscript("", below)
        return [node], []


def visit_symbol(writer: Any, node: symbol_node) -> None:
    """Open the element that the script lights up."""
    writer.body.append(
        writer.starttag(node, "span", "", CLASS="xp-sym", **{"data-sym": node["symbol"]})
    )


def depart_symbol(writer: Any, _node: symbol_node) -> None:
    """Close it."""
    writer.body.append("</span>")


class _StateRole(ReferenceRole):
    """A link to a page in a certain state."""

    page: str

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the link, relative to the page that it stands on."""
        fragment = f"#{self.target.removeprefix('#')}"
        page = self.env.docname
        if page == self.page:
            address = fragment
        else:
            builder: Any = self.env._app.builder
            address = builder.get_relative_uri(page, self.page) + fragment
        return [
            nodes.reference(self.rawtext, self.title, refuri=address, internal=True)
        ], []


class ExploreRole(_StateRole):
    r"""`` {explore}`show me <v=1&m=reset&t=2>` ``: the explorer in that state."""

    page = "explorer"


class CalculateRole(_StateRole):
    r"""`` {calculate}`two layers <v=1&num_layers=2>` ``: the calculator set so."""

    page = "calculator"
