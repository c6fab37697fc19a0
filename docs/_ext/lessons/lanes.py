"""Lay out and draw the map (SVG): a row for each lesson, lanes to what builds on it.

A lesson stands on a lane. The lane goes on below it until the last lesson that builds on
it, and each of these is reached by a line from there.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

COLOURS = 6  # how many colours the style sheet has for lanes


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


def draw(row: Row, lanes: int) -> str:
    """Return the SVG of a row: one unit a lane, two units high, stretched as needed.

    The dot is a line of no length with a round end, which stays round when stretched.
    """
    lines = "".join(_path(line) for line in row.lines)
    dot = f'<path class="dot lane-{row.lane % COLOURS}" d="M{row.lane + 0.5} 1h0"/>'
    return (
        f'<svg aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 {lanes} 2">'
        f"{lines}{dot}</svg>"
    )


def _path(line: Line) -> str:
    start, stop = line.start + 0.5, line.stop + 0.5
    if not line.upper:
        way = f"M{start} 1v1"
    elif start == stop:
        way = f"M{start} 0v1"
    else:
        way = f"M{start} 0C{start} .7 {stop} .3 {stop} 1"
    return f'<path class="lane-{line.start % COLOURS}" d="{way}"/>'
