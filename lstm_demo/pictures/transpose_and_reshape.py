"""What happens to the cells of (time, batch) when the axes are to be swapped."""

from textwrap import fill

import torch
from matplotlib.figure import Figure
from torch import Tensor

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Point, Sheet, shape_text
from lstm_demo.pictures.style import (
    COLOURS_OF,
    MUTED,
    RIGHT,
    TINT,
    WIDTH,
    WRONG,
    house_style,
)

SHADES = (TINT, COLOURS_OF["x"][1], "none", COLOURS_OF["c"][1], COLOURS_OF["h"][1])
"""The faces of the cells of each sequence."""


@house_style()
def plot_transpose_and_reshape(inputs: Tensor, *, title: str = "") -> Figure:
    """Draw what becomes of the cells of (time, batch) if they are turned or shredded.

    A cell is one time step of one sequence, with all of its features: the letter is the
    sequence, the number the step. Both ways lead to (batch, time). Where the cells go is
    found by doing the same to a tensor that holds their numbers.

    Args:
        inputs: (time, batch, features), of at most 8 steps and 5 sequences.
        title: What to write above the picture.

    Raises:
        ValueError: ``inputs`` has not three axes, or is too large to be drawn.
    """
    if inputs.dim() != 3 or inputs.shape[0] > 8 or inputs.shape[1] > 5:
        raise ValueError(
            "inputs must be (time, batch, features) with at most 8 steps and 5 sequences, "
            f"got {tuple(inputs.shape)}; draw a smaller example"
        )
    steps, rows, features = inputs.shape
    cells = torch.arange(steps * rows).view(steps, rows, 1).expand(inputs.shape)
    turned = cells.transpose(0, 1)[..., 0]
    shredded = cells.reshape(rows, steps, features)[..., 0]
    codes = "x.transpose(0, 1)", f"x.reshape{shape_text((rows, steps, features))}"
    signs = [_sign(each, rows) for each in (turned, shredded)]
    alt = [say("pictures.alt-cells", shape=shape_text(inputs.shape))]
    for code, grid, (_, words, _) in zip(codes, (turned, shredded), signs, strict=True):
        cells_told = "; ".join(" ".join(_names(row, rows)) for row in grid)
        alt.append(f"{code}: {cells_told} ({words}).")
    high = max(0.3 * steps + 1.1, 2 * (0.3 * rows + 0.8))
    sheet = Sheet(high, " ".join(alt), title)
    x_grid = cells[..., 0]
    wide = 0.38
    top = high / 2 + 0.15 * steps + 0.1
    left = 0.3
    _draw_grid(sheet, x_grid, (left, top), wide, rows)
    sheet.code((left, top + 0.14), f"x {shape_text(inputs.shape)}", 10, ha="left")
    low = top - 0.3 * steps - 0.12
    sheet.write(
        (left, low), fill(say("pictures.cells"), 18), 9.5, ha="left", va="top", color=MUTED
    )
    right = left + wide * rows
    start = 3.15
    middle = top - 0.15 * steps
    drawn = zip(codes, (turned, shredded), signs, strict=True)
    cell = min(0.44, (WIDTH - start - 0.1) / steps)
    for index, (code, grid, (sign, words, ink)) in enumerate(drawn):
        y = high - 0.35 - index * high / 2
        _draw_grid(sheet, grid, (start, y), cell, rows)
        sheet.code((start, y + 0.14), code, 10, ha="left", weight="bold")
        low = y - 0.3 * rows - 0.16
        sheet.write((start, low), f"{sign} {words}", 10, ha="left", color=ink)
        sheet.arrow((right + 0.12, middle), (start - 0.12, y - 0.15 * rows), color=MUTED)
    return sheet.figure


def _sign(grid: Tensor, rows: int) -> tuple[str, str, str]:
    """Say in a sign, in words and in a colour if each row holds one sequence alone."""
    if all(len(set((row % rows).tolist())) == 1 for row in grid):
        return "✓", say("pictures.rows-whole"), RIGHT
    return "✗", say("pictures.rows-mixed"), WRONG


def _names(row: Tensor, rows: int) -> list[str]:
    return [cell_name(cell, rows) for cell in row.tolist()]


def cell_name(cell: int, rows: int) -> str:
    """Name a cell by the letter of its sequence and its step."""
    return f"{chr(ord('A') + cell % rows)}{cell // rows + 1}"


def _draw_grid(sheet: Sheet, grid: Tensor, corner: Point, wide: float, rows: int) -> None:
    """Draw the cells of a table from its upper left corner, those of one sequence alike."""
    left, top = corner
    for line, row in enumerate(grid.tolist()):
        for column, cell in enumerate(row):
            at = left + wide * (column + 0.5), top - 0.3 * (line + 0.5)
            face = SHADES[cell % rows]
            sheet.box(at, (wide, 0.3), COLOURS_OF["x"][0], face)
            weight = "bold" if cell % rows == 0 else "normal"
            sheet.write(at, cell_name(cell, rows), 10, weight=weight)
