"""Two runs of an LSTM, and where they part."""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from torch import Tensor

from lstm_demo.messages import say
from lstm_demo.pictures.style import (
    FAINT,
    INK,
    LINE_COLOURS,
    MARKERS,
    WIDTH,
    Numbers,
    count_steps,
    house_style,
    reach_of,
    two_decimals,
)

TOLERANCE = 1e-6
"""The greatest difference that counts as none."""

MAX_UNITS = len(LINE_COLOURS)

A_LINE: dict[str, Any] = {"linewidth": 5, "alpha": 0.45}
B_LINE: dict[str, Any] = {"linewidth": 1.4, "linestyle": "dashed"}
"""How the lines of the two runs look."""


@house_style()
def plot_comparison(a: Tensor, b: Tensor, labels: tuple[str, str]) -> Figure:
    """Draw h of two runs on top of one another, and below how far they are apart.

    A vertical line marks the first step at which any unit differs; what is written above
    the lower part says which it is.

    Args:
        a: The ``output`` of a run, (time, batch, features) of 1 to 5 features, of which
            the first sequence is drawn, in broad lines.
        b: The ``output`` of another run of the same sequence, drawn dashed on top.
        labels: What to call the two runs.

    Raises:
        ValueError: The outputs have not three axes, differ in shape, are empty or have
            too many features.
    """
    if a.dim() != 3 or a.shape != b.shape or a.numel() == 0 or a.shape[2] > MAX_UNITS:
        raise ValueError(
            "a and b must be (time, batch, features) of the same shape, not empty and with "
            f"at most {MAX_UNITS} features, got {tuple(a.shape)} and {tuple(b.shape)}; "
            f"of more features, draw output[..., :{MAX_UNITS}]"
        )
    first, second = (run[:, 0].detach().double().cpu().numpy() for run in (a, b))
    apart = np.abs(first - second).max(axis=1)
    step = _parting_step(apart)
    if step is None:
        verdict = say("pictures.equal", tolerance=f"{TOLERANCE:g}")
    else:
        verdict = say("pictures.parted", step=step)
    reach = reach_of(apart)
    figure, (upper, lower) = plt.subplots(
        2,
        sharex=True,
        figsize=(WIDTH, 4.4),
        height_ratios=(3, 2),
        layout="constrained",
    )
    _draw_runs(upper, first, second, labels)
    steps = np.arange(1, len(apart) + 1)
    lower.vlines(steps, 0, apart, color=LINE_COLOURS[0], linewidth=2)
    if len(apart) <= 60:
        lower.plot(steps, apart, "o", color=LINE_COLOURS[0], clip_on=False)
    lower.set_ylim(0, max(1.15 * reach, 0.1))
    lower.set_title(verdict)
    lower.set_xlabel(say("pictures.step"))
    if step is not None:
        for axes in (upper, lower):
            axes.axvline(step, color=INK, linewidth=1.2, linestyle="dashdot", zorder=1)
    told = {"a": labels[0], "b": labels[1], "reach": two_decimals(reach)}
    figure.set_label(say("pictures.alt-comparison", verdict=verdict, **told))
    return figure


def _parting_step(apart: Numbers) -> int | None:
    """Find the first step, counted from 1, at which two runs differ, or None.

    NaN differs from everything, also from NaN.
    """
    differs = ~(apart <= TOLERANCE)
    return int(differs.argmax()) + 1 if differs.any() else None


def _draw_runs(axes: Axes, a: Numbers, b: Numbers, labels: tuple[str, str]) -> None:
    """Draw the units, both runs of one in the same colour."""
    length, units = a.shape
    steps = range(1, length + 1)
    for unit in range(units):
        colour = LINE_COLOURS[unit]
        axes.plot(steps, a[:, unit], color=colour, **A_LINE)
        axes.plot(
            steps,
            b[:, unit],
            **B_LINE,
            color=colour,
            marker=MARKERS[unit],
            markersize=4,
            markevery=max(1, length // 12),
        )
    axes.axhline(0, color=FAINT, linewidth=0.8, zorder=0)
    count_steps(axes, length, margin=min(0.5, 0.03 * length))
    axes.margins(y=0.1)
    axes.set_title("h")
    _name_ends(axes, b[-1], [f"[{unit}]" for unit in range(units)])
    axes.legend(
        [
            Line2D([], [], color=INK, **A_LINE),
            Line2D([], [], color=INK, marker="o", **B_LINE),
        ],
        labels,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        borderaxespad=0.2,
        frameon=False,
        ncols=2,
    )


def _name_ends(axes: Axes, ends: Numbers, names: Sequence[str]) -> None:
    """Write a name at the right end of each finite line, none on top of another."""
    low, high = axes.get_ylim()
    right = axes.get_xlim()[1]
    apart = 0.11 * (high - low)
    finite = np.flatnonzero(np.isfinite(ends))
    order = finite[np.argsort(ends[finite])]
    places = ends[order].copy()
    for _ in range(50):
        push = np.clip(apart - np.diff(places), 0, None) / 2
        places[:-1] -= push
        places[1:] += push
    for index, place in zip(order, places, strict=True):
        axes.annotate(
            names[index],
            (right, place),
            (3, 0),
            textcoords="offset points",
            color=LINE_COLOURS[index],
            va="center",
            annotation_clip=False,
        )
