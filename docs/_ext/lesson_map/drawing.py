"""Draw one row of the map, as high as the text beside it."""

from .lanes import Line, Row

COLOURS = 6
"""How many colours the style sheet has for lanes."""


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
