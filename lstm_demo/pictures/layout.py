"""Where the parts of an unrolled network stand, in inches."""

from typing import NamedTuple

from lstm_demo.pictures.call import Call

SHAFT = 0.4
"""The length of an upright arrow."""

FORK = 0.12
"""The height of a fork from one arrow into the two directions."""

SEQUENCE = 0.5
"""The height of the frame around inputs and outputs."""


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

    floor: float
    """The height at which it begins."""

    ceiling: float
    """The height at which it ends."""

    rows: tuple[Row, ...]
    """Its directions; none if it stands for those that are left out."""


class Plan(NamedTuple):
    """The whole network."""

    columns: tuple[tuple[int | None, float], ...]
    """The time steps, None for a gap, and where the middle of each is."""

    ends: tuple[float, float]
    """Where states enter and leave."""

    cell: tuple[float, float]
    """The width and height of a cell."""

    layers: tuple[Layer, ...]
    """The layers from the bottom up."""

    x: float
    """How high the middle of the inputs is."""

    h: float
    """How high the middle of the outputs is."""

    @property
    def top(self) -> float:
        """The height of the whole."""
        return self.h + 0.4

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all layers."""
        return tuple(row for layer in self.layers for row in layer.rows)


def plan_network(call: Call, ends: tuple[float, float], most: int = 5) -> Plan:
    """Find the places of steps and layers.

    Args:
        call: The call to draw.
        ends: Where states enter and leave.
        most: How many columns there may be; of more steps, those in the middle are left
            out.
    """
    layers, directions = call.lstm.num_layers, call.directions
    steps = shown(call.steps, most)
    pitch = min(1.1, (ends[1] - ends[0]) / len(steps))
    left = (ends[0] + ends[1] - pitch * len(steps)) / 2
    cell = 0.44 if directions == 1 else 0.32, 0.8 if layers * directions == 1 else 0.46
    x = 0.35
    floor = x + SEQUENCE / 2
    places = []
    for number in shown(layers, 4):
        places.append(_plan_layer(number, floor + SHAFT, directions, cell[1]))
        floor = places[-1].ceiling
    return Plan(
        tuple((step, left + pitch * (slot + 0.5)) for slot, step in enumerate(steps)),
        (left, left + pitch * len(steps)),
        cell,
        tuple(places),
        x,
        floor + SHAFT + SEQUENCE / 2,
    )


def shown(count: int, most: int) -> list[int | None]:
    """List what is shown of ``count`` things: all, or the first, a gap and the last."""
    if count <= most:
        return list(range(count))
    return [*range(most - 2), None, count - 1]


def _plan_layer(number: int | None, floor: float, directions: int, high: float) -> Layer:
    if number is None:
        return Layer(floor, floor + 0.2, ())
    if directions == 1:
        row = Row(number, number, 0.0, floor + high / 2, reverse=False)
        return Layer(floor, floor + high, (row,))
    y = floor + FORK + high / 2
    rise = high + 0.14
    forward = Row(number, 2 * number, -0.19, y, reverse=False)
    reverse = Row(number, 2 * number + 1, 0.19, y + rise, reverse=True)
    return Layer(floor, y + rise + high / 2 + FORK, (forward, reverse))
