"""Lay out the map: a row for each lesson, lanes to what builds on it.

A lesson stands on a lane. The lane goes on below it until the last lesson that builds on
it, and each of these is reached by a line from there.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple


class Line(NamedTuple):
    """A line through one half of a row, from lane to lane."""

    start: int
    stop: int
    upper: bool  # whether it lies above the lesson of the row, or leads to it


class Row(NamedTuple):
    """One lesson with what is drawn beside it."""

    lane: int
    lines: tuple[Line, ...]


def lay_out(after: Mapping[str, Sequence[str]]) -> list[Row]:
    """Give each lesson a lane; every lesson comes later than those that it builds on."""
    last = {name: row for row, names in enumerate(after.values()) for name in names}
    open_lanes: dict[str, int] = {}  # of the lessons that others below build on
    rows = []
    for row, (lesson, needed) in enumerate(after.items()):
        above = dict(open_lanes)
        ending = [open_lanes.pop(name) for name in needed if last[name] == row]
        free = (lane for lane in count() if lane not in above.values())
        lane = min(ending, default=next(free))
        if lesson in last:
            open_lanes[lesson] = lane
        rows.append(Row(lane, tuple(_lines(lane, needed, above, open_lanes))))
    return rows


def _lines(
    lane: int, needed: Sequence[str], above: Mapping[str, int], below: Mapping[str, int]
) -> Iterator[Line]:
    for name, at in above.items():
        if name in below:
            yield Line(at, at, upper=True)
        if name in needed:
            yield Line(at, lane, upper=True)
    for at in below.values():
        yield Line(at, at, upper=False)
