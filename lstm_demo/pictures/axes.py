"""The axes (time, batch, features) of a batch of sequences, as a block."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from matplotlib.figure import Figure
from torch import Tensor

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas, Point, shape_text
from lstm_demo.pictures.style import ACCENT, FAINT, INK, MUTED, TINT, WIDTH, house_style

AXES = ("time", "batch", "features")

MAX_ENTRIES = 7
"""How many entries of an axis there is room for."""

DEPTH = 0.42, 0.36
"""How far to the right and upwards a unit of depth goes, in units of a cell."""


@house_style()
def plot_axes(inputs: Tensor) -> Figure:
    """Draw the axes of a batch of sequences as a block, and below it a slice of each.

    Time runs to the right, sequences downwards and features away from the reader.

    Args:
        inputs: (time, batch, features), of 1 to 7 entries along each axis.

    Raises:
        ValueError: ``inputs`` has not three axes, or an axis is empty or too long.
    """
    if inputs.dim() != 3 or not all(1 <= size <= MAX_ENTRIES for size in inputs.shape):
        raise ValueError(
            f"inputs must be (time, batch, features) with 1 to {MAX_ENTRIES} entries along "
            f"each axis to be drawn, got {tuple(inputs.shape)}; draw another example"
        )
    slices = [AxisSlice.of(inputs, axis) for axis in range(3)]
    names = ", ".join(say(f"axes.{name}") for name in AXES)
    shape = shape_text(inputs.shape)
    alt = [say("pictures.alt-axes", shape=shape, axes=names)]
    for part in slices:
        told = {"part": part.words, "code": part.code, "shape": part.shape}
        alt.append(say("pictures.alt-slice", **told))
    # How wide a block is, in cells; the room beside it and below is that of the captions.
    size = tuple(inputs.shape)
    cells = size[0] + DEPTH[0] * size[2]
    cell = min(0.32, 2.55 / cells)
    small_cell = min(0.23, (WIDTH / 3 - 0.15) / cells)
    below = 0.9 + Block(size, small_cell, (0, 0)).height
    block = Block(size, cell, (1.35, 0.5 + below))
    canvas = Canvas(block.height + 0.75 + below, " ".join(alt))
    _draw_block(canvas, block)
    _name_axes(canvas, block)
    x, y = block.right + 1.3, block.middle
    canvas.code((x, y + 0.15), f"x.shape = {shape}", 11)
    canvas.write((x, y - 0.12), f"({names})", 10, color=MUTED)
    for part in slices:
        middle = WIDTH * (part.axis + 0.5) / 3
        small = Block(size, small_cell, (middle - cells * small_cell / 2, 0.6))
        _draw_block(canvas, small, part)
        canvas.write((middle, 0.37), part.words, 11, weight="bold", color=ACCENT)
        canvas.code((middle, 0.32 - 0.15), f"{part.code} {part.shape}", 10)
    return canvas.figure


class AxisSlice(NamedTuple):
    """One entry of one axis, and all of the others."""

    axis: int
    """The number of the axis."""

    entry: int
    """Which entry of it."""

    code: str
    """The expression that takes it."""

    shape: str
    """The shape of what it returns."""

    @classmethod
    def of(cls, inputs: Tensor, axis: int) -> "AxisSlice":
        """Take the second entry, or the first of an axis with only one."""
        entry = min(1, inputs.shape[axis] - 1)
        code = (f"x[{entry}]", f"x[:, {entry}]", f"x[:, :, {entry}]")[axis]
        return cls(axis, entry, code, shape_text(inputs.select(axis, entry).shape))

    @property
    def words(self) -> str:
        """What it is, such as "one sequence"."""
        return say(f"pictures.one-{AXES[self.axis]}")


class Block(NamedTuple):
    """Where a block stands."""

    size: tuple[int, ...]
    """How many cells there are along each axis: (time, batch, features)."""

    cell: float
    """The width and height of a cell."""

    corner: Point
    """The lower left corner of the front."""

    def at(self, time: float, batch: float, features: float) -> Point:
        """Place a corner of a cell, counted from the upper left of the front."""
        x = self.corner[0] + self.cell * (time + DEPTH[0] * features)
        up = self.size[1] - batch + DEPTH[1] * features
        return x, self.corner[1] + self.cell * up

    @property
    def right(self) -> float:
        """Where the block ends on the right."""
        return self.at(self.size[0], 0, self.size[2])[0]

    @property
    def height(self) -> float:
        """How high the block is."""
        return self.cell * (self.size[1] + DEPTH[1] * self.size[2])

    @property
    def middle(self) -> float:
        """Half way up."""
        return self.corner[1] + self.height / 2

    def faces(self) -> Iterator[tuple[tuple[int, int, int], list[Point]]]:
        """Go through the cells in sight: their indices, and the corners of a face."""
        steps, rows, features = self.size
        for t, n in product(range(steps), range(rows)):
            corners = ((t, n), (t + 1, n), (t + 1, n + 1), (t, n + 1))
            yield (t, n, 0), [self.at(x, y, 0) for x, y in corners]
        for t, k in product(range(steps), range(features)):
            corners = ((t, k), (t + 1, k), (t + 1, k + 1), (t, k + 1))
            yield (t, 0, k), [self.at(x, 0, z) for x, z in corners]
        for n, k in product(range(rows), range(features)):
            corners = ((n, k), (n, k + 1), (n + 1, k + 1), (n + 1, k))
            yield (steps - 1, n, k), [self.at(steps, y, z) for y, z in corners]


def _draw_block(canvas: Canvas, block: Block, lit: AxisSlice | None = None) -> None:
    """Draw the faces in sight, then those of the slice that is lit."""
    bright = []
    for index, corners in block.faces():
        if lit is not None and index[lit.axis] == lit.entry:
            bright.append(corners)
        else:
            canvas.shape(corners, FAINT, "none", linewidth=0.8)
    for corners in bright:
        canvas.shape(corners, ACCENT, TINT, linewidth=1.4, zorder=3)


def _name_axes(canvas: Canvas, block: Block) -> None:
    """Draw an arrow along each axis, with its number, name and size."""
    steps, rows, features = block.size
    # From where to where it goes, how far from the edge, and where its name stands.
    ways = (
        ((0, rows, 0), (steps, rows, 0), (0, -0.1), (0, -0.16), "center"),
        ((0, 0, 0), (0, rows, 0), (-0.1, 0), (-0.08, 0), "right"),
        ((steps, rows, 0), (steps, rows, features), (0.08, -0.06), (0.1, -0.08), "left"),
    )
    for axis, (start, end, away, name_away, ha) in enumerate(ways):
        (x, y), (end_x, end_y) = (
            (x + away[0], y + away[1]) for x, y in (block.at(*start), block.at(*end))
        )
        canvas.arrow((x, y), (end_x, end_y), color=INK)
        at = (x + end_x) / 2 + name_away[0], (y + end_y) / 2 + name_away[1]
        told = {"axis": axis, "name": say(f"axes.{AXES[axis]}"), "size": block.size[axis]}
        canvas.write(at, say("pictures.axis-size", **told), 10, ha=ha)
