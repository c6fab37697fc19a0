"""A long sequence in chunks: how far the state goes, and how far the gradient."""

import torch
from matplotlib.figure import Figure

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas, Point
from lstm_demo.pictures.style import ACCENT, COLOUR_OF, MUTED, SURFACE, WIDTH, house_style

MAX_STEPS = 24
"""How many steps there is room for."""

SIDE, GAP = 0.5, 0.4
"""The room at either side, and between two chunks."""

MIDDLE, BACK, LOW = 1.35, 0.62, 0.5
"""How high the chunks stand, how high the gradient goes back, and where it does not."""

GRADIENT = ACCENT


@house_style()
def plot_chunks(steps: int, chunk: int, *, gradient: bool = True) -> Figure:
    """Draw the way of the state forward and of the gradient back through chunks.

    The state is detached between two calls, as scissors show.

    Args:
        steps: How many time steps there are, at most 24.
        chunk: How many of them go into one call.
        gradient: Whether to draw the way back; without it there is only the state.

    Raises:
        ValueError: There are no steps, or more than 24, or ``chunk`` is not among them.
    """
    if not 0 < chunk <= steps <= MAX_STEPS:
        raise ValueError(
            f"steps must be from 1 to {MAX_STEPS} and chunk from 1 to steps, "
            f"got steps={steps} and chunk={chunk}"
        )
    chunks = torch.arange(steps).split(chunk)
    alt = say("pictures.alt-chunks", steps=steps, sizes=[len(part) for part in chunks])
    middle = LOW
    if gradient:
        alt += f" {say('pictures.alt-cut')}"
        middle = MIDDLE
    canvas = Canvas(middle + 1.1, alt)
    room = WIDTH - 2 * SIDE - GAP * (len(chunks) - 1)
    width = min(0.5, room / steps)
    x = (WIDTH - width * steps - GAP * (len(chunks) - 1)) / 2
    ink = COLOUR_OF["h"]
    ways = [(x - 0.3, x)]
    for number, part in enumerate(chunks):
        end = x + width * len(part)
        _draw_chunk(canvas, number, part.tolist(), (x, end), middle)
        ways.append((end, end + GAP))
        if gradient:
            _draw_gradient(canvas, x, end)
            if number > 0:
                canvas.write((x - GAP / 2, BACK), "✂", 17, color=GRADIENT)
        x = end + GAP
    for start, end in ways:
        ends = (start + 0.02, middle), (end - 0.02, middle)
        canvas.arrow(*ends, color=ink, linewidth=2.2, size=13)
    above, below = (WIDTH / 2, middle + 0.85), (WIDTH / 2, 0.2)
    canvas.write(above, say("pictures.forward"), 11, weight="bold", color=ink)
    if gradient:
        words = say("pictures.backward")
        canvas.write(below, words, 11, weight="bold", color=GRADIENT)
    return canvas.figure


def _draw_chunk(
    canvas: Canvas, number: int, steps: list[int], ends: Point, height: float
) -> None:
    """Draw the steps of one call in a frame."""
    left, right = ends
    width = (right - left) / len(steps)
    for place, step in enumerate(steps):
        at = left + width * (place + 0.5), height
        canvas.box(at, (0.8 * width, 0.36), MUTED, SURFACE, radius=0.05, zorder=3)
        canvas.write(at, str(step + 1), 10 if width > 0.3 else 7)
    middle = (left + right) / 2
    size = right - left, 0.56
    canvas.box((middle, height), size, COLOUR_OF["x"], radius=0.08, linewidth=1.4)
    text = say("pictures.call", number=number + 1)
    canvas.write((middle, height + 0.43), text, 10, color=MUTED)


def _draw_gradient(canvas: Canvas, left: float, right: float) -> None:
    """Draw the way of the gradient, from the last step to the first that it reaches."""
    way = (right, BACK + 0.18), (right, BACK), (left + 0.12, BACK)
    canvas.line(*way, color=GRADIENT, linewidth=2, linestyle=(0, (3, 1.5)))
    canvas.arrow((left + 0.13, BACK), (left, BACK), color=GRADIENT, linewidth=2, size=13)
