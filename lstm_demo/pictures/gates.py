"""The gates of one layer and direction over time."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from torch import Tensor

from lstm_demo.gates.records import LayerTrace
from lstm_demo.messages import say
from lstm_demo.pictures.sequence import first_sequence
from lstm_demo.pictures.style import (
    COLOUR_OF,
    WIDTH,
    Numbers,
    count_steps,
    house_style,
    reach_of,
    two_decimals,
    whole_numbers,
)


@house_style()
def plot_gates(record: LayerTrace[Tensor], *, title: str = "") -> Figure:
    """Draw each gate and both states of one sequence as heat maps, one above another.

    Time runs to the right and units downwards. Each map goes from white at 0 to its own
    colour: at 1 for i, f and o, which are between 0 and 1, and for g and h, which are
    between -1 and 1; c, which nothing bounds, and h if it is projected, go as far as
    their values do. Small maps have their numbers written in them. The title of each part
    tells the range of its values.

    Args:
        record: What ``trace_gates`` found in one layer and direction, each field
            (time, batch, features); the first sequence is drawn.
        title: What to write above the picture.

    Raises:
        TypeError: ``record`` is something else, as a whole trace is.
        ValueError: The batch is empty.
    """
    values = first_sequence(record)
    heights = [0.62 + 0.2 * min(values[letter].shape[1], 4) for letter in "ifoghc"]
    figure, axes = plt.subplots(
        6,
        sharex=True,
        figsize=(WIDTH, 0.6 + sum(heights)),
        height_ratios=heights,
        layout="constrained",
    )
    ranges = []
    for part, letter in zip(axes, "ifoghc", strict=True):
        low, high = _limits(letter, values)
        image = heat_map(part, values[letter], (low, high), COLOUR_OF[letter])
        figure.colorbar(image, ax=part, pad=0.02, aspect=8, ticks=(low, high))
        ranges.append(_range_text(letter, values[letter]))
        part.set_title(ranges[-1])
    axes[-1].set_xlabel(say("pictures.step"))
    alt = say("pictures.alt-gates", steps=len(values["h"]), ranges="; ".join(ranges))
    figure.set_label(alt)
    if title:
        figure.suptitle(title)
        figure.set_label(f"{title}. {alt}")
    return figure


def _limits(letter: str, values: dict[str, Numbers]) -> tuple[float, float]:
    """Return between which values the map of a letter goes."""
    if letter in "ifo":
        return 0.0, 1.0
    projected = letter == "h" and values["h"].shape != values["c"].shape
    if letter == "c" or projected:  # which nothing bounds
        reach = reach_of(values[letter]) or 1.0
        return -reach, reach
    return -1.0, 1.0


def _range_text(letter: str, values: Numbers) -> str:
    """Write a range, rounded as each number of it is: ``h: -0.41 … 0.62``."""
    name = letter if letter in "hc" else f"{say(f'pictures.gate-{letter}')} {letter}"
    return f"{name}: {two_decimals(values.min())} … {two_decimals(values.max())}"


def heat_map(
    axes: Axes, values: Numbers, limits: tuple[float, float], colour: str
) -> AxesImage:
    """Draw (time, features) with time to the right and features downwards.

    0 is white and the upper limit the colour; the lower limit is slate if it is below 0.
    Small maps have their numbers written in them.
    """
    steps, features = values.shape
    low, high = limits
    negative = [COLOUR_OF["x"]] if low < 0 else []
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
            text = two_decimals(value)
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
