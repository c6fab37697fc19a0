"""The rows of ``h_n`` as a shelf beside the network."""

import torch
from matplotlib.figure import Figure
from torch import nn
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.messages import say
from lstm_demo.pictures.call import DrawnCall, Inputs, call_to_draw
from lstm_demo.pictures.canvas import Canvas, shape_text
from lstm_demo.pictures.layout import NetworkLayout, lay_out_network
from lstm_demo.pictures.style import COLOUR_OF, FACE_OF, MUTED, UNLIT, house_style
from lstm_demo.pictures.unrolled import draw_network

MAX_LAYERS = 2
MAX_STEPS = 4
"""Of more steps, those in the middle are left out."""

ENDS = 0.35, 4.35
SHELF = 4.95, 6.3
"""Where the shelf begins and ends."""

HALF, WHOLE = 0.46, 0.62
"""The width in ``output`` of one of two directions, and of the only one."""


@house_style()
def plot_h_n(lstm: nn.RNNBase, inputs: Inputs) -> Figure:
    """Draw each row of ``h_n`` beside the row of cells that it comes from.

    Where ``output`` holds the same numbers as a row of ``h_n``, which is looked up in the
    tensors, that half of ``output[0]`` or ``output[-1]`` is filled and named.

    Args:
        lstm: A module of one or two layers.
        inputs: What it is called with: a tensor, with a batch or without.

    Raises:
        TypeError: ``lstm`` is not a recurrent module, or the sequences are packed: where
            they end differs from one to the other.
        ValueError: There are more than two layers.
    """
    if isinstance(inputs, PackedSequence):
        raise TypeError("inputs must be a tensor, got a PackedSequence; pass it padded")
    call = call_to_draw(lstm, inputs)
    if lstm.num_layers > MAX_LAYERS:
        raise ValueError(
            f"lstm must have 1 or {MAX_LAYERS} layers to be drawn, got {lstm.num_layers}; "
            "draw a smaller example"
        )
    layout = lay_out_network(call, ENDS, MAX_STEPS)
    same = same_rows(call)
    canvas = Canvas(layout.top + 0.3, _describe(call, same))
    draw_network(canvas, call, layout, ("h_n",), "h")
    _draw_inputs(canvas, layout)
    _draw_output(canvas, call, layout, same)
    _draw_shelf(canvas, call, layout)
    return canvas.figure


def same_rows(call: DrawnCall) -> dict[tuple[int, int], int]:
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


def _describe(call: DrawnCall, same: dict[tuple[int, int], int]) -> str:
    """Say in words where each row comes from, and where ``output`` has it too."""
    said = [say("pictures.alt-h_n", module=type(call.lstm).__name__, rows=len(call.h_n))]
    for row in range(len(call.h_n)):
        layer, reverse = divmod(row, call.directions)
        key = "alt-row-reverse" if reverse else "alt-row"
        said.append(say(f"pictures.{key}", row=row, layer=layer))
    for (step, direction), row in same.items():
        if call.directions == 1:
            key = "alt-whole"
        elif direction == 0:
            key = "alt-first"
        else:
            key = "alt-second"
        said.append(say(f"pictures.{key}", step=step, row=row))
    return " ".join(said)


def _draw_inputs(canvas: Canvas, layout: NetworkLayout) -> None:
    for step, x in layout.columns:
        text = "…"
        if step is not None:
            text = f"$x_{{{step + 1}}}$"
            canvas.box((x, layout.inputs), (0.44, 0.32), *UNLIT, radius=0.05)
        canvas.write((x, layout.inputs), text, 12, color=COLOUR_OF["x"])


def _draw_output(
    canvas: Canvas,
    call: DrawnCall,
    layout: NetworkLayout,
    same: dict[tuple[int, int], int],
) -> None:
    """Draw ``output`` with the halves of its directions, and what they are equal to."""
    ink = COLOUR_OF["h"]
    y = layout.outputs
    both = call.directions == 2
    width = HALF if both else WHOLE
    for step, x in layout.columns:
        if step is None:
            canvas.write((x, y), "…", 12, color=ink)
            continue
        index = _end_of(step, call.steps)
        for direction in range(call.directions):
            row = None if index is None else same.get((index, direction))
            middle = x + width * (direction - (call.directions - 1) / 2)
            if row is None:
                text = "→←"[direction] if both else f"$h_{{{step + 1}}}$"
                canvas.box((middle, y), (width, 0.4), *UNLIT, linewidth=1)
                canvas.write((middle, y), text, 10 if both else 12, color=MUTED)
                continue
            canvas.box((middle, y), (width, 0.4), ink, FACE_OF["h"], linewidth=2)
            if both:
                canvas.code((middle, y), f"h_n[{row}]", 8.5, color=ink)
            else:
                canvas.write((x, y + 0.07), f"$h_{{{step + 1}}}$ =", 9, color=ink)
                canvas.code((x, y - 0.1), f"h_n[{row}]", 8.5, color=ink)
        if index is not None:
            canvas.code((x, y + 0.33), f"output[{index}]", 10)


def _end_of(step: int, steps: int) -> int | None:
    """Return the index of the last step, -1, or of the first, 0, and None of any other."""
    if step == steps - 1:
        return -1
    return 0 if step == 0 else None


def _draw_shelf(canvas: Canvas, call: DrawnCall, layout: NetworkLayout) -> None:
    """Draw a board for each row of ``h_n``, and the way of h to it."""
    ink = COLOUR_OF["h"]
    left, right = SHELF
    middle = (left + right) / 2
    top = layout.inputs
    name = {"ha": "left", "color": ink, "weight": "bold"}
    for row in layout.rows:
        y = layout.wire(row, "h")
        if row.reverse:
            start, low = layout.ends[0], row.y - layout.cell[1] / 2 - 0.07
            canvas.arrow((start, y), (start, low), (left, low), color=ink, linewidth=1.4)
            y = low
        else:
            canvas.arrow((layout.ends[1], y), (left, y), color=ink, linewidth=1.4)
        top = max(top, y + 0.2)
        canvas.box((middle, y), (right - left, 0.4), ink, FACE_OF["h"], linewidth=1.6)
        canvas.code((left + 0.08, y + 0.08), f"h_n[{row.state}]", 10, **name)
        text = say("pictures.layer", layer=row.layer)
        text = f"{text} {'←' if row.reverse else '→'}"
        canvas.write((left + 0.08, y - 0.1), text, 9, ha="left", color=ink)
        shape = shape_text(call.sizes["h_n"][1:])
        canvas.write((right - 0.06, y + 0.08), shape, 9, ha="right", color=ink)
    sizes = call.sizes["h_n"]
    canvas.code((left, top + 0.13), "h_n", 11, **name)
    canvas.write((left + 0.4, top + 0.13), shape_text(sizes), 10, ha="left", color=ink)
    if call.directions == 2:
        view = f"h_n.view{shape_text((call.lstm.num_layers, 2, *sizes[1:]))}"
        y = layout.inputs + 0.1
        canvas.code((right, y), view, 9, ha="right", color=MUTED)
        canvas.write((right, y - 0.2), say("pictures.view"), 9, ha="right", color=MUTED)
