"""The gates of one layer and direction over time."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from lstm_demo.messages import say
from lstm_demo.pictures.sequence import Gates, check_record, track
from lstm_demo.pictures.style import (
    COLOURS_OF,
    WIDTH,
    Numbers,
    count_steps,
    house_style,
    number,
    reach_of,
    span,
    whole_numbers,
)


@house_style()
def plot_gates(
    record: Gates,
    *,
    batch: int = 0,
    batch_first: bool = False,
    symbols: Sequence[str] = (),
    title: str = "",
) -> Figure:
    """Draw each gate and both states of one sequence as heat maps, one above another.

    Time runs to the right and units downwards. Each map goes from white at 0 to its own
    colour: at 1 for i, f and o, which are between 0 and 1, and for g and h, which are
    between -1 and 1; c, which nothing bounds, and h if it is projected, go as far as
    their values do. Small maps have their numbers written in them. The title of each part
    tells the range of its values.

    Args:
        record: Anything with the fields ``i f g o c h`` of one layer and direction,
            each (time, batch, features), such as ``trace_gates`` returns.
        batch: Which sequence to draw.
        batch_first: Whether the fields are (batch, time, features).
        symbols: What to call i, f, o, g, h and c, if not by their names.
        title: What to write above the picture.

    Raises:
        TypeError: The record lacks a field, as a whole trace does.
        ValueError: There is no such sequence.
    """
    check_record(record, "ifogch")
    fields = (record.i, record.f, record.o, record.g, record.h, record.c)
    tracks = [track(values, batch, batch_first) for values in fields]
    high = [0.62 + 0.2 * min(values.shape[1], 4) for values in tracks]
    figure, axes = plt.subplots(
        6,
        sharex=True,
        figsize=(WIDTH, 0.6 + sum(high)),
        height_ratios=high,
        layout="constrained",
    )
    gates = [f"{say(f'pictures.gate-{each}')} {each}" for each in "ifog"]
    names = symbols or (*gates, "h", "c")
    ranges = [span(name, values) for name, values in zip(names, tracks, strict=True)]
    for part, letter, values, words in zip(axes, "ifoghc", tracks, ranges, strict=True):
        reach = 1.0
        if letter == "c" or (letter == "h" and values.shape != tracks[-1].shape):
            reach = reach_of([values]) or 1.0  # nothing bounds c, nor h if projected
        low = 0.0 if letter in "ifo" else -reach
        image = heat_map(part, values, (low, reach), COLOURS_OF[letter][0])
        figure.colorbar(image, ax=part, pad=0.02, aspect=8, ticks=(low, reach))
        part.set_title(words)
    axes[-1].set_xlabel(say("pictures.step"))
    if title:
        figure.suptitle(title)
    alt = say("pictures.alt-gates", steps=len(tracks[0]), ranges="; ".join(ranges))
    figure.set_label(f"{title}. {alt}" if title else alt)
    return figure


def heat_map(
    axes: Axes, values: Numbers, limits: tuple[float, float], colour: str
) -> AxesImage:
    """Draw (time, features) with time to the right and features downwards.

    0 is white and the upper limit the colour; the lower limit is slate if it is below 0.
    Small maps have their numbers written in them.
    """
    steps, features = values.shape
    low, high = limits
    negative = [COLOURS_OF["x"][0]] if low < 0 else []
    image = axes.imshow(
        values.T,
        cmap=LinearSegmentedColormap.from_list("", [*negative, "white", colour]),
        vmin=low,
        vmax=high,
        aspect="auto",
        interpolation="nearest",
        extent=(0.5, steps + 0.5, features - 0.5, -0.5),
    )
    count_steps(axes, steps)
    axes.yaxis.set_major_locator(whole_numbers(4))
    axes.yaxis.set_major_formatter("[{x:.0f}]")
    if steps <= 10 and features <= 6:
        for (step, feature), value in np.ndenumerate(values):
            ink, at = ink_on(image, value), (step + 1, feature)
            text = number(value)
            axes.text(*at, text, color=ink, fontsize=9, ha="center", va="center")
    return image


def ink_on(image: AxesImage, value: float) -> str:
    """Choose black or white, whichever has more contrast with the colour of a value."""
    red, green, blue, _ = image.cmap(image.norm(np.asarray(value)))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "black" if luminance > 0.179 else "white"
