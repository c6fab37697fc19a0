"""The picture of the first page, made from what it speaks of.

`unrolled` runs its lines of plain PyTorch and draws the LSTM that they made, unrolled over
the steps: each size in the drawing and beside the lines is read from a tensor.
"""

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import partial
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from .lessons.fill import Filling
from .lessons.markup import place_node


class Line(NamedTuple):
    """A line of the program: what it printed, and the parts of the drawing it speaks of."""

    code: str
    printed: str
    parts: str


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("unrolled", Unrolled)


class Unrolled(SphinxDirective):
    """The lines are the content; they have to name `lstm`, `x`, `output`, `h_n`, `c_n`."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Run the lines, and keep what the page shows of them."""
        lines, shapes = run(list(self.content))
        return [place_node(fill=draw, lines=lines, shapes=shapes)]


def draw(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """Draw the LSTM, with the lines beside it."""
    builder: Any = filling.app.builder
    colour = partial(builder.highlighter.highlight_block, lang="python", nowrap=True)
    lines = [(line, colour(line.code).rstrip()) for line in place["lines"]]
    yield from filling.render("unrolled.html", lines=lines, shape=place["shapes"])


def run(code: list[str]) -> tuple[list[Line], dict[str, tuple[int, ...]]]:
    """Run a program line by line; return its lines, and the shape of each part.

    Raises:
        ValueError: the drawing would say what is not so of the tensors.
    """
    names: dict[str, Any] = {}
    lines = []
    for line in code:
        with redirect_stdout(io.StringIO()) as printed:
            exec(line, names)  # noqa: S102 - the lines of our own page
        lines.append(Line(line, printed.getvalue().strip(), _parts(line)))
    return lines, _shapes(names)


def _parts(line: str) -> str:
    if re.search(r"\blstm\(", line):
        return "h_0 c_0"
    said = re.match(r"print\((\w+)|(x) = ", line)
    return (said[1] or said[2]) if said else ""


def _shapes(names: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return the shape of each part, after a look at what the drawing claims of them."""
    named = ("lstm", "x", "output", "h_n", "c_n")
    lstm, x, output, h_n, c_n = (names[name] for name in named)
    zeros = names["torch"].zeros_like
    claims = {
        "h_0 and c_0 are zeros": lstm(x, (zeros(h_n), zeros(c_n)))[0].equal(output),
        "h_n is the last of output": h_n[0].equal(output[-1]),
        "output has one h a step": len(output) == len(x),
    }
    if untrue := [claim for claim, holds in claims.items() if not holds]:
        raise ValueError(f"the drawing of the first page would be wrong: {untrue}")
    # The lines leave out the states that the LSTM starts from; the drawing names them.
    parts = {"x": x, "output": output, "h_n": h_n, "c_n": c_n, "h_0": h_n, "c_0": c_n}
    return {name: tuple(part.shape) for name, part in parts.items()}
