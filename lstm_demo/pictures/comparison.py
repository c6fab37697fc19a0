"""Two runs of an LSTM, and where they part."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from torch import Tensor

from lstm_demo.messages import say
from lstm_demo.pictures.sequence import track
from lstm_demo.pictures.style import (
    FAINT,
    INK,
    LINE_COLOURS,
    MARKERS,
    WIDTH,
    Numbers,
    count_steps,
    house_style,
    name_ends,
    number,
    reach_of,
)
from lstm_demo.runners import Run


def parting_step(a: Numbers, b: Numbers, tolerance: float) -> int | None:
    """Find the first step, counted from 1, at which two runs differ.

    Args:
        a: (time, features) of one run.
        b: (time, features) of the other.
        tolerance: The greatest difference that counts as none.

    Returns:
        The step, or None if the runs agree to the end. NaN differs from everything.
    """
    apart = ~(np.abs(a - b).max(axis=1) <= tolerance)
    return int(apart.argmax()) + 1 if apart.any() else None


@house_style()
def plot_comparison(
    a: Run | Tensor,
    b: Run | Tensor,
    *,
    labels: tuple[str, str] = ("a", "b"),
    batch: int = 0,
    batch_first: bool = False,
    tolerance: float = 1e-6,
    title: str = "",
) -> Figure:
    """Draw h of two runs on top of one another, and below how far they are apart.

    Of more than five units, those that differ most are drawn. A vertical line marks the
    first step at which any unit differs by more than ``tolerance``; what is written above
    the lower part says which it is.

    Args:
        a: A run, or its ``output``, drawn as broad lines.
        b: A run of the same sequence, or its ``output``, drawn dashed on top.
        labels: What to call the two runs.
        batch: Which sequence to draw.
        batch_first: Whether ``output`` is (batch, time, features).
        tolerance: The greatest difference that counts as none.
        title: What to write above the picture.

    Raises:
        ValueError: There is no such sequence, or the outputs differ in shape.
    """
    first, second = (
        track(run.output if isinstance(run, Run) else run, batch, batch_first)
        for run in (a, b)
    )
    if first.shape != second.shape:
        raise ValueError(
            "the outputs must have the same (time, features), "
            f"got {first.shape} and {second.shape}"
        )
    apart = np.abs(first - second)
    step = parting_step(first, second, tolerance)
    verdict = (
        say("pictures.equal", tolerance=f"{tolerance:g}")
        if step is None
        else say("pictures.parted", step=step)
    )
    reach = reach_of([apart])
    figure, (upper, lower) = plt.subplots(
        2,
        sharex=True,
        figsize=(WIDTH, 4.4),
        height_ratios=(3, 2),
        layout="constrained",
    )
    _draw_runs(upper, first, second, labels)
    steps = np.arange(1, len(apart) + 1)
    lower.vlines(steps, 0, apart.max(axis=1), color=LINE_COLOURS[0], linewidth=2)
    if len(apart) <= 60:
        lower.plot(steps, apart.max(axis=1), "o", color=LINE_COLOURS[0], clip_on=False)
    lower.set_ylim(0, max(1.15 * reach, 0.1))
    lower.set_title(verdict)
    lower.set_xlabel(say("pictures.step"))
    if step is not None:
        for part in (upper, lower):
            part.axvline(step, color=INK, linewidth=1.2, linestyle="dashdot", zorder=1)
    if title:
        figure.suptitle(title)
    told = {"a": labels[0], "b": labels[1], "verdict": verdict, "reach": number(reach)}
    alt = say("pictures.alt-comparison", **told)
    figure.set_label(f"{title}. {alt}" if title else alt)
    return figure


def _draw_runs(axes: Axes, a: Numbers, b: Numbers, labels: tuple[str, str]) -> None:
    """Draw the units that part most, both runs of one in the same colour."""
    apart = np.nan_to_num(np.abs(a - b), nan=np.inf).max(axis=0)
    most = np.sort(np.argsort(-apart, kind="stable")[: len(LINE_COLOURS)])
    steps = range(1, len(a) + 1)
    every = max(1, len(a) // 12)
    for colour, marker, unit in zip(LINE_COLOURS, MARKERS, most, strict=False):
        axes.plot(steps, a[:, unit], color=colour, linewidth=5, alpha=0.45)
        axes.plot(
            steps,
            b[:, unit],
            color=colour,
            linewidth=1.4,
            linestyle="dashed",
            marker=marker,
            markersize=4,
            markevery=every,
        )
    axes.axhline(0, color=FAINT, linewidth=0.8, zorder=0)
    count_steps(axes, len(a), margin=min(0.5, 0.03 * len(a)))
    axes.margins(y=0.1)
    axes.set_title("h")
    name_ends(axes, b[-1, most], [f"[{unit}]" for unit in most])
    axes.legend(
        [
            Line2D([], [], color=INK, linewidth=5, alpha=0.45),
            Line2D([], [], color=INK, linewidth=1.4, linestyle="dashed", marker="o"),
        ],
        labels,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        borderaxespad=0.2,
        frameon=False,
        ncols=2,
    )
