"""The axes (time, batch, features) of a batch of sequences, as a block."""

from collections.abc import Iterator
from itertools import product
from operator import itemgetter
from typing import NamedTuple, Self

from matplotlib.figure import Figure
from torch import Tensor

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Point, Sheet, shape_text
from lstm_demo.pictures.style import ACCENT, FAINT, INK, MUTED, TINT, WIDTH, house_style

AXES = ("time", "batch", "features")
MOST = 7
"""How many entries of an axis are drawn, where it has more."""

DEPTH = 0.42, 0.36
"""How far to the right and upwards a unit of depth goes, in units of a cell."""


@house_style()
def plot_axes(
    inputs: Tensor,
    *,
    batch_first: bool = False,
    lit: str | tuple[str, ...] = AXES,
    title: str = "",
) -> Figure:
    """Draw the axes of a batch of sequences as a block, with one slice of it lit.

    Time runs to the right, sequences downwards and features away from the reader,
    whatever the order of the axes in the tensor is: the numbers of the axes tell that.
    Of an axis with more than seven entries, seven are drawn, and its name says so.

    Args:
        inputs: (time, batch, features), or (batch, time, features) if ``batch_first``.
        batch_first: Which of the two it is.
        lit: For each block, the axis of which one entry is lit: ``time`` for one time
            step, ``batch`` for one sequence, ``features`` for one feature.
        title: What to write above the picture.

    Raises:
        ValueError: ``inputs`` has not three axes, or ``lit`` names none of them.
    """
    if inputs.dim() != 3:
        raise ValueError(f"inputs must have three axes, got {tuple(inputs.shape)}")
    names = (lit,) if isinstance(lit, str) else tuple(lit)
    if unknown := [name for name in names if name not in AXES]:
        raise ValueError(f"lit must be among {', '.join(AXES)}, got {unknown[0]!r}")
    order = ("batch", "time", "features") if batch_first else AXES
    slices = [Slice.of(inputs, order.index(name), name) for name in names]
    alt = [say("pictures.alt-axes", shape=shape_text(inputs.shape), axes=_named(order))]
    alt += [
        say(
            "pictures.alt-slice",
            part=say(f"pictures.one-{each.axis}"),
            code=each.code,
            shape=each.shape,
        )
        for each in slices
    ]
    size = {name: min(MOST, inputs.shape[order.index(name)]) for name in AXES}
    alone = len(slices) == 1
    # How wide a block is, in cells; the room beside it and below is that of the captions.
    cells = size["time"] + DEPTH[0] * size["features"]
    cell = min(0.32, 2.55 / cells)
    small_cell = min(0.23, (WIDTH / 3 - 0.15) / cells)
    block = Block(size, cell, (1.35, 0.5))
    below = 0.0 if alone else 0.9 + Block(size, small_cell, (0, 0)).high
    sheet = Sheet(block.high + 0.75 + below, " ".join(alt), title)
    block = Block(size, cell, (1.35, 0.5 + below))
    _draw_block(sheet, block, slices[0].lit if alone else {})
    _name_axes(sheet, block, order, inputs)
    at = block.right + 1.3, block.middle
    if alone:
        _draw_caption(sheet, slices[0], (at[0], at[1] - 0.1))
    else:
        sheet.code((at[0], at[1] + 0.15), f"x.shape = {shape_text(inputs.shape)}", 11)
        sheet.write((at[0], at[1] - 0.12), f"({_named(order)})", 10, color=MUTED)
        for index, each in enumerate(slices):
            middle = WIDTH * (index + 0.5) / len(slices)
            left = middle - cells * small_cell / 2
            small = Block(size, small_cell, (left, 0.6))
            _draw_block(sheet, small, each.lit)
            _draw_caption(sheet, each, (middle, 0.32))
    return sheet.figure


class Slice(NamedTuple):
    """One entry of one axis, and all of the others."""

    axis: str
    """The name of the axis."""

    place: int
    """Which entry."""

    code: str
    """The expression that takes it."""

    shape: str
    """The shape of what it returns."""

    @classmethod
    def of(cls, inputs: Tensor, axis: int, name: str) -> Self:
        """Take the second entry, or the first of an axis with only one."""
        index = min(1, inputs.shape[axis] - 1)
        code = (f"x[{index}]", f"x[:, {index}]", f"x[:, :, {index}]")[axis]
        return cls(name, index, code, shape_text(inputs.select(axis, index).shape))

    @property
    def lit(self) -> dict[str, int]:
        """The entry of the axis that is lit."""
        return {self.axis: self.place}


class Block(NamedTuple):
    """Where a block stands."""

    size: dict[str, int]
    """How many cells are drawn along each axis."""

    cell: float
    """The width and height of a cell."""

    corner: Point
    """The lower left corner of the front."""

    def at(self, time: float, batch: float, features: float) -> Point:
        """Place a corner of a cell, counted from the upper left of the front."""
        x = self.corner[0] + self.cell * (time + DEPTH[0] * features)
        up = self.size["batch"] - batch + DEPTH[1] * features
        return x, self.corner[1] + self.cell * up

    @property
    def right(self) -> float:
        """Where the block ends on the right."""
        return self.at(self.size["time"], 0, self.size["features"])[0]

    @property
    def high(self) -> float:
        """How high the block is."""
        return self.cell * (self.size["batch"] + DEPTH[1] * self.size["features"])

    @property
    def middle(self) -> float:
        """Half way up."""
        return self.corner[1] + self.high / 2

    def faces(self) -> Iterator[tuple[dict[str, int], list[Point]]]:
        """Go through the cells in sight: their indices, and the corners of a face."""
        steps, rows, features = (self.size[name] for name in AXES)
        for t, n in product(range(steps), range(rows)):
            corners = ((t, n), (t + 1, n), (t + 1, n + 1), (t, n + 1))
            yield _index(t, n, 0), [self.at(x, y, 0) for x, y in corners]
        for t, k in product(range(steps), range(features)):
            corners = ((t, k), (t + 1, k), (t + 1, k + 1), (t, k + 1))
            yield _index(t, 0, k), [self.at(x, 0, z) for x, z in corners]
        for n, k in product(range(rows), range(features)):
            corners = ((n, k), (n, k + 1), (n + 1, k + 1), (n + 1, k))
            yield _index(steps - 1, n, k), [self.at(steps, y, z) for y, z in corners]


def _index(*places: int) -> dict[str, int]:
    return dict(zip(AXES, places, strict=True))


def _named(order: tuple[str, ...]) -> str:
    return ", ".join(say(f"axes.{name}") for name in order)


def _draw_block(sheet: Sheet, block: Block, lit: dict[str, int]) -> None:
    """Draw the faces in sight, those of the slice that is lit last."""
    faces = [(lit.items() <= index.items(), corners) for index, corners in block.faces()]
    for bright, corners in sorted(faces, key=itemgetter(0)):
        if bright and lit:
            sheet.shape(corners, ACCENT, TINT, linewidth=1.4, zorder=3)
        else:
            sheet.shape(corners, FAINT, "none", linewidth=0.8)


def _name_axes(sheet: Sheet, block: Block, order: tuple[str, ...], inputs: Tensor) -> None:
    """Draw an arrow along each axis, with its number, name and size."""
    steps, rows, features = (block.size[name] for name in AXES)
    ways = {
        "time": ((0, rows, 0), (steps, rows, 0), (0, -0.1), "center"),
        "batch": ((0, 0, 0), (0, rows, 0), (-0.1, 0), "right"),
        "features": ((steps, rows, 0), (steps, rows, features), (0.08, -0.06), "left"),
    }
    for name, (start, end, (right, up), ha) in ways.items():
        points = [(x + right, y + up) for x, y in (block.at(*start), block.at(*end))]
        sheet.arrow(*points, color=INK)
        x, y = ((a + b) / 2 for a, b in zip(*points, strict=True))
        axis = order.index(name)
        text = say(
            "pictures.axis-size",
            axis=axis,
            name=say(f"axes.{name}"),
            size=inputs.shape[axis],
        )
        if block.size[name] < inputs.shape[axis]:
            drawn = say("pictures.drawn", count=block.size[name])
            text += f" ({drawn})" if name == "time" else f"\n({drawn})"
        at = {"center": (x, y - 0.16), "right": (x - 0.08, y), "left": (x + 0.1, y - 0.08)}
        sheet.write(at[ha], text, 10, ha=ha)


def _draw_caption(sheet: Sheet, each: Slice, at: Point) -> None:
    """Write what a slice is, how to take it, and its shape."""
    x, y = at
    sheet.write(
        (x, y + 0.05), say(f"pictures.one-{each.axis}"), 11, weight="bold", color=ACCENT
    )
    sheet.code((x, y - 0.15), f"{each.code} {each.shape}", 10)
