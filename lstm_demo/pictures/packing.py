"""How sequences of different lengths are packed."""

from matplotlib.figure import Figure
from torch.nn.utils.rnn import PackedSequence

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas, shape_text, step_name
from lstm_demo.pictures.style import ACCENT, COLOUR_OF, FACE_OF, MUTED, WIDTH, house_style

MAX_STEPS = 24
"""How many cells one line of ``data`` has room for."""

SHADES = (FACE_OF["x"], "none")
"""The faces of odd and of even steps."""

LEFT = 1.3
"""Where the bars begin."""

BAR_HEIGHT = 0.36
"""The height of a bar with the room above it."""


@house_style()
def plot_packing(packed: PackedSequence) -> Figure:
    """Draw how the sequences are cut into columns, and the columns laid end to end.

    On top each sequence is a bar, the longest first, with its index in the batch. Below
    them stand ``batch_sizes``, how many sequences each time step has, and ``data``, in
    which the columns follow one another.

    Args:
        packed: The packed sequences, of at most 24 time steps in all.

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
    if total > MAX_STEPS:
        raise ValueError(
            f"packed must have at most {MAX_STEPS} time steps in all to be drawn, "
            f"got {total}; draw a smaller example"
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
    canvas = Canvas(BAR_HEIGHT * len(rows) + 1.95, alt)
    _draw_bars(canvas, rows, sizes)
    _draw_data(canvas, rows, sizes)
    canvas.code((0.1, 0.14), f"data {shape_text(packed.data.shape)}", 13, ha="left")
    return canvas.figure


def _draw_bars(canvas: Canvas, rows: list[int], sizes: list[int]) -> None:
    """Draw the sequences, the cuts between their steps, and the heights of the columns."""
    width = min(0.62, (WIDTH - LEFT - 0.2) / len(sizes))
    top, low = BAR_HEIGHT * len(rows) + 1.8, 1.36
    edge = COLOUR_OF["x"]
    for step, size in enumerate(sizes):
        x = LEFT + width * (step + 0.5)
        for row in range(size):
            at = x, top - BAR_HEIGHT * (row + 0.5)
            canvas.box(at, (width, BAR_HEIGHT - 0.06), edge, SHADES[step % 2])
            canvas.write(at, step_name(rows[row], step), max(7, min(13, 22 * width)))
        if step:
            cut = x - width / 2
            style = {"linestyle": (0, (3, 2)), "zorder": 4}
            canvas.line((cut, top + 0.08), (cut, low - 0.1), color=ACCENT, **style)
        canvas.write((x, low), str(size), 14, weight="bold", color=ACCENT)
    bold = {"ha": "right", "weight": "bold", "color": ACCENT}
    canvas.code((LEFT - 0.08, low), "batch_sizes", 12, **bold)
    for place, row in enumerate(rows):
        at = LEFT - 0.12, top - BAR_HEIGHT * (place + 0.5)
        canvas.code(at, f"[{row}]", 12, ha="right", color=MUTED)


def _draw_data(canvas: Canvas, rows: list[int], sizes: list[int]) -> None:
    """Draw the columns, one after the other, and where each came from."""
    width = min(0.62, (WIDTH - LEFT - 0.2) / len(sizes))
    gap = 0.08
    cell = min(0.52, (WIDTH - 0.2 - gap * (len(sizes) - 1)) / sum(sizes))
    x, y = 0.1, 0.46
    for step, size in enumerate(sizes):
        middle = x + cell * size / 2
        above = LEFT + width * (step + 0.5)
        canvas.arrow((above, 1.2), (middle, y + 0.22), color=ACCENT, linewidth=1)
        for row in range(size):
            at = x + cell * (row + 0.5), y
            canvas.box(at, (cell, 0.32), COLOUR_OF["x"], SHADES[step % 2])
            canvas.write(at, step_name(rows[row], step), min(13, 30 * cell))
        x += cell * size + gap
