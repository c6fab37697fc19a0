"""What happens to the cells of (time, batch) when the axes are to be swapped."""

from textwrap import fill

import torch
from matplotlib.figure import Figure
from torch import Tensor

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas, Point, shape_text, step_name
from lstm_demo.pictures.style import (
    COLOUR_OF,
    FACE_OF,
    MUTED,
    RIGHT,
    TINT,
    WIDTH,
    WRONG,
    house_style,
)

SHADES = (TINT, FACE_OF["x"], "none", FACE_OF["c"], FACE_OF["h"])
"""The faces of the cells of each sequence."""

MAX_STEPS, MAX_SEQUENCES = 8, len(SHADES)

CELL_HEIGHT = 0.3


@house_style()
def plot_transpose_and_reshape(inputs: Tensor) -> Figure:
    """Draw what becomes of the cells of (time, batch) if they are turned or shredded.

    A cell is one time step of one sequence, with all of its features: the letter is the
    sequence, the number the step. Both ways lead to (batch, time). Where the cells go is
    found by doing the same to a tensor that holds their numbers.

    Args:
        inputs: (time, batch, features), of 1 to 8 steps and 1 to 5 sequences.

    Raises:
        ValueError: ``inputs`` has not three axes, or is empty or too large to be drawn.
    """
    if (
        inputs.dim() != 3
        or not 1 <= inputs.shape[0] <= MAX_STEPS
        or not 1 <= inputs.shape[1] <= MAX_SEQUENCES
        or inputs.shape[2] == 0
    ):
        raise ValueError(
            f"inputs must be (time, batch, features) with 1 to {MAX_STEPS} steps, 1 to "
            f"{MAX_SEQUENCES} sequences and 1 feature or more to be drawn, "
            f"got {tuple(inputs.shape)}; draw another example"
        )
    steps, rows, features = inputs.shape
    cells = torch.arange(steps * rows).view(steps, rows, 1).expand(inputs.shape)
    turned = cells.transpose(0, 1)[..., 0]
    shredded = cells.reshape(rows, steps, features)[..., 0]
    results = (
        ("x.transpose(0, 1)", turned),
        (f"x.reshape{shape_text((rows, steps, features))}", shredded),
    )
    shape = shape_text(inputs.shape)
    alt = [say("pictures.alt-cells", shape=shape)]
    for code, grid in results:
        told = "; ".join(" ".join(_name(cell, rows) for cell in row) for row in grid)
        alt.append(f"{code}: {told} ({_verdict(grid, rows)[1]}).")
    height = max(CELL_HEIGHT * steps + 1.1, 2 * (CELL_HEIGHT * rows + 0.8))
    canvas = Canvas(height, " ".join(alt))
    top = height / 2 + 0.15 * steps + 0.1
    left, width = 0.3, 0.38
    _draw_grid(canvas, cells[..., 0], (left, top), width, rows)
    canvas.code((left, top + 0.14), f"x {shape}", 10, ha="left")
    at = left, top - CELL_HEIGHT * steps - 0.12
    canvas.write(at, fill(say("pictures.cells"), 18), 9.5, ha="left", va="top", color=MUTED)
    tail = left + width * rows + 0.12, top - 0.15 * steps
    start = 3.15
    cell_width = min(0.44, (WIDTH - start - 0.1) / steps)
    for index, (code, grid) in enumerate(results):
        y = height - 0.35 - index * height / 2
        _draw_grid(canvas, grid, (start, y), cell_width, rows)
        canvas.code((start, y + 0.14), code, 10, ha="left", weight="bold")
        sign, words, ink = _verdict(grid, rows)
        low = y - CELL_HEIGHT * rows - 0.16
        canvas.write((start, low), f"{sign} {words}", 10, ha="left", color=ink)
        canvas.arrow(tail, (start - 0.12, y - 0.15 * rows), color=MUTED)
    return canvas.figure


def _verdict(grid: Tensor, rows: int) -> tuple[str, str, str]:
    """Say in a sign, in words and in a colour if each row holds one sequence alone."""
    if all(len((row % rows).unique()) == 1 for row in grid):
        return "✓", say("pictures.rows-whole"), RIGHT
    return "✗", say("pictures.rows-mixed"), WRONG


def _name(cell: Tensor | int, rows: int) -> str:
    """Name a cell by its sequence and its step, of which its number tells."""
    step, sequence = divmod(int(cell), rows)
    return step_name(sequence, step)


def _draw_grid(
    canvas: Canvas, grid: Tensor, corner: Point, cell_width: float, rows: int
) -> None:
    """Draw the cells of a table from its upper left corner, those of one sequence alike."""
    left, top = corner
    for line, row in enumerate(grid.tolist()):
        for column, cell in enumerate(row):
            at = left + cell_width * (column + 0.5), top - CELL_HEIGHT * (line + 0.5)
            sequence = cell % rows
            canvas.box(at, (cell_width, CELL_HEIGHT), COLOUR_OF["x"], SHADES[sequence])
            weight = "bold" if sequence == 0 else "normal"
            canvas.write(at, _name(cell, rows), 10, weight=weight)
