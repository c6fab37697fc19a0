"""Render math as MathML while the site is built: no page needs a script for it."""

import html
import re

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

WELL_FORMED = re.compile(r"</?m[a-z]+(?: [a-z]+=\"[^\"<&]*\")* ?/?>|&#?\w+;|[^<&\\]")
"""A piece of MathML; a backslash is a command that was not understood."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer `html_math_renderer = "mathml"`."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write math that stands in a line of text; no line begins with the comma after it."""
    self.body.append(_convert(node.astext(), "inline", node))
    after = node.next_node(descend=False, siblings=True)
    if after and re.match(r"[^\w\s(]", after.astext()):
        self.body.append("&#8288;")  # word joiner
    raise nodes.SkipNode


def visit_display(self: HTML5Translator, node: nodes.math_block) -> None:
    r"""Write a block of math, with its number; rows end with `\\`, `&` aligns them."""
    latex = node.astext().strip()
    if r"\begin" not in latex and ("&" in latex or r"\\" in latex):
        latex = rf"\begin{{align*}}{latex}\end{{align*}}"
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node.get("number"):
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})</span>')
    self.body.append(_convert(latex, "block", node))
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _convert(latex: str, display: str, node: nodes.Node) -> str:
    """Return MathML, or warn and return the source as text."""
    try:
        mathml = convert(latex, display=display)
    except Exception as error:  # its exceptions have no common base
        mathml, reason = "", f" ({type(error).__name__})"
    else:
        reason = ""
    if mathml and not WELL_FORMED.sub("", mathml):
        return mathml
    logger.warning("math that cannot be rendered%s: %s", reason, latex, location=node)
    return f"<code>{html.escape(latex)}</code>"
