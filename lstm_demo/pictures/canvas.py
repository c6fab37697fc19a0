"""A canvas to draw diagrams on, measured in inches from its lower left corner."""

from collections.abc import Iterable, Sequence
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Polygon, Rectangle
from matplotlib.text import Text

from lstm_demo.pictures.style import INK, WIDTH

TITLE_HEIGHT = 0.4

Point = tuple[float, float]


class Canvas:
    """A figure with nothing on it, and the few things that diagrams are made of."""

    figure: Figure
    """The figure, whose label is its alternative text."""

    def __init__(self, height: float, alt: str, title: str = "") -> None:
        """Make a figure that is as wide as every other.

        Args:
            height: How high the diagram is, without the title.
            alt: What the diagram shows, in words.
            title: What to write above it.
        """
        whole = height + TITLE_HEIGHT if title else height
        self.figure = plt.figure(figsize=(WIDTH, whole))
        self.axes: Axes = self.figure.add_axes((0, 0, 1, height / whole))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(0, height)
        self.figure.set_label(f"{title}. {alt}" if title else alt)
        if title:
            self.figure.suptitle(title, y=1 - 0.1 / whole, va="top")

    def box(
        self,
        middle: Point,
        size: Point,
        edge: str = INK,
        face: str = "none",
        *,
        radius: float = 0.0,
        **style: Any,
    ) -> None:
        """Draw a rectangle around a point, with round corners if they have a radius."""
        (x, y), (width, height) = middle, size
        corner = x - width / 2, y - height / 2
        style = {"linewidth": 1.2, **style, "edgecolor": edge, "facecolor": face}
        if radius:
            shape = f"round,pad=0,rounding_size={radius}"
            self.axes.add_patch(
                FancyBboxPatch(corner, width, height, boxstyle=shape, **style)
            )
        else:
            self.axes.add_patch(Rectangle(corner, width, height, **style))

    def shape(self, points: Iterable[Point], edge: str, face: str, **style: Any) -> None:
        """Draw a polygon."""
        patch = Polygon(list(points), edgecolor=edge, facecolor=face, **style)
        self.axes.add_patch(patch)

    def line(self, *points: Point, color: str = INK, **style: Any) -> None:
        """Draw a line from point to point."""
        xs, ys = zip(*points, strict=True)
        style = {"linewidth": 1.2, "zorder": 1, **style}
        self.axes.plot(xs, ys, color=color, **style)

    def arrow(
        self, *points: Point, color: str = INK, size: float = 9, **style: Any
    ) -> None:
        """Draw a line from point to point, with a head at its end."""
        style = {"linewidth": 1.2, "zorder": 2, **style}
        if len(points) > 2:
            self.line(*points[:-1], color=color, **style)
        self.axes.add_patch(
            FancyArrowPatch(
                points[-2],
                points[-1],
                arrowstyle="-|>",
                mutation_scale=size,
                shrinkA=0,
                shrinkB=0,
                color=color,
                **style,
            )
        )

    def write(self, at: Point, text: str, size: float = 10, **style: Any) -> Text:
        """Write words around a point, or where ``ha`` and ``va`` say."""
        style = {"ha": "center", "va": "center", "color": INK, "zorder": 5, **style}
        return self.axes.text(*at, text, fontsize=size, **style)

    def code(self, at: Point, text: str, size: float = 10, **style: Any) -> Text:
        """Write a name or an expression of the program."""
        return self.write(at, text, size, family="DejaVu Sans Mono", **style)


def shape_text(sizes: Sequence[int]) -> str:
    """Write a shape as PyTorch prints it."""
    return str(tuple(sizes))


def step_name(sequence: int, step: int) -> str:
    """Name a time step of a sequence by a letter, and a number counted from 1."""
    return f"{chr(ord('A') + sequence)}{step + 1}"
