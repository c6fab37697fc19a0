"""Where to hang the head: at the last step, at every step, or in a circle."""

from collections.abc import Callable

from matplotlib.figure import Figure
from torch import Tensor, nn

from lstm_demo.messages import say
from lstm_demo.pictures.call import call_of, quietly
from lstm_demo.pictures.canvas import Sheet, shape_text
from lstm_demo.pictures.layout import shown
from lstm_demo.pictures.style import (
    ACCENT,
    COLOURS_OF,
    MUTED,
    SURFACE,
    TINT,
    house_style,
)

WIDE, PITCH, MIDDLE = 0.7, 1.05, 4.75
"""How wide a box is, how far apart boxes stand, and where the middle one does."""

INPUT, CELL, HEAD, ANSWER, PANEL = 0.25, 0.75, 1.26, 1.66, 1.95
"""How high inputs, cells, heads and answers stand in a panel, and how high it is."""


@house_style()
def plot_heads(
    lstm: nn.RNNBase, head: Callable[[Tensor], Tensor], inputs: Tensor, *, title: str = ""
) -> Figure:
    """Draw the three places of a head, with the shapes that it returns there.

    Many to one is one answer for a sequence, from the last step; many to many one answer
    for each step; one to many a sequence that goes on from its own answers.

    Args:
        lstm: A module with one direction.
        head: What makes an answer of h, such as an ``nn.Linear``.
        inputs: What the module is called with: a tensor, with a batch or without.
        title: What to write above the picture.

    Raises:
        TypeError: ``lstm`` is not a recurrent module.
        ValueError: The module has a reverse direction, which cannot generate.
    """
    call = call_of(lstm, inputs)
    if call.directions == 2:
        raise ValueError("lstm must have one direction, got bidirectional=True")
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
    sheet = Sheet(3 * PANEL, " ".join(alt), title)
    for index, (kind, code, shape) in enumerate(panels):
        floor = PANEL * (2 - index)
        _draw_panel(sheet, kind, floor, call.steps)
        if kind == "one-to-many":
            shape = say("pictures.at-each-step", shape=shape)
        sheet.write(
            (0.1, floor + 1.55), say(f"pictures.{kind}"), 14, ha="left", weight="bold"
        )
        why = say(f"pictures.why-{kind}")
        sheet.write((0.1, floor + 1.24), why, 12, ha="left", color=MUTED)
        sheet.code((0.1, floor + 0.75), code, 13, ha="left")
        sheet.write((0.1, floor + 0.44), shape, 13, ha="left")
    return sheet.figure


def _draw_panel(sheet: Sheet, kind: str, floor: float, steps: int) -> None:
    """Draw one way to use a module, over a few steps."""
    low, cell, high, top = (floor + each for each in (INPUT, CELL, HEAD, ANSWER))
    one = kind == "one-to-many"
    steps_shown = shown(3 if one else steps, 3)
    last = len(steps_shown) - 1
    h, (x_ink, x_face) = COLOURS_OF["h"][0], COLOURS_OF["x"]
    for place, step in enumerate(steps_shown):
        x = MIDDLE + PITCH * (place - last / 2)
        answers = kind != "many-to-one" or place == last
        if place < last:
            sheet.arrow((x + WIDE / 2, cell), (x + PITCH - WIDE / 2, cell), color=h)
        if step is None:
            for y in (low, cell, *(high, top) * answers):
                sheet.write((x, y), "…", 15, color=MUTED)
            continue
        sheet.box((x, cell), (WIDE, 0.36), MUTED, SURFACE, round_=0.06, zorder=3)
        sheet.write((x, cell), f"$h_{{{step + 1}}}$", 15, color=h)
        foot = low
        if not (one and place):
            foot = low + 0.15
            sheet.box((x, low), (WIDE, 0.3), x_ink, x_face, round_=0.04)
            sheet.write((x, low), f"$x_{{{step + 1}}}$", 15, color=x_ink)
        sheet.arrow((x, foot), (x, cell - 0.18), color=MUTED if foot > low else ACCENT)
        if not answers:
            continue
        sheet.arrow((x, cell + 0.18), (x, high - 0.15), color=h)
        sheet.box((x, high), (WIDE, 0.3), ACCENT, TINT, linewidth=1.8, zorder=3)
        sheet.code((x, high), "head", 12, color=ACCENT)
        sheet.arrow((x, high + 0.15), (x, top - 0.12), color=ACCENT)
        name = "$y$" if kind == "many-to-one" else f"$y_{{{step + 1}}}$"
        sheet.write((x, top), name, 15, color=ACCENT)
        if one and place < last:
            back = x + PITCH / 2
            way = (x + 0.18, top), (back, top), (back, low), (x + PITCH, low)
            sheet.line(*way, color=ACCENT, linestyle=(0, (3, 2)))
