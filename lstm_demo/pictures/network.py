"""An LSTM unrolled in time, with the shape of what goes along each arrow."""

from itertools import pairwise

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.patheffects import withStroke

from lstm_demo.pictures.plan import (
    BOX,
    FORK,
    SHAFT,
    SQUARE,
    Layer,
    Plan,
    Row,
    plan_network,
)
from lstm_demo.pictures.style import (
    COLOURS,
    FAINT,
    INK,
    WIDTH,
    house_style,
    root_figure,
)
from lstm_demo.shapes.shapes import Shapes

FORWARD = COLOURS[0], "#dbe4f3"
REVERSE = COLOURS[1], "#fae5d7"
"""The edge and the face of the cells of each direction."""

SMALL = 8.5


def plot_network(
    shapes: Shapes,
    axes: Axes | None = None,
    *,
    title: str = "",
    inputs: str = "x",
    outputs: str = "h",
) -> Figure:
    """Draw the cells of all layers, directions and time steps, and what goes along.

    Time runs to the right and layers upwards. A forward direction is a row of blue
    boxes with arrows to the right, a reverse direction one of orange boxes with arrows
    to the left. On the upright arrows stands the shape of what goes along at one time
    step; h and c go from box to box, and their shapes stand where they enter and leave.
    Of more than five steps, and of more than four layers, those in the middle are left
    out. Below up to six packed sequences, filled squares tell which are still going on.

    Args:
        shapes: What ``shapes_of`` returns.
        axes: What to draw on, about six inches wide; a new figure if omitted.
        title: What the picture shows, as a title of the figure.
        inputs: What to call the input at one step.
        outputs: What to call the output at one step.
    """
    plan = plan_network(shapes)
    with house_style():
        if axes is None:
            height = plan.top + 0.55 + 0.35 * bool(title)
            figure = plt.figure(figsize=(WIDTH, height))
            axes = figure.add_axes((0, 0, 1, plan.top / height))
        figure = root_figure(axes)
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(0, plan.top)
        for step, x in plan.columns:
            _draw_column(axes, plan, shapes, step, x, (inputs, outputs))
        for layer in plan.layers:
            for row in layer.rows:
                _draw_row(axes, plan, shapes, row)
        if plan.strip:
            _draw_strip(axes, plan, shapes)
        axes.set_title(_title(shapes), x=0.02, fontsize=10, linespacing=1.5)
        if title:
            figure.suptitle(title)
    return figure


def _title(shapes: Shapes) -> str:
    sequence = ("input.data", "output.data") if shapes.lengths else ("input", "output")
    before, *after = (
        f"{name} {shapes.named(name).sizes}" for name in (*sequence, "h_n", "c_n")
    )
    return f"{shapes.options}\n{before} → {', '.join(after)}"


def _draw_column(
    axes: Axes,
    plan: Plan,
    shapes: Shapes,
    step: int | None,
    x: float,
    names: tuple[str, str],
) -> None:
    """Draw what goes upwards at one time step."""
    floor, ceiling = plan.layers[0].floor, plan.layers[-1].ceiling
    if step is None:
        for y in (floor - 0.12, ceiling + SHAFT + 0.12):
            axes.text(x, y, "…", ha="center", va="center")
        return
    options = shapes.options
    wide = options.directions * options.state_size
    for layer in plan.layers:
        features = wide if layer.number else options.input_size
        _draw_rise(axes, layer, x, _at_step(shapes, step, features))
    _arrow(axes, (x, ceiling), (x, ceiling + SHAFT))
    _label(axes, x, ceiling + 0.45 * SHAFT, _at_step(shapes, step, wide))
    axes.text(x, floor - 0.12, f"{names[0]}_{step + 1}", ha="center", va="center")
    name = f"{names[1]}_{step + 1}"
    axes.text(x, ceiling + SHAFT + 0.12, name, ha="center", va="center")


def _at_step(shapes: Shapes, step: int, features: int) -> str:
    if shapes.batch is None:
        return str((features,))
    return str((shapes.batch_sizes()[step], features))


def _draw_rise(axes: Axes, layer: Layer, x: float, shape: str) -> None:
    """Draw the way from the floor of a layer through its boxes to its ceiling."""
    floor, ceiling = layer.floor, layer.ceiling
    if len(layer.rows) == 2:
        fork = floor + SHAFT - FORK
        _line(axes, (x, floor), (x, fork))
        for row in layer.rows:
            side = x + row.x
            _line(axes, (x, fork), (side, fork))
            _arrow(axes, (side, fork), (side, row.y - BOX / 2))
            _line(axes, (side, row.y + BOX / 2), (side, ceiling), (x, ceiling))
        _label(axes, x, floor + 0.55 * (SHAFT - FORK), shape)
    elif layer.rows:
        _arrow(axes, (x, floor), (x, floor + SHAFT))
        _label(axes, x, floor + 0.45 * SHAFT, shape)
    else:
        _line(axes, (x, floor), (x, floor + 0.12))
        axes.text(x, (floor + ceiling) / 2, "⋮", ha="center", va="center")


def _draw_row(axes: Axes, plan: Plan, shapes: Shapes, row: Row) -> None:
    """Draw the cells of one direction, and what goes from one to the next."""
    stops = [
        (plan.ends[0], 0.0),
        *((x + row.x, 0.1 if step is None else BOX / 2) for step, x in plan.columns),
        (plan.ends[1], 0.0),
    ]
    if row.reverse:
        stops = [(x, -half) for x, half in reversed(stops)]
    for (start, half), (end, other) in pairwise(stops):
        arrow = _arrow(axes, (start + half, row.y), (end - other, row.y))
        arrow.set_path_effects([withStroke(linewidth=5, foreground="white")])
    for step, x in plan.columns:
        if step is None:
            axes.text(x + row.x, row.y, "…", ha="center", va="center")
        else:
            _draw_cell(axes, x + row.x, row)
    for x, side, reads in zip(plan.ends, ("right", "left"), "0n", strict=True):
        when = reads if not row.reverse else {"0": "n", "n": "0"}[reads]
        lines = [
            f"{name}_{when}[{row.state}] {shapes.named(f'{name}_{when}').sizes[1:]}"
            for name in "hc"
        ]
        axes.text(
            x + (-0.05 if side == "right" else 0.05),
            row.y,
            "\n".join(lines),
            ha=side,
            va="center",
            fontsize=SMALL * min(1, 16 / max(map(len, lines))),
            linespacing=1.3,
        )


def _draw_cell(axes: Axes, x: float, row: Row) -> None:
    edge, face = REVERSE if row.reverse else FORWARD
    axes.add_patch(
        FancyBboxPatch(
            (x - BOX / 2, row.y - BOX / 2),
            BOX,
            BOX,
            boxstyle="round,pad=0,rounding_size=0.06",
            edgecolor=edge,
            facecolor=face,
            linewidth=1.6,
            zorder=3,
        )
    )
    name = f"l{row.layer}"
    axes.text(x, row.y, name, color=INK, ha="center", va="center", fontsize=SMALL, zorder=4)


def _draw_strip(axes: Axes, plan: Plan, shapes: Shapes) -> None:
    """Draw a line of squares for each packed sequence, filled while it goes on."""
    for row, length in enumerate(shapes.lengths or ()):
        y = 0.1 + SQUARE * (plan.strip - 1 - row)
        side = 0.8 * SQUARE
        for step, x in plan.columns:
            if step is None:
                continue
            alive = step < length
            axes.add_patch(
                Rectangle(
                    (x - side / 2, y),
                    side,
                    side,
                    edgecolor=INK if alive else FAINT,
                    facecolor=INK if alive else "white",
                    linewidth=0.8,
                )
            )
        text = f"[{row}]: {length}"
        axes.text(plan.ends[0], y + side / 2, text, ha="right", va="center", fontsize=SMALL)


def _line(axes: Axes, *points: tuple[float, float]) -> None:
    xs, ys = zip(*points, strict=True)
    axes.plot(xs, ys, color=INK, linewidth=1, solid_capstyle="projecting", zorder=1)


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float]
) -> FancyArrowPatch:
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=8,
        shrinkA=0,
        shrinkB=0,
        color=INK,
        linewidth=1,
        zorder=2,
    )
    axes.add_patch(arrow)
    return arrow


def _label(axes: Axes, x: float, y: float, text: str) -> None:
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    axes.text(x, y, text, ha="center", va="center", fontsize=SMALL, bbox=ground, zorder=3)
