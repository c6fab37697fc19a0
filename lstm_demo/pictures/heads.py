"""Where to hang the head: at the last step, at every step, or in a circle."""

from collections.abc import Callable

from matplotlib.figure import Figure
from torch import Tensor, nn

from lstm_demo.messages import say
from lstm_demo.pictures.call import call_of, quietly
from lstm_demo.pictures.plan import shown
from lstm_demo.pictures.sheet import Sheet, shape_text
from lstm_demo.pictures.style import (
    ACCENT,
    COLOURS_OF,
    MUTED,
    SURFACE,
    TINT,
    WIDTH,
    house_style,
)

WIDE, PITCH = 0.46, 0.6

INPUT, CELL, HEAD, ANSWER = 0.95, 1.5, 2.1, 2.62
"""How high inputs, cells, heads and answers stand."""


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
    panels = (
        ("many-to-one", "head(h_n[-1])", shape_text(last.shape)),
        ("many-to-many", "head(output)", shape_text(every.shape)),
        ("one-to-many", "head(output[-1])", shape_text(one.shape)),
    )
    alt = [say("pictures.alt-heads", module=type(lstm).__name__)]
    alt += [
        say(f"pictures.alt-{kind}", code=code, shape=shape) for kind, code, shape in panels
    ]
    sheet = Sheet(3.4, " ".join(alt), title)
    for index, (kind, code, shape) in enumerate(panels):
        middle = WIDTH * (index + 0.5) / 3
        _draw_panel(sheet, kind, middle, call.steps)
        sheet.write((middle, 3.22), say(f"pictures.{kind}"), 11, weight="bold")
        sheet.write((middle, 3.0), say(f"pictures.why-{kind}"), 9.5, color=MUTED)
        sheet.code((middle, 0.42), code, 10)
        sheet.write((middle, 0.2), shape, 10)
    return sheet.figure


def _draw_panel(sheet: Sheet, kind: str, middle: float, steps: int) -> None:
    """Draw one way to use a module, over a few steps."""
    one = kind == "one-to-many"
    steps_shown = shown(3 if one else steps, 3)
    last = len(steps_shown) - 1
    h, (x_ink, x_face) = COLOURS_OF["h"][0], COLOURS_OF["x"]
    for place, step in enumerate(steps_shown):
        x = middle + PITCH * (place - last / 2)
        answers = kind != "many-to-one" or place == last
        if place < last:
            sheet.arrow((x + WIDE / 2, CELL), (x + PITCH - WIDE / 2, CELL), color=h)
        if step is None:
            for y in (INPUT, CELL, *(HEAD, ANSWER) * answers):
                sheet.write((x, y), "…", 12, color=MUTED)
            continue
        sheet.box((x, CELL), (WIDE, 0.36), MUTED, SURFACE, round_=0.06, zorder=3)
        sheet.write((x, CELL), f"$h_{{{step + 1}}}$", 11, color=h)
        foot = INPUT
        if not (one and place):
            foot = INPUT + 0.15
            sheet.box((x, INPUT), (WIDE, 0.3), x_ink, x_face, round_=0.04)
            sheet.write((x, INPUT), f"$x_{{{step + 1}}}$", 11, color=x_ink)
        sheet.arrow((x, foot), (x, CELL - 0.18), color=MUTED if foot > INPUT else ACCENT)
        if not answers:
            continue
        sheet.arrow((x, CELL + 0.18), (x, HEAD - 0.14), color=h)
        sheet.box((x, HEAD), (WIDE + 0.04, 0.28), ACCENT, TINT, linewidth=1.8, zorder=3)
        sheet.code((x, HEAD), "head", 9, color=ACCENT)
        sheet.arrow((x, HEAD + 0.14), (x, ANSWER - 0.12), color=ACCENT)
        name = "$y$" if kind == "many-to-one" else f"$y_{{{step + 1}}}$"
        sheet.write((x, ANSWER), name, 12, color=ACCENT)
        if one and place < last:
            back = x + PITCH / 2
            way = (x + 0.14, ANSWER), (back, ANSWER), (back, INPUT), (x + PITCH, INPUT)
            sheet.line(*way, color=ACCENT, linestyle=(0, (3, 2)))
