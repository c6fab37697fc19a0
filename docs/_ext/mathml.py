"""Render math as MathML while the site is built, so that no page needs a script for it."""

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer `html_math_renderer = "mathml"`."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write math that stands in a line of text."""
    self.body.append(convert(node.astext()))
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a block of math; rows parted by `\\\\` are aligned where they have an `&`."""
    latex = node.astext().strip()
    if "&" in latex and r"\begin" not in latex:
        latex = rf"\begin{{align}}{latex}\end{{align}}"
    self.body.append(self.starttag(node, "div", CLASS="math"))
    self.body.append(convert(latex, display="block"))
    self.body.append("</div>\n")
    raise nodes.SkipNode
