"""Two runs of an LSTM, and where they part."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import SymmetricalLogLocator

from lstm_demo.pictures.style import (
    COLOURS,
    FAINT,
    INK,
    MARKERS,
    WIDTH,
    Numbers,
    check_axes,
    count_steps,
    house_style,
    name_ends,
    reach_of,
    root_figure,
)
from lstm_demo.pictures.tracks import track
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


def plot_comparison(
    run_a: Run,
    run_b: Run,
    axes: Sequence[Axes] | None = None,
    *,
    labels: tuple[str, str] = ("a", "b"),
    batch: int = 0,
    batch_first: bool = False,
    tolerance: float = 1e-6,
    title: str = "",
    time: str = "t",
    h: str = "h_t",
    difference: str = "max |Δh_t|",
) -> Figure:
    """Draw the outputs of two runs, and below how far they are apart at every step.

    A vertical line marks the first step at which any feature differs by more than
    ``tolerance``, and the title of the lower part names that step.

    Args:
        run_a: A run, drawn as a line.
        run_b: A run of the same sequence, drawn dashed on top of it.
        axes: Two axes to draw on; a new figure if omitted.
        labels: What to call the two runs.
        batch: Which sequence to draw.
        batch_first: Whether ``output`` is (batch, time, features).
        tolerance: The greatest difference that counts as none.
        title: What the picture shows, as a title of the figure.
        time: What to call the steps.
        h: What to call the output at one step.
        difference: What to call the greatest difference among the features of one step.

    Raises:
        ValueError: There is no such sequence, the axes are not two, or the outputs differ
            in shape.
    """
    a, b = (track(run.output, batch, batch_first) for run in (run_a, run_b))
    if a.shape != b.shape:
        raise ValueError(
            f"the outputs must have the same (time, features), got {a.shape} and {b.shape}"
        )
    apart = np.abs(a - b)
    step = parting_step(a, b, tolerance)
    with house_style():
        if axes is None:
            _, axes = plt.subplots(
                2,
                sharex=True,
                figsize=(WIDTH, 4.8),
                height_ratios=(3, 2),
                layout="constrained",
            )
        check_axes(axes, 2)
        figure = root_figure(axes[0])
        _draw_runs(axes[0], a, b, labels)
        axes[0].set_title(f"{h}: {labels[0]}, {labels[1]}")
        _draw_difference(axes[1], apart.max(axis=1), tolerance)
        axes[1].set_title(_verdict(step, len(a), tolerance, time, difference))
        axes[1].set_xlabel(time)
        if step is not None:
            for part in axes:
                part.axvline(step, color=INK, linewidth=1.2, linestyle="dashdot", zorder=1)
        if title:
            figure.suptitle(title)
    return figure


def _draw_runs(axes: Axes, a: Numbers, b: Numbers, labels: tuple[str, str]) -> None:
    """Draw the features that part most, both runs of one in the same colour."""
    apart = np.nan_to_num(np.abs(a - b), nan=np.inf).max(axis=0)
    most = np.sort(np.argsort(-apart, kind="stable")[: len(COLOURS)])
    steps = range(1, len(a) + 1)
    every = max(1, len(a) // 12)
    for colour, marker, feature in zip(COLOURS, MARKERS, most, strict=False):
        axes.plot(steps, a[:, feature], color=colour, linewidth=3.5, alpha=0.4)
        axes.plot(
            steps,
            b[:, feature],
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
    name_ends(axes, b[-1, most], [f"[{feature}]" for feature in most])
    axes.legend(
        [
            Line2D([], [], color=INK, linewidth=3.5, alpha=0.4),
            Line2D([], [], color=INK, linewidth=1.4, linestyle="dashed"),
        ],
        labels,
        loc="lower right",
        bbox_to_anchor=(1, 1),
        borderaxespad=0.2,
        frameon=False,
        ncols=2,
    )


def _draw_difference(axes: Axes, apart: Numbers, tolerance: float) -> None:
    """Draw differences, in proportion up to the tolerance, by powers of ten beyond."""
    steps = np.arange(1, len(apart) + 1)
    least = tolerance or 1e-12
    axes.set_yscale("symlog", linthresh=least)
    axes.set_ylim(-0.2 * least, max(10 * least, 3 * reach_of([apart])))
    axes.yaxis.set_major_locator(
        SymmetricalLogLocator(base=10, linthresh=least, subs=(1.0,))
    )
    axes.axhline(tolerance, color=FAINT, linewidth=1, linestyle=(0, (1, 2)))
    axes.vlines(steps, 0, apart, color=COLOURS[0], linewidth=1.4)
    if len(apart) <= 60:
        axes.plot(steps, apart, "o", color=COLOURS[0], markersize=5, clip_on=False)
    count_steps(axes, len(apart), margin=min(0.5, 0.03 * len(apart)))


def _verdict(
    step: int | None, steps: int, tolerance: float, time: str, difference: str
) -> str:
    if step is None:
        span = "1" if steps == 1 else f"1…{steps}"
        return f"{time} = {span}: {difference} ≤ {tolerance:g}"
    return f"{time} = {step}: {difference} > {tolerance:g}"
