"""The two states of an LSTM over time."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lstm_demo.pictures.style import (
    COLOURS,
    FAINT,
    MARKERS,
    WIDTH,
    Numbers,
    check_axes,
    count_steps,
    heat_map,
    house_style,
    name_ends,
    reach_of,
    root_figure,
    span,
)
from lstm_demo.pictures.tracks import States, check_record, track
from lstm_demo.runners import Run


def plot_states(
    record: Run | States,
    axes: Sequence[Axes] | None = None,
    *,
    row: int = -1,
    batch: int = 0,
    batch_first: bool = False,
    title: str = "",
    time: str = "t",
    h: str = "h_t",
    c: str = "c_t",
) -> Figure:
    """Draw h and c of one sequence at every step, on one scale if they are lines.

    Up to five features are lines, more are a heat map. The title of each part tells the
    range of its values; titles are what sphinx-gallery makes the alternative text of.

    Args:
        record: A run with one call per step, or anything with the fields ``h`` and
            ``c`` of one layer and direction, each (time, batch, features).
        axes: Two axes to draw on, for h and c; a new figure if omitted.
        row: Which of the layers·directions of a run to draw, by default the last.
        batch: Which sequence to draw.
        batch_first: Whether the sequences of the record are (batch, time, features).
        title: What the picture shows, as a title of the figure.
        time: What to call the steps.
        h: What to call h at one step.
        c: What to call c at one step.

    Raises:
        TypeError: The record lacks a field, as a whole trace does.
        ValueError: There is no such sequence or row, the axes are not two, or the run made
            one call for several steps: c of the steps between is not in it.
    """
    if isinstance(record, Run):
        tracks = _from_run(record, row, batch, batch_first)
    else:
        check_record(record, "hc")
        tracks = (
            track(record.h, batch, batch_first),
            track(record.c, batch, batch_first),
        )
    reach = reach_of(tracks) or 1.0
    with house_style():
        if axes is None:
            size = WIDTH, 4.4
            _, axes = plt.subplots(2, sharex=True, figsize=size, layout="constrained")
        check_axes(axes, 2)
        figure = root_figure(axes[0])
        for part, values, symbol in zip(axes, tracks, (h, c), strict=True):
            part.set_title(span(symbol, values))
            if values.shape[1] <= len(COLOURS):
                _draw_lines(part, values, reach)
            else:
                image = heat_map(part, values, (-reach, reach), write=False)
        if max(values.shape[1] for values in tracks) > len(COLOURS):
            figure.colorbar(image, ax=list(axes), pad=0.02)
        axes[-1].set_xlabel(time)
        if title:
            figure.suptitle(title)
    return figure


def _from_run(run: Run, row: int, batch: int, batch_first: bool) -> tuple[Numbers, Numbers]:
    calls, rows = run.h_calls.shape[:2]
    if not -rows <= row < rows:
        raise ValueError(f"row must be one of the {rows} layers·directions, got {row}")
    steps = run.output.shape[1 if batch_first and run.output.dim() == 3 else 0]
    if calls != steps:
        raise ValueError(
            f"the run made {calls} calls for {steps} steps, so it does not hold c at "
            "every step; use run_stepwise, or a layer's record from trace_gates, and "
            "pass batch_first=True if the batch is first"
        )
    return (
        track(run.h_calls[:, row], batch, batch_first=False),
        track(run.c_calls[:, row], batch, batch_first=False),
    )


def _draw_lines(axes: Axes, values: Numbers, reach: float) -> None:
    """Draw a line for each feature, told apart by colour, marker and name."""
    steps, features = values.shape
    axes.set_ylim(-1.12 * reach, 1.12 * reach)
    axes.axhline(0, color=FAINT, linewidth=0.8, zorder=0)
    for bound in (-1, 1):
        axes.axhline(bound, color=FAINT, linewidth=0.8, linestyle=(0, (1, 3)), zorder=0)
    marker_every = max(1, steps // 12)
    for feature in range(features):
        axes.plot(
            range(1, steps + 1),
            values[:, feature],
            color=COLOURS[feature],
            marker=MARKERS[feature],
            markersize=5,
            markevery=(feature * marker_every // features, marker_every),
            linewidth=1.6,
            label=f"[{feature}]",
        )
    count_steps(axes, steps, margin=min(0.5, 0.03 * steps))
    name_ends(axes, values[-1], [f"[{feature}]" for feature in range(features)])
