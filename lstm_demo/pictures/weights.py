"""The weights of the first layer: four blocks, one for each gate."""

from matplotlib.figure import Figure
from torch import nn

from lstm_demo.checks import check_module
from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas, Point, shape_text
from lstm_demo.pictures.style import COLOUR_OF, FACE_OF, MUTED, house_style

GATES = "ifgo"
"""The order in which PyTorch stacks the gates."""

BLOCK_HEIGHT = 0.58
"""The height of the block of a gate."""

LEFT, GAP = 1.05, 0.07
MATRIX_WIDTH, BIAS_WIDTH, BIAS_ROOM = 1.6, 0.5, 0.95
"""How wide a matrix and a bias are, and how much room a bias and its name take."""

BELOW = {
    "weight_ih": r"\times\ x_t",
    "weight_hh": r"\times\ h_{t-1}",
    "bias_ih": "+",
    "bias_hh": "+",
}
"""What is done with each tensor, in math."""


@house_style()
def plot_weights(lstm: nn.LSTM) -> Figure:
    """Draw the weights of the first layer as blocks of rows, in PyTorch's order i, f, g, o.

    Each block has the colour and the letter of its gate. On the left stand the rows of
    the gate, above each tensor its name and shape, below it what it is multiplied with.

    Args:
        lstm: The module, without a projection; of several layers and directions the first
            is drawn.

    Raises:
        TypeError: ``lstm`` is not an ``nn.LSTM``.
        ValueError: It has a projection, whose ``weight_hr`` has no rows of gates.
    """
    check_module(lstm)
    if lstm.proj_size:
        raise ValueError(
            f"lstm must have proj_size=0 to be drawn, got {lstm.proj_size}: its weight_hr "
            "has no rows of gates; draw an nn.LSTM without proj_size"
        )
    parameters = dict(lstm.named_parameters())
    tensors = {
        kind: parameters[f"{kind}_l0"] for kind in BELOW if f"{kind}_l0" in parameters
    }
    hidden = lstm.hidden_size
    rows = {gate: f"{k * hidden}:{(k + 1) * hidden}" for k, gate in enumerate(GATES)}
    shapes = ", ".join(
        f"{kind}_l0 {shape_text(tensor.shape)}" for kind, tensor in tensors.items()
    )
    blocks = ", ".join(f"{gate} [{span}]" for gate, span in rows.items())
    alt = say("pictures.alt-weights", weights=shapes, blocks=blocks)
    canvas = Canvas(4 * BLOCK_HEIGHT + 1.2, alt)
    top = 0.5 + 4 * BLOCK_HEIGHT
    for k, (gate, span) in enumerate(rows.items()):
        y = top - BLOCK_HEIGHT * (k + 0.5)
        ink = COLOUR_OF[gate]
        canvas.write((0.15, y + 0.1), f"${gate}$", 15, ha="left", color=ink)
        canvas.code((0.15, y - 0.13), span, 10, ha="left", color=ink)
    x = LEFT
    for kind, tensor in tensors.items():
        matrix = kind.startswith("weight")
        room = MATRIX_WIDTH if matrix else BIAS_ROOM
        middle = x + room / 2
        _draw_tensor(canvas, kind, (middle, top), MATRIX_WIDTH if matrix else BIAS_WIDTH)
        at = middle, top + 0.32
        canvas.code(at, f"{kind}_l0", 10, va="bottom", weight="bold")
        canvas.write((middle, top + 0.18), shape_text(tensor.shape), 10, color=MUTED)
        canvas.write((middle, 0.25), f"${BELOW[kind]}$", 13)
        x += room + GAP
    return canvas.figure


def _draw_tensor(canvas: Canvas, kind: str, top: Point, width: float) -> None:
    """Draw the four blocks of a tensor below one another, named as in the equations."""
    x, y = top
    letter = "W" if kind.startswith("weight") else "b"
    side = "i" if kind.endswith("ih") else "h"
    for k, gate in enumerate(GATES):
        edge = COLOUR_OF[gate]
        middle = x, y - BLOCK_HEIGHT * (k + 0.5)
        size = width, BLOCK_HEIGHT - 0.05
        canvas.box(middle, size, edge, FACE_OF[gate], linewidth=1.6)
        canvas.write(middle, f"${letter}_{{{side}{gate}}}$", 14, color=edge)
