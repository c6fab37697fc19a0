"""The first page's picture and its first door, made from what they speak of.

`unrolled` runs its lines of plain PyTorch and draws the LSTM that they made, unrolled over
the steps: each size in the drawing and beside the lines is read from a tensor.
`first-lesson` leads to the first lesson, and says how many there are in its part.
"""

import io
import re
from contextlib import redirect_stdout
from typing import Any, NamedTuple, NoReturn

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from .lessons.fill import lessons_of

PARTS = ("x", "output", "h_n", "c_n", "h_0", "c_0")
"""What the drawing names: variables of the lines, but for the two states that it starts
from, which the lines leave out."""


class unrolled_node(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The drawing and the lines that it is drawn from."""


class first_lesson_node(nodes.General, nodes.Element):  # noqa: N801
    """The way to the first lesson."""


class Line(NamedTuple):
    """A line of the program that was run."""

    code: str
    """As it stands on the page."""

    printed: str
    """What it printed."""

    parts: str
    """The parts of the drawing that it speaks of, with spaces between."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the two directives."""
    skipped: Any = dict.fromkeys(("latex", "man", "texinfo", "text"), (_skip, None))
    app.add_node(unrolled_node, html=(_visit_unrolled, None), **skipped)
    app.add_node(first_lesson_node, html=(_visit_first_lesson, None), **skipped)
    app.add_directive("unrolled", Unrolled)
    app.add_directive("first-lesson", FirstLesson)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _skip(_writer: Any, _node: nodes.Node) -> NoReturn:
    raise nodes.SkipNode


class Unrolled(SphinxDirective):
    """The lines are the content; they have to name `lstm`, `x`, `output`, `h_n`, `c_n`."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Run the lines, and keep what the page shows of them."""
        lines, shapes = run(list(self.content))
        return [unrolled_node(lines=lines, shapes=shapes)]


class FirstLesson(SphinxDirective):
    """A link, and what to expect of the part that it opens."""

    def run(self) -> list[nodes.Node]:
        """Make the node; the lessons are known when all pages have been read."""
        return [first_lesson_node()]


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
    lstm, x, output = (names[name] for name in ("lstm", "x", "output"))
    h_n, c_n = names["h_n"], names["c_n"]
    zeros = names["torch"].zeros_like
    claims = {
        "h_0 and c_0 are zeros": lstm(x, (zeros(h_n), zeros(c_n)))[0].equal(output),
        "h_n is the last of output": h_n[0].equal(output[-1]),
        "output has one h a step": len(output) == len(x),
    }
    if untrue := [claim for claim, holds in claims.items() if not holds]:
        raise ValueError(f"the drawing of the first page would be wrong: {untrue}")
    parts = (x, output, h_n, c_n, h_n, c_n)
    return {name: tuple(part.shape) for name, part in zip(PARTS, parts, strict=True)}


def _visit_unrolled(writer: Any, node: unrolled_node) -> NoReturn:
    shapes = {name: str(shape) for name, shape in node["shapes"].items()}
    steps, batch, features = node["shapes"]["x"]
    lines = [Line(*line) for line in node["lines"]]
    colour = writer.highlighter.highlight_block
    template = "unrolled.html"
    context = {
        "lines": [
            (line, colour(line.code, "python", nowrap=True).rstrip()) for line in lines
        ],
        "shape": shapes,
        "steps": steps,
        "batch": batch,
        "features": features,
    }
    writer.body.append(writer.builder.templates.render(template, context))
    raise nodes.SkipNode


def _visit_first_lesson(writer: Any, node: first_lesson_node) -> NoReturn:
    builder = writer.builder
    part = next(iter(lessons_of(builder.env).parts().values()))
    context = {
        "href": builder.get_relative_uri(builder.current_docname, part[0].page),
        "title": builder.env.titles[part[0].page].astext(),
        "count": len(part),
        "minutes": sum(lesson.minutes for lesson in part),
    }
    writer.body.append(builder.templates.render("first-lesson.html", context))
    raise nodes.SkipNode
