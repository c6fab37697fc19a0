"""A long sequence in chunks: how far the state goes, and how far the gradient."""

import torch
from matplotlib.figure import Figure

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Point, Sheet
from lstm_demo.pictures.style import ACCENT, COLOURS_OF, MUTED, SURFACE, WIDTH, house_style

MOST = 24
"""How many steps the sheet has room for."""

SIDE, GAP = 0.5, 0.4
"""The room at either side, and between two chunks."""

MIDDLE, BACK, LOW = 1.35, 0.62, 0.5
"""How high the chunks stand, how high the gradient goes back, and where it does not."""

GRADIENT = ACCENT


@house_style()
def plot_chunks(
    steps: int, chunk: int, *, detach: bool = True, gradient: bool = True, title: str = ""
) -> Figure:
    """Draw the way of the state forward and of the gradient back through chunks.

    Args:
        steps: How many time steps there are, at most 24.
        chunk: How many of them go into one call.
        detach: Whether the state is detached between the calls, as scissors show.
        gradient: Whether to draw the way back; without it there is only the state.
        title: What to write above the picture.

    Raises:
        ValueError: There are no steps, or more than 24, or ``chunk`` is not among them.
    """
    if not 0 < chunk <= steps <= MOST:
        raise ValueError(
            f"steps must be from 1 to {MOST} and chunk from 1 to steps, "
            f"got steps={steps} and chunk={chunk}"
        )
    chunks = torch.arange(steps).split(chunk)
    alt = say("pictures.alt-chunks", steps=steps, sizes=[len(each) for each in chunks])
    middle, words = LOW, {"forward": LOW + 0.85}
    if gradient:
        alt += f" {say('pictures.alt-cut' if detach else 'pictures.alt-uncut')}"
        middle, words = MIDDLE, {"forward": MIDDLE + 0.85, "backward": 0.2}
    sheet = Sheet(middle + 1.1, alt, title)
    room = WIDTH - 2 * SIDE - GAP * (len(chunks) - 1)
    wide = min(0.5, room / steps)
    x = (WIDTH - wide * steps - GAP * (len(chunks) - 1)) / 2
    first, last = x, WIDTH - x
    ink = COLOURS_OF["h"][0]
    ways = [(first - 0.3, first)]
    for number, each in enumerate(chunks):
        end = x + wide * len(each)
        _draw_chunk(sheet, number, each.tolist(), (x, end), middle)
        ways.append((end, end + GAP))
        if gradient and detach:
            _draw_gradient(sheet, x, end)
            if number:
                at = x - GAP / 2, BACK
                sheet.write(at, "✂", 17, color=GRADIENT)
        x = end + GAP
    for start, end in ways:
        ends = (start + 0.02, middle), (end - 0.02, middle)
        sheet.arrow(*ends, color=ink, linewidth=2.2, size=13)
    if gradient and not detach:
        _draw_gradient(sheet, first, last)
    for key, y in words.items():
        colour = ink if key == "forward" else GRADIENT
        text = say(f"pictures.{key}")
        sheet.write((WIDTH / 2, y), text, 11, weight="bold", color=colour)
    return sheet.figure


def _draw_chunk(
    sheet: Sheet, number: int, steps: list[int], ends: Point, height: float
) -> None:
    """Draw the steps of one call in a frame."""
    left, right = ends
    wide = (right - left) / len(steps)
    for place, step in enumerate(steps):
        at = left + wide * (place + 0.5), height
        sheet.box(at, (0.8 * wide, 0.36), MUTED, SURFACE, round_=0.05, zorder=3)
        sheet.write(at, str(step + 1), 10 if wide > 0.3 else 7)
    middle = (left + right) / 2
    size = right - left, 0.56
    sheet.box((middle, height), size, COLOURS_OF["x"][0], round_=0.08, linewidth=1.4)
    text = say("pictures.call", number=number + 1)
    sheet.write((middle, height + 0.43), text, 10, color=MUTED)


def _draw_gradient(sheet: Sheet, left: float, right: float) -> None:
    """Draw the way of the gradient, from the last step to the first that it reaches."""
    way = (right, BACK + 0.18), (right, BACK), (left + 0.12, BACK)
    sheet.line(*way, color=GRADIENT, linewidth=2, linestyle=(0, (3, 1.5)))
    sheet.arrow((left + 0.13, BACK), (left, BACK), color=GRADIENT, linewidth=2, size=13)
