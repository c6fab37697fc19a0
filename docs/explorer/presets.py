"""The questions of the explorer: a name, what is filled with which number, the answer."""

from typing import NamedTuple

GATES = "ifgo"


class Preset(NamedTuple):
    """The post's numbers with some of them replaced, and a question about the result."""

    fill: dict[str, float]
    """Addresses, or beginnings of addresses, and the number that replaces theirs."""

    choices: int
    """How many answers the question offers."""

    right: int
    """Which of them is right, counted from 1."""


_WEIGHTS = {f"{kind}{gate}": 0.0 for gate in GATES for kind in ("W_i", "b_i", "W_h", "b_h")}

PRESETS = {
    "post": Preset({}, choices=3, right=2),
    "zeros": Preset({"x": 0, "h_0": 0, "c_0": 0}, choices=2, right=2),
    "pulse": Preset({"x": 0, "x.1": 2, "h_0": 0, "c_0": 0}, choices=2, right=2),
    "shut": Preset({"b_if": -30}, choices=3, right=3),
    "open": Preset({"b_if": 30, "b_ii": -30}, choices=3, right=2),
    "halves": Preset(_WEIGHTS, choices=3, right=2),
    "counter": Preset({"b_ii": 30, "b_if": 30, "b_ig": 30, "c_0": 0}, choices=3, right=2),
}
"""The presets in the order of the page; the words of their questions are the page's."""
