"""The explorer and the shape calculator: pages that are complete before a script runs.

The HTML holds every default number, taken from `lstm_demo` and torch during the build, and
every word, from the page's own messages. Scripts only change it. Their modules are joined
into one classic script for each page, which works from a file too, in a folder named after
its content, so that an old page never meets a new script.
"""

from typing import Any, NoReturn

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from docs.explorer.assets import add_assets, remove_assets, write_assets
from docs.explorer.errors import (
    FillHoles,
    KeepMessages,
    MessageRole,
    code_node,
    depart_code,
    depart_hole,
    fold_code,
    hole_node,
    message_node,
    visit_code,
    visit_hole,
)
from docs.explorer.lessons import add_link
from docs.explorer.links import (
    CalculateRole,
    ExploreRole,
    SymbolRole,
    depart_symbol,
    symbol_node,
    visit_symbol,
)
from docs.explorer.parts import Part, drop_words, part_node, visit_part
from docs.explorer.words import Words, words_node


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives, the roles and the modules."""
    skipped: Any = dict.fromkeys(("latex", "man", "texinfo", "text"), (_skip, None))
    app.add_node(words_node, html=(drop_words, None), **skipped)
    app.add_node(part_node, html=(visit_part, None), **skipped)
    app.add_node(symbol_node, html=(visit_symbol, depart_symbol))
    app.add_node(
        message_node, html=(HTML5Translator.visit_literal, HTML5Translator.depart_literal)
    )
    app.add_node(hole_node, html=(visit_hole, depart_hole))
    app.add_node(code_node, html=(visit_code, depart_code))
    app.add_transform(KeepMessages)
    app.add_transform(FillHoles)
    app.add_directive("explorer-words", Words)
    app.add_directive("explorer", Part)
    app.add_role("message", MessageRole())
    app.add_role("sym", SymbolRole())
    app.add_role("explore", ExploreRole())
    app.add_role("calculate", CalculateRole())
    app.connect("doctree-resolved", add_link)
    app.connect("doctree-resolved", fold_code)
    app.connect("html-page-context", add_assets)
    app.connect("write-started", remove_assets)
    app.connect("build-finished", write_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _skip(_writer: Any, _node: nodes.Node) -> NoReturn:
    """Write nothing: what the parts hold is made for the browser."""
    raise nodes.SkipNode
