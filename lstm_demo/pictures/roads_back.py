"""The two roads of the gradient back in time: through c, and through h."""

from functools import partial

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.autograd.functional import jacobian

from lstm_demo.checks import check_call
from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas
from lstm_demo.pictures.style import (
    COLOUR_OF,
    FACE_OF,
    INK,
    MUTED,
    WIDTH,
    house_style,
    two_decimals,
)

MIN_STEPS, MAX_STEPS = 2, 6
"""How many steps make a road, and how many there is room for."""

ROADS = {"c": 1.85, "h": 0.85}
"""How high the two roads are."""


@house_style()
def plot_roads_back(lstm: nn.LSTM, inputs: Tensor) -> Figure:
    """Draw the two roads from the last step back, each as wide as what gets through.

    The road through c is multiplied by f at each step, the one through h by the weights
    and the slopes of sigma and tanh. At each step stands how much of a gradient is left
    there at most: the largest singular value of the product of the Jacobians on that road
    alone.

    Args:
        lstm: A module of one layer and direction, which starts from zeros.
        inputs: (time, features) of one sequence, from 2 to 6 steps.

    Raises:
        TypeError: ``lstm`` is not an ``nn.LSTM``, or ``inputs`` not a tensor.
        ValueError: There are more layers or directions, or fewer or more steps, or
            ``inputs`` does not fit the module.
    """
    check_call(lstm, inputs, None)
    if lstm.num_layers > 1 or lstm.bidirectional:
        raise ValueError(
            "lstm must have one layer and one direction to be drawn, "
            f"got num_layers={lstm.num_layers}, bidirectional={lstm.bidirectional}"
        )
    if inputs.dim() != 2 or not MIN_STEPS <= len(inputs) <= MAX_STEPS:
        raise ValueError(
            f"inputs must be (time, features) with {MIN_STEPS} to {MAX_STEPS} steps, "
            f"got {tuple(inputs.shape)}"
        )
    left = what_is_left(lstm, inputs)
    steps = len(inputs)
    told = {letter: ", ".join(map(two_decimals, shares)) for letter, shares in left.items()}
    canvas = Canvas(2.7, say("pictures.alt-roads", steps=steps, **told))
    pitch = (WIDTH - 1.85) / (steps - 1)
    columns = [0.45 + pitch * step for step in range(steps)]
    for letter, y in ROADS.items():
        ink = COLOUR_OF[letter]
        away = 1 if letter == "c" else -1
        at = 0.22, y + 0.66 * away
        canvas.write(at, say(f"pictures.road-{letter}"), 11, ha="left", color=ink)
        for step, (x, share) in enumerate(zip(columns, left[letter], strict=True)):
            canvas.box((x, y), (0.46, 0.36), ink, FACE_OF[letter], radius=0.08, zorder=3)
            canvas.write((x, y), f"${letter}_{{{step + 1}}}$", 12, color=ink)
            canvas.code((x, y + 0.32 * away), two_decimals(share), 10, color=ink)
            if step + 1 < steps:
                width = min(5.0, max(0.4, 5 * share))
                ends = (x + pitch - 0.23, y), (x + 0.23, y)
                canvas.arrow(*ends, color=ink, linewidth=width, size=7 + 2 * width)
                sign = rf"$\times f_{{{step + 2}}}$" if letter == "c" else r"$\times W_h$"
                middle = x + pitch / 2, y + 0.22 * away
                canvas.write(middle, sign, 11, color=ink)
    last = columns[-1]
    canvas.write((last + 0.62, ROADS["h"]), say("pictures.loss"), 10, ha="left")
    canvas.arrow((last + 0.57, ROADS["h"]), (last + 0.23, ROADS["h"]), color=INK)
    up = (last, ROADS["h"] + 0.18), (last, ROADS["c"] - 0.18)
    canvas.arrow(*up, color=MUTED)
    return canvas.figure


def what_is_left(lstm: nn.LSTM, inputs: Tensor) -> dict[str, list[float]]:
    """Compute how much of a gradient gets back to each step on either road alone.

    Returns:
        For c and for h, the spectral norm of the product of the Jacobians from each step
        to the last, at which it is 1.
    """
    with torch.no_grad():
        h = inputs.new_zeros(1, lstm.proj_size or lstm.hidden_size)
        c = inputs.new_zeros(1, lstm.hidden_size)
        slopes: dict[str, list[Tensor]] = {"h": [], "c": []}
        for x in inputs.split(1):
            by_h, by_c = jacobian(partial(_step, lstm, x), (h, c))
            slopes["h"].append(by_h[0][0, :, 0])
            slopes["c"].append(by_c[1][0, :, 0])
            h, c = _step(lstm, x, h, c)
    return {letter: _norms(slopes[letter]) for letter in ROADS}


def _step(lstm: nn.LSTM, x: Tensor, h: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """Return h and c after one time step."""
    _, (h, c) = lstm(x, (h, c))
    return h, c


def _norms(slopes: list[Tensor]) -> list[float]:
    product = torch.eye(len(slopes[0]), dtype=slopes[0].dtype)
    norms = [1.0]
    for slope in reversed(slopes[1:]):
        product = product @ slope
        norms.append(float(torch.linalg.matrix_norm(product, 2)))
    return norms[::-1]
