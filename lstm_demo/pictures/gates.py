"""The gates of one layer and direction over time."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lstm_demo.messages import say
from lstm_demo.pictures.style import (
    WIDTH,
    Numbers,
    check_axes,
    heat_map,
    house_style,
    reach_of,
    root_figure,
    span,
)
from lstm_demo.pictures.tracks import Gates, check_record, track


@house_style()
def plot_gates(
    record: Gates,
    axes: Sequence[Axes] | None = None,
    *,
    batch: int = 0,
    batch_first: bool = False,
    title: str = "",
    time: str = "t",
    symbols: Sequence[str] = ("i_t", "f_t", "o_t", "g_t", "h_t", "c_t"),
) -> Figure:
    """Draw each gate and both states of one sequence as heat maps, one above another.

    Time runs to the right and features downwards. i, f and o share a scale from 0 to 1,
    and g and h one from -1 to 1; c, which nothing bounds, has its own around 0, and so
    has h if it is projected. Small maps have their numbers written in them. The title
    of each part tells the range of its values.

    Args:
        record: Anything with the fields ``i f g o c h`` of one layer and direction,
            each (time, batch, features), such as ``trace_gates`` returns.
        axes: Six axes to draw on, for i, f, o, g, h and c; a new figure if omitted.
        batch: Which sequence to draw.
        batch_first: Whether the fields are (batch, time, features).
        title: What the picture shows, as a title of the figure.
        time: What to call the steps.
        symbols: What to call i, f, o, g, h and c at one step.

    Raises:
        TypeError: The record lacks a field, as a whole trace does.
        ValueError: There is no such sequence, or the axes are not six.
    """
    check_record(record, "ifogch")
    fields = (record.i, record.f, record.o, record.g, record.h, record.c)
    tracks = [track(values, batch, batch_first) for values in fields]
    if axes is None:
        high = [0.62 + 0.2 * min(values.shape[1], 4) for values in tracks]
        _, axes = plt.subplots(
            6,
            sharex=True,
            figsize=(WIDTH, 0.6 + sum(high)),
            height_ratios=high,
            layout="constrained",
        )
    check_axes(axes, 6)
    figure = root_figure(axes[0])
    images = [
        heat_map(part, values, limits, write=True)
        for part, values, limits in zip(axes, tracks, _limits(tracks), strict=True)
    ]
    ranges = [span(symbol, values) for symbol, values in zip(symbols, tracks, strict=True)]
    for part, words in zip(axes, ranges, strict=True):
        part.set_title(words)
    for first, last in _groups(tracks):
        figure.colorbar(images[first], ax=list(axes[first:last]), pad=0.02, aspect=30)
    axes[-1].set_xlabel(time)
    if title:
        figure.suptitle(title)
    alt = say("pictures.alt-gates", steps=len(tracks[0]), ranges="; ".join(ranges))
    figure.set_label(f"{title}. {alt}" if title else alt)
    return figure


def _projected(tracks: Sequence[Numbers]) -> bool:
    """A projection makes h narrower than c, and takes its bound away."""
    return bool(tracks[4].shape[1] != tracks[5].shape[1])


def _limits(tracks: Sequence[Numbers]) -> list[tuple[float, float]]:
    around = [reach_of([values]) or 1.0 for values in tracks[4:]]
    reach_h = around[0] if _projected(tracks) else 1.0
    return [(0, 1)] * 3 + [(-1, 1), (-reach_h, reach_h), (-around[1], around[1])]


def _groups(tracks: Sequence[Numbers]) -> list[tuple[int, int]]:
    """The parts that share a scale, from the first to before the last."""
    if _projected(tracks):
        return [(0, 3), (3, 4), (4, 5), (5, 6)]
    return [(0, 3), (3, 5), (5, 6)]
