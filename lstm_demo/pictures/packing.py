"""How sequences of different lengths are packed."""

from matplotlib.figure import Figure
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Sheet, shape_text
from lstm_demo.pictures.style import ACCENT, COLOURS_OF, MUTED, WIDTH, house_style

MOST = 24
"""How many cells one line of ``data`` has room for."""

SHADES = (COLOURS_OF["x"][1], "none")
"""The faces of odd and of even steps."""

LEFT = 1.3
"""Where the bars begin."""

HIGH = 0.36
"""The height of a bar with the room above it."""


@house_style()
def plot_packing(packed: PackedSequence, *, title: str = "") -> Figure:
    """Draw how the sequences are cut into columns, and the columns laid end to end.

    On top each sequence is a bar, the longest first, with its index in the batch. Below
    them stand ``batch_sizes``, how many sequences each time step has, and ``data``, in
    which the columns follow one another.

    Args:
        packed: The packed sequences, of at most 24 time steps in all.
        title: What to write above the picture.

    Raises:
        TypeError: ``packed`` is no ``PackedSequence``.
        ValueError: There are more than 24 time steps in all.
    """
    if not isinstance(packed, PackedSequence):
        raise TypeError(
            f"packed must be a PackedSequence, got {type(packed).__name__}; "
            "make one with torch.nn.utils.rnn.pack_sequence or pack_padded_sequence"
        )
    sizes = packed.batch_sizes.tolist()
    total = len(packed.data)
    if total > MOST:
        raise ValueError(
            f"packed must have at most {MOST} time steps in all to be drawn, got {total}; "
            "draw a smaller example"
        )
    order = packed.sorted_indices
    rows = list(range(sizes[0])) if order is None else order.tolist()
    lengths = [sum(size > row for size in sizes) for row in range(sizes[0])]
    told = ", ".join(
        f"[{row}]: {length}" for row, length in zip(rows, lengths, strict=True)
    )
    alt = say(
        "pictures.alt-packing", told=told, sizes=sizes, shape=shape_text(packed.data.shape)
    )
    sheet = Sheet(HIGH * len(rows) + 1.95, alt, title)
    _draw_bars(sheet, rows, sizes)
    _draw_data(sheet, rows, sizes)
    sheet.code((0.1, 0.14), f"data {shape_text(packed.data.shape)}", 13, ha="left")
    return sheet.figure


def _draw_bars(sheet: Sheet, rows: list[int], sizes: list[int]) -> None:
    """Draw the sequences, the cuts between their steps, and the heights of the columns."""
    wide = min(0.62, (WIDTH - LEFT - 0.2) / len(sizes))
    top, low = HIGH * len(rows) + 1.8, 1.36
    edge = COLOURS_OF["x"][0]
    for step, size in enumerate(sizes):
        x = LEFT + wide * (step + 0.5)
        for row in range(size):
            at = x, top - HIGH * (row + 0.5)
            sheet.box(at, (wide, HIGH - 0.06), edge, SHADES[step % 2])
            sheet.write(at, name(rows[row], step), max(7, min(13, 22 * wide)))
        if step:
            cut = x - wide / 2
            style = {"linestyle": (0, (3, 2)), "zorder": 4}
            sheet.line((cut, top + 0.08), (cut, low - 0.1), color=ACCENT, **style)
        sheet.write((x, low), str(size), 14, weight="bold", color=ACCENT)
    bold = {"ha": "right", "weight": "bold", "color": ACCENT}
    sheet.code((LEFT - 0.08, low), "batch_sizes", 12, **bold)
    for place, row in enumerate(rows):
        at = LEFT - 0.12, top - HIGH * (place + 0.5)
        sheet.code(at, f"[{row}]", 12, ha="right", color=MUTED)


def _draw_data(sheet: Sheet, rows: list[int], sizes: list[int]) -> None:
    """Draw the columns, one after the other, and where each came from."""
    wide = min(0.62, (WIDTH - LEFT - 0.2) / len(sizes))
    gap = 0.08
    cell = min(0.52, (WIDTH - 0.2 - gap * (len(sizes) - 1)) / sum(sizes))
    x, y = 0.1, 0.46
    for step, size in enumerate(sizes):
        middle = x + cell * size / 2
        above = LEFT + wide * (step + 0.5)
        sheet.arrow((above, 1.2), (middle, y + 0.22), color=ACCENT, linewidth=1)
        for row in range(size):
            at = x + cell * (row + 0.5), y
            sheet.box(at, (cell, 0.32), COLOURS_OF["x"][0], SHADES[step % 2])
            sheet.write(at, name(rows[row], step), min(13, 30 * cell))
        x += cell * size + gap


def name(row: int, step: int) -> str:
    """Name a time step of a sequence by a letter and a number counted from 1."""
    return f"{chr(ord('A') + row)}{step + 1}"
