"""Where the parts of an unrolled network stand, in inches."""

from typing import NamedTuple

from lstm_demo.pictures.call import DrawnCall

SHAFT = 0.4
"""The length of an upright arrow."""

FORK = 0.12
"""The height of a fork from one arrow into the two directions."""

SEQUENCE = 0.5
"""The height of the frame around inputs and outputs."""

MAX_STEPS = 5
MAX_LAYERS = 4
"""Of more than these, those in the middle are left out."""


class CellRow(NamedTuple):
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


class LayerPlace(NamedTuple):
    """Where one layer stands, or those in the middle that are left out."""

    floor: float
    """The height at which it begins."""

    ceiling: float
    """The height at which it ends."""

    rows: tuple[CellRow, ...]
    """Its directions; none if it stands for those that are left out."""


class NetworkLayout(NamedTuple):
    """Where the whole network stands."""

    columns: tuple[tuple[int | None, float], ...]
    """The time steps, None for a gap, and where the middle of each is."""

    ends: tuple[float, float]
    """Where states enter and leave."""

    cell: tuple[float, float]
    """The width and height of a cell."""

    layers: tuple[LayerPlace, ...]
    """The layers from the bottom up."""

    inputs: float
    """How high the middle of the inputs is."""

    outputs: float
    """How high the middle of the outputs is."""

    @property
    def top(self) -> float:
        """The height of the whole."""
        return self.outputs + 0.4

    @property
    def rows(self) -> tuple[CellRow, ...]:
        """The rows of all layers."""
        return tuple(row for layer in self.layers for row in layer.rows)

    def wire(self, row: CellRow, letter: str) -> float:
        """Return the height of the wire that carries a state along a row."""
        away = self.cell[1] * 0.27
        return row.y + away if letter == "c" else row.y - away


def lay_out_network(
    call: DrawnCall, ends: tuple[float, float], max_steps: int = MAX_STEPS
) -> NetworkLayout:
    """Find the places of steps and layers.

    Args:
        call: The call to draw.
        ends: Where states enter and leave.
        max_steps: How many columns there may be.
    """
    steps = shown_indices(call.steps, max_steps)
    pitch = min(1.1, (ends[1] - ends[0]) / len(steps))
    left = (ends[0] + ends[1] - pitch * len(steps)) / 2
    cell_width = 0.44 if call.directions == 1 else 0.32
    cell_height = 0.8 if call.lstm.num_layers * call.directions == 1 else 0.46
    inputs = 0.35
    floor = inputs + SEQUENCE / 2
    layers = []
    for number in shown_indices(call.lstm.num_layers, MAX_LAYERS):
        layers.append(_place_layer(number, floor + SHAFT, call.directions, cell_height))
        floor = layers[-1].ceiling
    return NetworkLayout(
        tuple((step, left + pitch * (slot + 0.5)) for slot, step in enumerate(steps)),
        (left, left + pitch * len(steps)),
        (cell_width, cell_height),
        tuple(layers),
        inputs,
        floor + SHAFT + SEQUENCE / 2,
    )


def shown_indices(count: int, most: int) -> list[int | None]:
    """List what is shown of ``count`` things: all, or the first, a gap and the last."""
    if count <= most:
        return list(range(count))
    return [*range(most - 2), None, count - 1]


def _place_layer(
    number: int | None, floor: float, directions: int, cell_height: float
) -> LayerPlace:
    if number is None:
        return LayerPlace(floor, floor + 0.2, ())
    if directions == 1:
        row = CellRow(number, number, 0.0, floor + cell_height / 2, reverse=False)
        return LayerPlace(floor, floor + cell_height, (row,))
    y = floor + FORK + cell_height / 2
    rise = cell_height + 0.14
    forward = CellRow(number, 2 * number, -0.19, y, reverse=False)
    reverse = CellRow(number, 2 * number + 1, 0.19, y + rise, reverse=True)
    return LayerPlace(floor, y + rise + cell_height / 2 + FORK, (forward, reverse))
