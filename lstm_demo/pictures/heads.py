"""Where to hang the head: at the last step, at every step, or in a circle."""

from collections.abc import Callable

from matplotlib.figure import Figure
from torch import Tensor, nn

from lstm_demo.messages import say
from lstm_demo.pictures.call import call_to_draw, quietly
from lstm_demo.pictures.canvas import Canvas, shape_text
from lstm_demo.pictures.layout import shown_indices
from lstm_demo.pictures.style import (
    ACCENT,
    COLOUR_OF,
    FACE_OF,
    MUTED,
    SURFACE,
    TINT,
    house_style,
)

MAX_STEPS = 3
"""Of more steps, those in the middle are left out."""

BOX_WIDTH, PITCH, MIDDLE = 0.7, 1.05, 4.75
"""How wide a box is, how far apart boxes stand, and where the middle one does."""

INPUT, CELL, HEAD, ANSWER, PANEL = 0.25, 0.75, 1.26, 1.66, 1.95
"""How high inputs, cells, heads and answers stand in a panel, and how high it is."""


@house_style()
def plot_heads(
    lstm: nn.RNNBase, head: Callable[[Tensor], Tensor], inputs: Tensor
) -> Figure:
    """Draw the three places of a head, with the shapes that it returns there.

    Many to one is one answer for a sequence, from the last step; many to many one answer
    for each step; one to many a sequence that goes on from its own answers.

    Args:
        lstm: A module with one direction.
        head: What makes an answer of h, such as an ``nn.Linear``.
        inputs: What the module is called with: a tensor, with a batch or without.

    Raises:
        TypeError: ``lstm`` is not a recurrent module.
        ValueError: The module has a reverse direction, which cannot generate.
    """
    call = call_to_draw(lstm, inputs)
    if call.directions == 2:
        raise ValueError(
            "lstm must have one direction to be drawn, got bidirectional=True; "
            "draw one without it"
        )
    last = quietly(head, call.h_n[-1])
    every = quietly(head, call.output)
    one = quietly(head, call.output.select(call.time, -1))
    step = "[:, -1]" if call.time else "[-1]"
    panels = (
        ("many-to-one", "head(h_n[-1])", shape_text(last.shape)),
        ("many-to-many", "head(output)", shape_text(every.shape)),
        ("one-to-many", f"head(output{step})", shape_text(one.shape)),
    )
    alt = [say("pictures.alt-heads", module=type(lstm).__name__)]
    alt += [
        say(f"pictures.alt-{kind}", code=code, shape=shape) for kind, code, shape in panels
    ]
    canvas = Canvas(3 * PANEL, " ".join(alt))
    for index, (kind, code, shape) in enumerate(panels):
        floor = PANEL * (2 - index)
        _draw_panel(canvas, kind, floor, call.steps)
        if kind == "one-to-many":
            shape = say("pictures.at-each-step", shape=shape)
        name = say(f"pictures.{kind}")
        canvas.write((0.1, floor + 1.55), name, 14, ha="left", weight="bold")
        why = say(f"pictures.why-{kind}")
        canvas.write((0.1, floor + 1.24), why, 12, ha="left", color=MUTED)
        canvas.code((0.1, floor + 0.75), code, 13, ha="left")
        canvas.write((0.1, floor + 0.44), shape, 13, ha="left")
    return canvas.figure


def _draw_panel(canvas: Canvas, kind: str, floor: float, steps: int) -> None:
    """Draw one way to use a module, over a few steps."""
    low, cell = floor + INPUT, floor + CELL
    high, top = floor + HEAD, floor + ANSWER
    generates = kind == "one-to-many"
    columns = shown_indices(MAX_STEPS if generates else steps, MAX_STEPS)
    last = len(columns) - 1
    half = BOX_WIDTH / 2
    h = COLOUR_OF["h"]
    for place, step in enumerate(columns):
        x = MIDDLE + PITCH * (place - last / 2)
        answers = kind != "many-to-one" or place == last
        if place < last:
            canvas.arrow((x + half, cell), (x + PITCH - half, cell), color=h)
        if step is None:
            for y in (low, cell, high, top) if answers else (low, cell):
                canvas.write((x, y), "…", 15, color=MUTED)
            continue
        canvas.box((x, cell), (BOX_WIDTH, 0.36), MUTED, SURFACE, radius=0.06, zorder=3)
        canvas.write((x, cell), f"$h_{{{step + 1}}}$", 15, color=h)
        if generates and place > 0:
            canvas.arrow((x, low), (x, cell - 0.18), color=ACCENT)
        else:
            size = BOX_WIDTH, 0.3
            canvas.box((x, low), size, COLOUR_OF["x"], FACE_OF["x"], radius=0.04)
            canvas.write((x, low), f"$x_{{{step + 1}}}$", 15, color=COLOUR_OF["x"])
            canvas.arrow((x, low + 0.15), (x, cell - 0.18), color=MUTED)
        if not answers:
            continue
        canvas.arrow((x, cell + 0.18), (x, high - 0.15), color=h)
        canvas.box((x, high), (BOX_WIDTH, 0.3), ACCENT, TINT, linewidth=1.8, zorder=3)
        canvas.code((x, high), "head", 12, color=ACCENT)
        canvas.arrow((x, high + 0.15), (x, top - 0.12), color=ACCENT)
        name = "$y$" if kind == "many-to-one" else f"$y_{{{step + 1}}}$"
        canvas.write((x, top), name, 15, color=ACCENT)
        if generates and place < last:
            back = x + PITCH / 2
            way = (x + 0.18, top), (back, top), (back, low), (x + PITCH, low)
            canvas.line(*way, color=ACCENT, linestyle=(0, (3, 2)))
