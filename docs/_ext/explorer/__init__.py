"""The explorer and the shape calculator: pages that are complete before a script runs.

The HTML holds every default number, taken from `lstm_demo` and torch during the build, and
every word, from the page's own messages. Scripts only change it. They are plain modules,
loaded on the pages that use them, from a folder named after its content, so that an old
page never meets a new module.
"""

from typing import Any, NoReturn

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from explorer.assets import add_assets, copy_assets, leave_out_source, remove_assets
from explorer.data import visit_words
from explorer.lessons import add_link
from explorer.links import (
    CalculateRole,
    ExploreRole,
    SymbolRole,
    depart_symbol,
    symbol_node,
    visit_symbol,
)
from explorer.parts import Part, part_node, visit_part
from explorer.words import Words, words_node


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives, the roles and the modules."""
    skipped: Any = dict.fromkeys(("latex", "man", "texinfo", "text"), (_skip, None))
    app.add_node(words_node, html=(visit_words, None), **skipped)
    app.add_node(part_node, html=(visit_part, None), **skipped)
    app.add_node(symbol_node, html=(visit_symbol, depart_symbol))
    app.add_directive("explorer-words", Words)
    app.add_directive("explorer", Part)
    app.add_role("sym", SymbolRole())
    app.add_role("explore", ExploreRole())
    app.add_role("calculate", CalculateRole())
    app.connect("config-inited", leave_out_source)
    app.connect("doctree-resolved", add_link)
    app.connect("html-page-context", add_assets)
    app.connect("write-started", remove_assets)
    app.connect("build-finished", copy_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _skip(_writer: Any, _node: nodes.Node) -> NoReturn:
    """Write nothing: what the parts hold is made for the browser."""
    raise nodes.SkipNode
