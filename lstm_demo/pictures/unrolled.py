"""An LSTM unrolled in time: what goes in, what comes out, and where."""

from itertools import pairwise
from textwrap import fill
from typing import NamedTuple

from matplotlib.figure import Figure
from torch import nn

from lstm_demo.messages import say
from lstm_demo.pictures.call import DrawnCall, FirstState, Inputs, call_to_draw
from lstm_demo.pictures.canvas import Canvas, Point, shape_text
from lstm_demo.pictures.layout import (
    SEQUENCE,
    CellRow,
    LayerPlace,
    NetworkLayout,
    lay_out_network,
)
from lstm_demo.pictures.style import (
    COLOUR_OF,
    FACE_OF,
    MUTED,
    SURFACE,
    UNLIT,
    WIDTH,
    house_style,
)

PARTS = ("x", "output", "h_0", "c_0", "h_n", "c_n")
RETURNED = ("output", "h_n", "c_n")
SIDE = 1.2
"""The room for the names on either side."""


@house_style()
def plot_unrolled(
    lstm: nn.RNNBase,
    inputs: Inputs,
    hx: FirstState = None,
    *,
    lit: str | tuple[str, ...] | None = None,
    title: str = "",
) -> Figure:
    """Draw a module unrolled in time, with the shape of all that goes in and comes out.

    Time runs to the right and layers upwards. The inputs stand below; ``output`` is the
    row on top; ``h_0`` and ``c_0`` enter on the left, ``h_n`` and ``c_n`` leave on the
    right, and the other way round in a reverse direction. Of more than five steps, and
    of more than four layers, those in the middle are left out.

    Args:
        lstm: The module; a GRU or a plain RNN, which have no c, can be drawn too.
        inputs: What it is called with: a tensor or a packed sequence.
        hx: The states that it starts with; zeros if omitted.
        lit: Which of ``x`` (the inputs), ``output``, ``h_0``, ``c_0``, ``h_n`` and ``c_n``
            stand out; what the module returns if omitted.
        title: What to write above the picture.

    Raises:
        TypeError: ``lstm`` is not a recurrent module.
        ValueError: A part to be lit does not exist.
    """
    call = call_to_draw(lstm, inputs, hx)
    parts = _parts_to_light(call, lit)
    layout = lay_out_network(call, (SIDE, WIDTH - SIDE))
    canvas = Canvas(layout.top, _describe(call), title)
    draw_network(canvas, call, layout, parts, call.states)
    _draw_sequence(canvas, call, layout, "x", parts)
    _draw_sequence(canvas, call, layout, "output", parts)
    _name_states(canvas, call, layout, parts)
    notes = [("every-step", layout.outputs), ("time-arrow", layout.inputs)]
    if len(layout.rows) == 1:
        notes.append(("last-step", layout.wire(layout.rows[0], "h") - 0.4))
    for key, y in notes:
        words = fill(say(f"pictures.{key}"), 11)
        canvas.write((layout.ends[1] + 0.13, y), words, 10, ha="left", color=MUTED)
    return canvas.figure


def _parts_to_light(call: DrawnCall, lit: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the parts that stand out, all of which the call has."""
    if lit is None:
        return tuple(part for part in RETURNED if part in call.sizes)
    asked = (lit,) if isinstance(lit, str) else tuple(lit)
    for part in asked:
        if part not in call.sizes:
            known = ", ".join(part for part in PARTS if part in call.sizes)
            raise ValueError(
                f"lit must be among {known}, the parts of a call of "
                f"{type(call.lstm).__name__}, got {part!r}; leave it out"
            )
    return asked


def _describe(call: DrawnCall) -> str:
    """Say in words what there is to see."""
    named = {
        part: f"{call.name(part)} {shape_text(sizes)}" for part, sizes in call.sizes.items()
    }
    said = [
        say(
            "pictures.alt-unrolled",
            module=type(call.lstm).__name__,
            steps=call.steps,
            input=named["x"],
            output=named["output"],
            starts=", ".join(named[f"{letter}_0"] for letter in call.states),
            ends=", ".join(named[f"{letter}_n"] for letter in call.states),
        )
    ]
    if call.lstm.num_layers > 1:
        said.append(say("pictures.alt-layers", layers=call.lstm.num_layers))
    if call.directions > 1:
        said.append(say("pictures.alt-directions"))
    return " ".join(said)


def draw_network(
    canvas: Canvas,
    call: DrawnCall,
    layout: NetworkLayout,
    lit: tuple[str, ...],
    letters: str,
) -> None:
    """Draw the cells, and what goes upwards and, of the states, from one to the next."""
    for step, x in layout.columns:
        if step is None:
            continue
        y, part = layout.inputs + SEQUENCE / 2, "x"
        for layer in layout.layers:
            _draw_way_into_layer(canvas, layout, layer, (x, y))
            shape = shape_text(call.at_step(part, step))
            at = x + 0.06, (y + layer.floor) / 2
            canvas.write(at, shape, 9, ha="left", color=MUTED)
            y, part = layer.ceiling, "output"
        top = layout.outputs - SEQUENCE / 2
        canvas.arrow((x, y), (x, top), color=COLOUR_OF["h"])
        shape = shape_text(call.at_step("output", step))
        canvas.write((x + 0.06, (y + top) / 2), shape, 9, ha="left", color=MUTED)
    for row in layout.rows:
        _draw_row(canvas, call, layout, row, lit, letters)


def _draw_way_into_layer(
    canvas: Canvas, layout: NetworkLayout, layer: LayerPlace, at: Point
) -> None:
    """Draw the way from a height up to the cells of a layer, and to its ceiling."""
    x, _ = at
    ink = COLOUR_OF["x"] if layer is layout.layers[0] else COLOUR_OF["h"]
    half = layout.cell[1] / 2
    if len(layer.rows) == 0:
        canvas.line(at, (x, layer.floor), color=ink)
        canvas.write((x, (layer.floor + layer.ceiling) / 2), "⋮", color=MUTED)
    elif len(layer.rows) == 1:
        (row,) = layer.rows
        canvas.arrow(at, (x, row.y - half), color=ink)
    else:
        # Grey, since it crosses the ways of h.
        canvas.line(at, (x, layer.floor), color=MUTED)
        for row in layer.rows:
            side = x + row.x
            canvas.line((x, layer.floor), (side, layer.floor), color=MUTED)
            top = (side, row.y + half), (side, layer.ceiling), (x, layer.ceiling)
            canvas.line(*top, color=MUTED)
            canvas.arrow((side, layer.floor), (side, row.y - half), color=MUTED)


def _draw_row(
    canvas: Canvas,
    call: DrawnCall,
    layout: NetworkLayout,
    row: CellRow,
    lit: tuple[str, ...],
    letters: str,
) -> None:
    """Draw the cells of one direction, and what goes from one to the next."""
    cell_width, _ = layout.cell
    # Where a state stops on its way, and how far from there its arrow ends and begins.
    stops = [
        (layout.ends[0], 0.0),
        *(
            (x + row.x, 0.1 if step is None else cell_width / 2)
            for step, x in layout.columns
        ),
        (layout.ends[1], 0.0),
    ]
    if row.reverse:
        stops = [(x, -half) for x, half in reversed(stops)]
    for letter in letters:
        y = layout.wire(row, letter)
        bright, dim = (2.4, 1.4) if letter == "c" else (1.4, 1.0)
        ways = list(pairwise(stops))
        widths = [bright] * len(ways)
        if f"{letter}_0" not in lit:
            widths[0] = dim
        if f"{letter}_n" not in lit:
            widths[-1] = dim
        for ((start, half), (end, other)), width in zip(ways, widths, strict=True):
            canvas.arrow(
                (start + half, y),
                (end - other, y),
                color=COLOUR_OF[letter],
                linewidth=width,
            )
    single = len(layout.rows) == 1
    for step, x in layout.columns:
        at = x + row.x, row.y
        if step is None:
            canvas.write(at, "…", 12, color=MUTED)
            continue
        canvas.box(at, layout.cell, MUTED, SURFACE, radius=0.06, zorder=3)
        if single:
            canvas.write(at, type(call.lstm).__name__, 9)
        else:
            canvas.write(at, f"l{row.layer}", 10)


def _draw_sequence(
    canvas: Canvas,
    call: DrawnCall,
    layout: NetworkLayout,
    part: str,
    lit: tuple[str, ...],
) -> None:
    """Draw the inputs or the outputs of all steps in one frame, with name and shape."""
    letter, y = ("x", layout.inputs) if part == "x" else ("h", layout.outputs)
    ink = COLOUR_OF[letter]
    edge, face = (ink, FACE_OF[letter]) if part in lit else UNLIT
    for step, x in layout.columns:
        if step is None:
            canvas.write((x, y), "…", 12, color=ink)
        else:
            canvas.box((x, y), (0.44, 0.32), edge, face, radius=0.05, zorder=3)
            canvas.write((x, y), f"${letter}_{{{step + 1}}}$", 12, color=ink)
    left, right = layout.columns[0][1], layout.columns[-1][1]
    size = right - left + 0.64, SEQUENCE
    width = 2.4 if part in lit else 1.0
    canvas.box(((left + right) / 2, y), size, edge, radius=0.1, linewidth=width)
    name = PartName(call.name(part), call.sizes[part], ink, part in lit)
    _write_above_shape(canvas, name, (left - 0.42, y), "right")


def _name_states(
    canvas: Canvas, call: DrawnCall, layout: NetworkLayout, lit: tuple[str, ...]
) -> None:
    """Write the names and shapes of the states where they enter and leave."""
    single = len(layout.rows) == 1
    for row in layout.rows:
        for letter in call.states:
            for part in (f"{letter}_0", f"{letter}_n"):
                enters = part == f"{letter}_0"
                on_left = enters != row.reverse
                side = layout.ends[0] - 0.1 if on_left else layout.ends[1] + 0.1
                at = side, layout.wire(row, letter)
                ha = "right" if on_left else "left"
                sizes, ink = call.sizes[part], COLOUR_OF[letter]
                if part in lit:
                    middle = side - 0.46 if on_left else side + 0.46
                    size = 1.08, 0.38 if single else 0.21
                    canvas.box(
                        (middle, at[1]),
                        size,
                        ink,
                        FACE_OF[letter],
                        radius=0.06,
                        linewidth=1.6,
                    )
                if single:
                    name = PartName(part, sizes, ink, part in lit)
                    _write_above_shape(canvas, name, at, ha)
                else:
                    named = f"{part}[{row.state}]"
                    name = PartName(named, sizes[1:], ink, part in lit)
                    _write_beside_shape(canvas, name, at, ha)


class PartName(NamedTuple):
    """The name of an input, an output or a state, with its shape."""

    text: str
    """The name."""

    sizes: tuple[int, ...]
    """The shape."""

    ink: str
    """The colour of both."""

    lit: bool
    """Whether it stands out."""

    @property
    def weight(self) -> str:
        """How bold the name is."""
        return "bold" if self.lit else "normal"


def _write_above_shape(canvas: Canvas, name: PartName, at: Point, ha: str) -> None:
    """Write a name, and its shape below it."""
    x, y = at
    shape = shape_text(name.sizes)
    style = {"color": name.ink, "ha": ha}
    canvas.code((x, y + 0.09), name.text, 11, weight=name.weight, **style)
    canvas.write((x, y - 0.09), shape, min(10, 130 / len(shape)), **style)


def _write_beside_shape(canvas: Canvas, name: PartName, at: Point, ha: str) -> None:
    """Write a name, and its shape to the right of it, as large as there is room."""
    x, y = at
    shape = shape_text(name.sizes)
    start = x if ha == "left" else x - 0.96
    big = 9 if len(name.text) < 7 else 8
    canvas.code((start, y), name.text, big, color=name.ink, ha="left", weight=name.weight)
    room = 0.94 - 0.6 * big * len(name.text) / 72
    size = min(9, 72 * room / (0.53 * len(shape)))
    canvas.write((start + 0.96, y), shape, size, color=name.ink, ha="right")
