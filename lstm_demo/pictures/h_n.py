"""The rows of ``h_n`` as a shelf beside the network."""

import torch
from matplotlib.figure import Figure
from torch import nn

from lstm_demo.messages import say
from lstm_demo.pictures.call import Call, Inputs, State, call_of
from lstm_demo.pictures.canvas import Sheet, shape_text
from lstm_demo.pictures.layout import Plan, plan_network
from lstm_demo.pictures.style import COLOURS_OF, MUTED, house_style
from lstm_demo.pictures.unrolled import draw_network, wire

ENDS = 0.35, 4.35
SHELF = 4.95, 6.3
"""Where the shelf begins and ends."""

HALF, WHOLE = 0.46, 0.62
"""The width in ``output`` of one of two directions, and of the only one."""


@house_style()
def plot_h_n(
    lstm: nn.RNNBase, inputs: Inputs, hx: State = None, *, title: str = ""
) -> Figure:
    """Draw each row of ``h_n`` beside the row of cells that it comes from.

    Where ``output`` holds the same numbers as a row of ``h_n``, which is looked up in the
    tensors, that half of ``output[0]`` or ``output[-1]`` is filled and named.

    Args:
        lstm: A module of one or two layers.
        inputs: What it is called with: a tensor, with a batch or without.
        hx: The states that it starts with; zeros if omitted.
        title: What to write above the picture.

    Raises:
        TypeError: ``lstm`` is not a recurrent module, or the sequences are packed: where
            they end differs from one to the other.
        ValueError: There are more than two layers.
    """
    call = call_of(lstm, inputs, hx)
    if call.batch_sizes:
        raise TypeError("inputs must be a tensor, got a PackedSequence; pass it padded")
    if lstm.num_layers > 2:
        raise ValueError(f"lstm must have 1 or 2 layers to be drawn, got {lstm.num_layers}")
    plan = plan_network(call, ENDS, most=4)
    same = same_rows(call)
    sheet = Sheet(plan.top + 0.3, _describe(call, same), title)
    draw_network(sheet, call, plan, ("h_n",), "h")
    _draw_inputs(sheet, plan)
    _draw_output(sheet, call, plan, same)
    _draw_shelf(sheet, call, plan)
    return sheet.figure


def same_rows(call: Call) -> dict[tuple[int, int], int]:
    """Find the rows of ``h_n`` in the first and the last step of ``output``.

    Returns:
        For a step, 0 or -1, and a direction, the row with the same numbers, if there is.
    """
    found = {}
    for step in (0, -1):
        at_step = call.output.select(call.time, step)
        for direction, part in enumerate(at_step.chunk(call.directions, -1)):
            for row, state in enumerate(call.h_n):
                if torch.allclose(part, state, atol=1e-6, equal_nan=True):
                    found[step, direction] = row
    return found


def _describe(call: Call, same: dict[tuple[int, int], int]) -> str:
    said = [say("pictures.alt-h_n", module=type(call.lstm).__name__, rows=len(call.h_n))]
    for row in range(len(call.h_n)):
        key = "alt-row-reverse" if row % call.directions else "alt-row"
        said.append(say(f"pictures.{key}", row=row, layer=row // call.directions))
    for (step, direction), row in same.items():
        half = (
            ("pictures.alt-whole",)
            if call.directions == 1
            else ("pictures.alt-first", "pictures.alt-second")
        )
        said.append(say(half[direction], step=step, row=row))
    return " ".join(said)


def _draw_inputs(sheet: Sheet, plan: Plan) -> None:
    for step, x in plan.columns:
        text = "…" if step is None else f"$x_{{{step + 1}}}$"
        if step is not None:
            sheet.box((x, plan.x), (0.44, 0.32), *COLOURS_OF[""], round_=0.05)
        sheet.write((x, plan.x), text, 12, color=COLOURS_OF["x"][0])


def _draw_output(
    sheet: Sheet, call: Call, plan: Plan, same: dict[tuple[int, int], int]
) -> None:
    """Draw ``output`` with the halves of its directions, and what they are equal to."""
    ink, face = COLOURS_OF["h"]
    for step, x in plan.columns:
        if step is None:
            sheet.write((x, plan.h), "…", 12, color=ink)
            continue
        index = {0: 0, call.steps - 1: -1}.get(step)
        wide = HALF if call.directions == 2 else WHOLE
        for direction in range(call.directions):
            row = same.get((index, direction)) if index is not None else None
            at = x + wide * (direction - (call.directions - 1) / 2), plan.h
            edge, fill = COLOURS_OF[""] if row is None else (ink, face)
            sheet.box(at, (wide, 0.4), edge, fill, linewidth=1 + (row is not None))
            if row is not None:
                if call.directions == 1:
                    sheet.write((x, plan.h + 0.07), f"$h_{{{step + 1}}}$ =", 9, color=ink)
                    at = x, plan.h - 0.1
                sheet.code(at, f"h_n[{row}]", 8.5, color=ink)
            elif call.directions == 2:
                sheet.write(at, "→←"[direction], 10, color=MUTED)
            else:
                sheet.write(at, f"$h_{{{step + 1}}}$", 12, color=MUTED)
        if index is not None:
            sheet.code((x, plan.h + 0.33), f"output[{index}]", 10)


def _draw_shelf(sheet: Sheet, call: Call, plan: Plan) -> None:
    """Draw a board for each row of ``h_n``, and the way of h to it."""
    ink, face = COLOURS_OF["h"]
    left, right = SHELF
    middle = (left + right) / 2
    top = plan.x
    for row in plan.rows:
        y = wire(plan, row, "h")
        if row.reverse:
            start, low = plan.ends[0], row.y - plan.cell[1] / 2 - 0.07
            sheet.arrow((start, y), (start, low), (left, low), color=ink, linewidth=1.4)
            y = low
        else:
            sheet.arrow((plan.ends[1], y), (left, y), color=ink, linewidth=1.4)
        top = max(top, y + 0.2)
        sheet.box((middle, y), (right - left, 0.4), ink, face, linewidth=1.6)
        bold = {"ha": "left", "color": ink, "weight": "bold"}
        sheet.code((left + 0.08, y + 0.08), f"h_n[{row.state}]", 10, **bold)
        text = say("pictures.layer", layer=row.layer)
        text = f"{text} {'←' if row.reverse else '→'}"
        sheet.write((left + 0.08, y - 0.1), text, 9, ha="left", color=ink)
        shape = shape_text(call.sizes["h_n"][1:])
        sheet.write((right - 0.06, y + 0.08), shape, 9, ha="right", color=ink)
    sizes = call.sizes["h_n"]
    name = {"ha": "left", "color": ink, "weight": "bold"}
    sheet.code((left, top + 0.13), "h_n", 11, **name)
    sheet.write((left + 0.4, top + 0.13), shape_text(sizes), 10, ha="left", color=ink)
    if call.directions == 2:
        view = (call.lstm.num_layers, 2, *sizes[1:])
        at = right, plan.x + 0.1
        sheet.code(at, f"h_n.view{shape_text(view)}", 9, ha="right", color=MUTED)
        sheet.write((right, at[1] - 0.2), say("pictures.view"), 9, ha="right", color=MUTED)
