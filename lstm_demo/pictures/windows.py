"""Windows of a series: what goes in, and what is to be predicted."""

import torch
from matplotlib.figure import Figure
from torch import Tensor

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas, shape_text
from lstm_demo.pictures.style import (
    ACCENT,
    COLOUR_OF,
    FACE_OF,
    INK,
    MUTED,
    TINT,
    WIDTH,
    house_style,
)

LEFT, CURVE_HEIGHT, BAR_HEIGHT = 0.55, 0.9, 0.3
"""Where steps begin, how high the curve is, and how high a window with its room."""

IN, OUT = (COLOUR_OF["x"], FACE_OF["x"]), (ACCENT, TINT)
"""The edge and the face of what goes in, and of what is to be predicted."""

HATCH = "////"

MAX_WINDOWS = 4
"""How many windows are drawn."""


@house_style()
def plot_windows(
    series: Tensor, length: int, horizon: int = 1, *, stride: int = 1
) -> Figure:
    """Draw the beginning of a series, and below it the windows that are cut from it.

    Each window is a bar below the steps that it holds: plain where it goes in, hatched
    where it is to be predicted. The first four windows are drawn, and of the series what
    they hold.

    Args:
        series: (time,), the values of one feature.
        length: How many steps go in.
        horizon: How many of the following steps are to be predicted.
        stride: How far each window begins after the one before.

    Raises:
        ValueError: ``series`` has more than one axis, a number is below 1, or not one
            window fits.
    """
    span = length + horizon
    if series.dim() != 1 or min(length, horizon, stride) < 1 or span > len(series):
        raise ValueError(
            f"series must be (time,) with length + horizon = {length} + {horizon} steps or "
            f"more, and stride 1 or more; got {tuple(series.shape)} and {stride}"
        )
    starts = torch.arange(len(series)).unfold(0, span, stride)[:, 0].tolist()
    inputs, targets = ((len(starts), size) for size in (length, horizon))
    alt = say(
        "pictures.alt-windows",
        length=length,
        horizon=horizon,
        stride=stride,
        count=len(starts),
        inputs=shape_text(inputs),
        targets=shape_text(targets),
    )
    drawn = starts[:MAX_WINDOWS]
    more = len(starts) > MAX_WINDOWS
    seen = min(len(series), drawn[-1] + span + stride)
    rows = len(drawn) + 1 if more else len(drawn)
    top = 0.55 + BAR_HEIGHT * rows + CURVE_HEIGHT + 0.3
    canvas = Canvas(top, alt)
    unit = (WIDTH - LEFT - 0.2) / seen
    _draw_series(canvas, series[:seen], unit, top - CURVE_HEIGHT - 0.15)
    y = top - CURVE_HEIGHT - 0.45
    for row, start in enumerate(drawn):
        begin = LEFT + unit * start
        middle = begin + unit * length / 2, y
        canvas.box(middle, (unit * length, 0.2), *IN)
        middle = begin + unit * (length + horizon / 2), y
        canvas.box(middle, (unit * horizon, 0.2), *OUT, hatch=HATCH)
        canvas.code((LEFT - 0.1, y), f"[{row}]", 10, ha="right", color=MUTED)
        y -= BAR_HEIGHT
    if more:
        canvas.write((LEFT - 0.22, y + 0.02), "⋮", 12, color=MUTED)
    _draw_key(canvas, shape_text(inputs), shape_text(targets))
    return canvas.figure


def _draw_series(canvas: Canvas, series: Tensor, unit: float, low: float) -> None:
    """Draw the values over the middle of their steps."""
    values = series.detach().double().cpu()
    reach = float(values.max() - values.min()) or 1.0
    heights = low + CURVE_HEIGHT * (values - values.min()) / reach
    points = [
        (LEFT + unit * (step + 0.5), height) for step, height in enumerate(heights.tolist())
    ]
    dots = "o" if len(points) <= 60 else ""
    canvas.line(*points, color=INK, marker=dots, markersize=3.5)


def _draw_key(canvas: Canvas, inputs: str, targets: str) -> None:
    """Say what is plain and what is hatched, with the shapes of all windows together."""
    for x, key, shape, (edge, face), hatch in (
        (LEFT, "windows-in", inputs, IN, ""),
        (3.35, "windows-out", targets, OUT, HATCH),
    ):
        canvas.box((x + 0.13, 0.22), (0.26, 0.2), edge, face, hatch=hatch)
        text = f"{say(f'pictures.{key}')} {shape}"
        canvas.write((x + 0.35, 0.22), text, 10, ha="left", color=edge)
