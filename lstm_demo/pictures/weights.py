"""The weights of one layer and direction: four blocks, one for each gate."""

from matplotlib.figure import Figure
from torch import nn

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Point, Sheet, shape_text
from lstm_demo.pictures.style import COLOURS_OF, MUTED, house_style

GATES = "ifgo"
"""The order in which PyTorch stacks the gates."""

BLOCK = 0.58
"""The height of the block of a gate."""

LEFT, GAP = 1.05, 0.07

BESIDE = {"weight_ih": r"\times\ x_t", "weight_hh": r"\times\ h_{t-1}"}


@house_style()
def plot_weights(
    lstm: nn.LSTM, *, layer: int = 0, reverse: bool = False, title: str = ""
) -> Figure:
    """Draw the weights of a layer as blocks of rows, in PyTorch's order i, f, g, o.

    Each block has the colour and the letter of its gate. On the left stand the rows of
    the gate, above each tensor its name and shape, below it what it is multiplied with.

    Args:
        lstm: The module.
        layer: Which of its layers.
        reverse: Whether to draw the reverse direction.
        title: What to write above the picture.

    Raises:
        TypeError: ``lstm`` is not an ``nn.LSTM``.
        ValueError: It has no such layer or direction.
    """
    if not isinstance(lstm, nn.LSTM):
        raise TypeError(f"lstm must be a torch.nn.LSTM, got {type(lstm).__name__}")
    suffix = f"_l{layer}{'_reverse' * reverse}"
    every = dict(lstm.named_parameters())
    if f"weight_ih{suffix}" not in every:
        raise ValueError(
            f"lstm has no parameter weight_ih{suffix}; layer must be below "
            f"{lstm.num_layers}, and reverse needs bidirectional=True"
        )
    kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    tensors = {kind: every[kind + suffix] for kind in kinds if kind + suffix in every}
    hidden = lstm.hidden_size
    rows = {gate: f"{k * hidden}:{(k + 1) * hidden}" for k, gate in enumerate(GATES)}
    shapes = ", ".join(
        f"{kind}{suffix} {shape_text(tensor.shape)}" for kind, tensor in tensors.items()
    )
    blocks = ", ".join(f"{gate} [{span}]" for gate, span in rows.items())
    alt = say("pictures.alt-weights", weights=shapes, blocks=blocks)
    sheet = Sheet(4 * BLOCK + 1.2 + 0.15 * reverse, alt, title)
    top = 0.5 + 4 * BLOCK
    for k, (gate, span) in enumerate(rows.items()):
        y = top - BLOCK * (k + 0.5)
        ink = COLOURS_OF[gate][0]
        sheet.write((0.15, y + 0.1), f"${gate}$", 15, ha="left", color=ink)
        sheet.code((0.15, y - 0.13), span, 10, ha="left", color=ink)
    weights = [1.6 if tensor.dim() == 2 else 0.95 for tensor in tensors.values()]
    x = LEFT
    for wide, (kind, tensor) in zip(weights, tensors.items(), strict=True):
        middle = x + wide / 2
        _draw_tensor(sheet, kind, (middle, top), wide if tensor.dim() == 2 else 0.5)
        name = kind + "\n" * reverse + suffix
        at = middle, top + 0.32
        sheet.code(at, name, 10, va="bottom", weight="bold")
        sheet.write((middle, top + 0.18), shape_text(tensor.shape), 10, color=MUTED)
        sheet.write((middle, 0.25), f"${BESIDE.get(kind, '+')}$", 13)
        x += wide + GAP
    return sheet.figure


def _draw_tensor(sheet: Sheet, kind: str, top: Point, wide: float) -> None:
    """Draw the four blocks of a tensor below one another, named as in the equations."""
    x, y = top
    letter, side = ("W" if kind.startswith("weight") else "b"), kind[-2]
    for k, gate in enumerate(GATES):
        edge, face = COLOURS_OF[gate]
        middle = x, y - BLOCK * (k + 0.5)
        sheet.box(middle, (wide, BLOCK - 0.05), edge, face, linewidth=1.6)
        sheet.write(middle, f"${letter}_{{{side}{gate}}}$", 14, color=edge)
