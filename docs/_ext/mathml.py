"""Render math as MathML while the site is built: no page needs a script for it."""

import html
import re
from contextlib import suppress
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
HELD = re.compile(r"[,.;:?!)]+")  # punctuation that belongs to what stands before it
# A piece of MathML; a backslash is a command that was not understood.
WELL_FORMED = re.compile(r"</?m[a-z]+(?: [a-z]+=\"[^\"<&]*\")* ?/?>|&#?\w+;|[^<&\\]")


def setup(app: Sphinx) -> None:
    """Offer `html_math_renderer = "mathml"`."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.add_post_transform(HoldPunctuation)


class HoldPunctuation(SphinxPostTransform):
    """Give math the punctuation that follows it: a browser would break the line between."""

    default_priority = 900
    builders = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Move it from the text into the formula's node."""
        for math in list(self.document.findall(nodes.math)):
            text = math.next_node(descend=False, siblings=True)
            if isinstance(text, nodes.Text) and (held := HELD.match(text)):
                math["after"] = held[0]
                math.parent.replace(text, nodes.Text(text[held.end() :]))


def visit_inline(self: HTML5Translator, node: nodes.math) -> None:
    """Write math that stands in a line of text, with the punctuation that it holds."""
    mathml = _convert(node.astext(), "inline", node)
    if after := node.get("after"):
        mathml = f'<span class="unbroken">{mathml}{html.escape(after)}</span>'
    self.body.append(mathml)
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
    with suppress(Exception):  # its exceptions have no common base
        mathml: str = convert(latex, display=display)
        if not WELL_FORMED.sub("", mathml):
            return mathml
    logger.warning("math that cannot be rendered: %s", latex, location=node)
    return f"<code>{html.escape(latex)}</code>"
