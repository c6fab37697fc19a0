"""Where the parts of an unrolled network stand, in inches."""

from typing import NamedTuple

from lstm_demo.pictures.style import WIDTH
from lstm_demo.shapes.shapes import Shapes

SIDE = 1.2
"""Room at the left and at the right, for the states."""

BOX = 0.32
"""The width and height of a cell."""

SHAFT = 0.62
"""The length of an upright arrow that has a shape written on it."""

FORK = 0.16
"""The height of a fork from one arrow into the two directions."""

SQUARE = 0.16
"""The height of a packed sequence in the strip at the bottom."""


class Row(NamedTuple):
    """The cells of one layer and direction."""

    layer: int
    """The layer."""

    state: int
    """Which of the layers·directions of the states it is."""

    x: float
    """How far the cells stand to the right of the middle of their column."""

    y: float
    """How high their middle is."""

    reverse: bool
    """Whether it runs from the last step to the first."""


class Layer(NamedTuple):
    """One layer, or those in the middle that are left out."""

    number: int | None
    """Which layer it is, or None for those that are left out."""

    floor: float
    """The height at which it begins."""

    ceiling: float
    """The height at which it ends, and the next begins."""

    rows: tuple[Row, ...]
    """Its directions."""


class Plan(NamedTuple):
    """The whole network."""

    columns: tuple[tuple[int | None, float], ...]
    """The index and the place of each time step, with None for those left out."""

    ends: tuple[float, float]
    """Where the first column begins and the last one ends."""

    layers: tuple[Layer, ...]
    """The layers, from the bottom."""

    strip: int
    """How many packed sequences are in the strip at the bottom."""

    top: float
    """The height of everything."""


def plan_network(shapes: Shapes) -> Plan:
    """Find a place for everything."""
    steps = shown(shapes.length, 5)
    pitch = min(1.2, (WIDTH - 2 * SIDE) / len(steps))
    left = (WIDTH - pitch * len(steps)) / 2
    strip = len(shapes.lengths) if shapes.lengths and len(shapes.lengths) <= 6 else 0
    floor = 0.35 + SQUARE * strip + 0.1 * bool(strip)
    layers = []
    for number in shown(shapes.options.num_layers, 4):
        layers.append(_plan_layer(number, floor, shapes.options.directions))
        floor = layers[-1].ceiling
    return Plan(
        tuple((step, left + pitch * (slot + 0.5)) for slot, step in enumerate(steps)),
        (left, WIDTH - left),
        tuple(layers),
        strip,
        floor + SHAFT + 0.25,
    )


def shown(count: int, most: int) -> list[int | None]:
    """List what is shown of ``count`` things: all, or the first, a gap and the last."""
    if count <= most:
        return list(range(count))
    return [*range(most - 2), None, count - 1]


def _plan_layer(number: int | None, floor: float, directions: int) -> Layer:
    if number is None:
        return Layer(None, floor, floor + SHAFT, ())
    y = floor + SHAFT + BOX / 2
    if directions == 1:
        row = Row(number, number, 0.0, y, reverse=False)
        return Layer(number, floor, y + BOX / 2, (row,))
    y += FORK / 2
    rise = BOX + 0.14
    forward = Row(number, 2 * number, -0.19, y, reverse=False)
    reverse = Row(number, 2 * number + 1, 0.19, y + rise, reverse=True)
    return Layer(number, floor, y + rise + BOX / 2 + FORK, (forward, reverse))
