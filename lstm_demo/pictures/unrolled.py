"""An LSTM unrolled in time: what goes in, what comes out, and where."""

from itertools import pairwise
from textwrap import fill

from matplotlib.figure import Figure
from torch import nn

from lstm_demo.messages import say
from lstm_demo.pictures.call import Call, Inputs, State, call_of
from lstm_demo.pictures.canvas import Point, Sheet, shape_text
from lstm_demo.pictures.layout import SEQUENCE, Layer, Plan, Row, plan_network
from lstm_demo.pictures.style import COLOURS_OF, MUTED, SURFACE, WIDTH, house_style

PARTS = ("x", "output", "h_0", "c_0", "h_n", "c_n")
SIDE = 1.2


@house_style()
def plot_unrolled(
    lstm: nn.RNNBase,
    inputs: Inputs,
    hx: State = None,
    *,
    lit: str | tuple[str, ...] = ("output", "h_n", "c_n"),
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
            stand out.
        title: What to write above the picture.

    Raises:
        TypeError: ``lstm`` is not a recurrent module.
        ValueError: A part to be lit does not exist.
    """
    call = call_of(lstm, inputs, hx)
    parts = (lit,) if isinstance(lit, str) else tuple(lit)
    if unknown := [part for part in parts if part not in PARTS]:
        raise ValueError(f"lit must be among {', '.join(PARTS)}, got {unknown[0]!r}")
    plan = plan_network(call, (SIDE, WIDTH - SIDE))
    sheet = Sheet(plan.top, _describe(call, parts), title)
    draw_network(sheet, call, plan, parts, call.states)
    for part, y in (("x", plan.x), ("output", plan.h)):
        _draw_sequence(sheet, call, plan, part, y, part in parts)
    _name_states(sheet, call, plan, parts)
    notes = [("every-step", plan.h), ("time-arrow", plan.x)]
    if len(plan.rows) == 1:
        notes.append(("last-step", wire(plan, plan.rows[0], "h") - 0.4))
    for key, y in notes:
        words = fill(say(f"pictures.{key}"), 11)
        sheet.write((plan.ends[1] + 0.13, y), words, 10, ha="left", color=MUTED)
    return sheet.figure


def _describe(call: Call, lit: tuple[str, ...]) -> str:
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
    sheet: Sheet, call: Call, plan: Plan, lit: tuple[str, ...], letters: str
) -> None:
    """Draw the cells, and what goes upwards and, of the states, from one to the next."""
    heights = [plan.x + SEQUENCE / 2, *(layer.ceiling for layer in plan.layers)]
    parts = ["x", *["output"] * len(plan.layers)]
    for step, x in plan.columns:
        if step is None:
            continue
        for layer, y, part in zip((*plan.layers, None), heights, parts, strict=True):
            _draw_rise(sheet, plan, layer, (x, y))
            shape = shape_text(call.at_step(part, step))
            top = plan.h - SEQUENCE / 2 if layer is None else layer.floor
            sheet.write((x + 0.06, (y + top) / 2), shape, 9, ha="left", color=MUTED)
    for row in plan.rows:
        _draw_row(sheet, call, plan, row, lit, letters)


def _draw_rise(sheet: Sheet, plan: Plan, layer: Layer | None, at: Point) -> None:
    """Draw the way from a height up to the boxes of a layer, and to its ceiling."""
    x, _ = at
    ink = COLOURS_OF["x" if layer is plan.layers[0] else "h"][0]
    if layer and len(layer.rows) == 2:
        ink = MUTED  # it crosses the ways of h
    if layer is None:
        sheet.arrow(at, (x, plan.h - SEQUENCE / 2), color=ink)
    elif not layer.rows:
        sheet.line(at, (x, layer.floor), color=ink)
        sheet.write((x, (layer.floor + layer.ceiling) / 2), "⋮", color=MUTED)
    else:
        half = plan.cell[1] / 2
        if len(layer.rows) == 2:
            sheet.line(at, (x, layer.floor), color=ink)
        for row in layer.rows:
            side = x + row.x
            foot = (side, layer.floor) if row.x else at
            if row.x:
                sheet.line((x, layer.floor), (side, layer.floor), color=ink)
                top = (side, row.y + half), (side, layer.ceiling), (x, layer.ceiling)
                sheet.line(*top, color=MUTED)
            sheet.arrow(foot, (side, row.y - half), color=ink)


def wire(plan: Plan, row: Row, letter: str) -> float:
    """Return the height of the wire that carries a state along a row."""
    away = plan.cell[1] * 0.27
    return row.y + (away if letter == "c" else -away)


def _draw_row(
    sheet: Sheet, call: Call, plan: Plan, row: Row, lit: tuple[str, ...], letters: str
) -> None:
    """Draw the cells of one direction, and what goes from one to the next."""
    wide, _ = plan.cell
    stops = [
        (plan.ends[0], 0.0),
        *((x + row.x, 0.1 if step is None else wide / 2) for step, x in plan.columns),
        (plan.ends[1], 0.0),
    ]
    if row.reverse:
        stops = [(x, -half) for x, half in reversed(stops)]
    for letter in letters:
        y = wire(plan, row, letter)
        for index, ((start, half), (end, other)) in enumerate(pairwise(stops)):
            part = {0: f"{letter}_0", len(stops) - 2: f"{letter}_n"}.get(index)
            style = {"linewidth": 2.4 if letter == "c" else 1.4}
            if part and part not in lit:
                style = {"linewidth": 1.4 if letter == "c" else 1.0}
            sheet.arrow(
                (start + half, y), (end - other, y), color=COLOURS_OF[letter][0], **style
            )
    for step, x in plan.columns:
        at = x + row.x, row.y
        if step is None:
            sheet.write(at, "…", 12, color=MUTED)
            continue
        sheet.box(at, plan.cell, MUTED, SURFACE, round_=0.06, zorder=3)
        single = len(plan.rows) == 1
        name = type(call.lstm).__name__ if single else f"l{row.layer}"
        sheet.write(at, name, 9 if single else 10)


def _draw_sequence(
    sheet: Sheet, call: Call, plan: Plan, part: str, y: float, lit: bool
) -> None:
    """Draw the inputs or the outputs of all steps in one frame, with name and shape."""
    letter = "x" if part == "x" else "h"
    edge, face = COLOURS_OF[letter if lit else ""]
    ink = COLOURS_OF[letter][0]
    for step, x in plan.columns:
        if step is None:
            sheet.write((x, y), "…", 12, color=ink)
        else:
            sheet.box((x, y), (0.44, 0.32), edge, face, round_=0.05, zorder=3)
            sheet.write((x, y), f"${letter}_{{{step + 1}}}$", 12, color=ink)
    left, right = plan.columns[0][1], plan.columns[-1][1]
    size = right - left + 0.64, SEQUENCE
    width = 2.4 if lit else 1.0
    sheet.box(((left + right) / 2, y), size, edge, round_=0.1, linewidth=width)
    _name(sheet, (left - 0.42, y), call.name(part), call.sizes[part], ink, lit, "right")


def _name_states(sheet: Sheet, call: Call, plan: Plan, lit: tuple[str, ...]) -> None:
    """Write the names and shapes of the states where they enter and leave."""
    single = len(plan.rows) == 1
    for row in plan.rows:
        for letter in call.states:
            for when in "0n":
                part = f"{letter}_{when}"
                left = (when == "0") != row.reverse
                side = plan.ends[0] - 0.1 if left else plan.ends[1] + 0.1
                at = side, wire(plan, row, letter)
                ha = "right" if left else "left"
                sizes = call.sizes[part]
                edge, face = COLOURS_OF[letter]
                if part in lit:
                    middle = side + (-0.46 if left else 0.46), at[1]
                    size = 1.08, 0.38 if single else 0.21
                    sheet.box(middle, size, edge, face, round_=0.06, linewidth=1.6)
                if single:
                    _name(sheet, at, part, sizes, edge, part in lit, ha)
                else:
                    name = f"{part}[{row.state}]"
                    _name(sheet, at, name, sizes[1:], edge, part in lit, ha, beside=True)


def _name(
    sheet: Sheet,
    at: Point,
    name: str,
    sizes: tuple[int, ...],
    ink: str,
    lit: bool,
    ha: str,
    beside: bool = False,
) -> None:
    """Write a name, and its shape below or beside it."""
    x, y = at
    weight = "bold" if lit else "normal"
    shape = shape_text(sizes)
    if beside:
        start = x if ha == "left" else x - 0.96
        big = 9 if len(name) < 7 else 8
        sheet.code((start, y), name, big, color=ink, ha="left", weight=weight)
        room = 0.94 - 0.6 * big * len(name) / 72
        size = min(9, 72 * room / (0.53 * len(shape)))
        sheet.write((start + 0.96, y), shape, size, color=ink, ha="right")
        return
    sheet.code((x, y + 0.09), name, 11, color=ink, ha=ha, weight=weight)
    sheet.write((x, y - 0.09), shape, min(10, 130 / len(shape)), color=ink, ha=ha)
