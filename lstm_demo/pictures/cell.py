"""The cell of an LSTM: the computation of one step, line by line."""

from collections.abc import Collection, Sequence
from textwrap import fill

from matplotlib.figure import Figure
from torch import Tensor

from lstm_demo.gates.records import LayerTrace
from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas
from lstm_demo.pictures.sequence import first_sequence
from lstm_demo.pictures.style import (
    COLOUR_OF,
    FACE_OF,
    FAINT,
    MUTED,
    SURFACE,
    UNLIT,
    house_style,
    two_decimals,
)

EQUATIONS = {
    "i": r"i_t = \sigma(W_{ii}\,x_t + b_{ii} + W_{hi}\,h_{t-1} + b_{hi})",
    "f": r"f_t = \sigma(W_{if}\,x_t + b_{if} + W_{hf}\,h_{t-1} + b_{hf})",
    "g": r"g_t = \tanh(W_{ig}\,x_t + b_{ig} + W_{hg}\,h_{t-1} + b_{hg})",
    "o": r"o_t = \sigma(W_{io}\,x_t + b_{io} + W_{ho}\,h_{t-1} + b_{ho})",
    "c": r"c_t = f_t \odot c_{t-1} + i_t \odot g_t",
    "h": r"h_t = o_t \odot \tanh(c_t)",
}

GATES = {"f": 1.6, "i": 2.7, "g": 3.8, "o": 4.9}
"""Where the gates stand, from left to right."""

BUS, GATE, TOP = 0.4, 1.3, 2.95
"""How high x and h come in, the middle of the gates, and how high c passes."""

WRITE, SHOW = (3.25, 2.3), (5.7, 2.1)
"""Where i and g meet, and where o meets the tanh of c."""

TIMES, SIGMA = "\N{MULTIPLICATION SIGN}", "\N{GREEK SMALL LETTER SIGMA}"

LEFT, END = 0.25, 6.15
HEIGHT = 3.35
LINE_HEIGHT = 0.36
"""The height of an equation."""


@house_style()
def plot_cell(
    lit: str | Sequence[str] = "",
    record: LayerTrace[Tensor] | None = None,
    *,
    step: int = 0,
    unit: int = 0,
) -> Figure:
    """Draw the cell of an LSTM, with the lines of its equations that are computed lit.

    c passes on top, from left to right, and what is kept and what is written is up to f,
    i and g below it; x and h come in at the bottom, and o lets h out on the right. Each
    gate has its colour, its letter and its name.

    Args:
        lit: Letters among i, f, g, o, c and h, such as ``"ig"``: their equations stand
            above, and the rest of the cell steps back. If there are none, all of it is in
            colour.
        record: What ``trace_gates`` found in one layer and direction, each field
            (time, batch, features), to write numbers of its first sequence into the cell.
        step: Which time step of the record, counted from 0, as it is indexed. c of the
            step before is known from step 1 on.
        unit: Which unit of the record.

    Raises:
        TypeError: ``record`` is something else, as a whole trace is.
        ValueError: There is no such equation, step or unit, or the batch is empty.
    """
    for letter in lit:
        if letter not in EQUATIONS:
            raise ValueError(f"lit must be letters among i f g o c h, got {letter!r}")
    values = {} if record is None else _read(record, step, unit)
    alt = [say("pictures.alt-cell")]
    if lit:
        alt.append(say("pictures.alt-lit", parts=", ".join(f"{name}_t" for name in lit)))
    if values:
        numbers = (f"{name} = {two_decimals(value)}" for name, value in values.items())
        alt.append(f"{', '.join(numbers)}.".replace("{t-1}", "(t-1)"))
    canvas = Canvas(HEIGHT + LINE_HEIGHT * len(lit), " ".join(alt))
    for row, letter in enumerate(lit):
        y = HEIGHT + LINE_HEIGHT * (len(lit) - row - 0.55)
        canvas.write((3.2, y), f"${EQUATIONS[letter]}$", 14, color=COLOUR_OF[letter])
    _draw_wires(canvas, lit)
    for letter in GATES:
        _draw_gate(canvas, letter, lit, values)
    _name_states(canvas, lit, values)
    if values:
        text = say("pictures.step-unit", step=step + 1, unit=unit)
        canvas.write((END, BUS - 0.22), text, 10, ha="right", color=MUTED)
    return canvas.figure


def _read(record: LayerTrace[Tensor], step: int, unit: int) -> dict[str, float]:
    """Take the numbers of one step and unit out of a record, by their names."""
    fields = first_sequence(record)
    for name, values in fields.items():
        steps, units = values.shape
        if not (0 <= step < steps and 0 <= unit < units):
            raise ValueError(
                f"step and unit must be below {steps} and {units}, the sizes of {name}, "
                f"got {step} and {unit}"
            )
    found = {f"{name}_t": float(values[step, unit]) for name, values in fields.items()}
    if step > 0:
        found["c_{t-1}"] = float(fields["c"][step - 1, unit])
        found["h_{t-1}"] = float(fields["h"][step - 1, unit])
    return found


def _ink(letter: str, lit: Collection[str]) -> str:
    """Return the colour of a wire: its own, or that of what steps back."""
    return COLOUR_OF[letter] if not lit or letter in lit else FAINT


def _used(lit: Collection[str]) -> set[str]:
    """Return the letters that are lit, and the gates that their lines multiply with."""
    used = set(lit)
    if "c" in lit:
        used |= {"f", "i", "g"}
    if "h" in lit:
        used.add("o")
    return used


def _draw_wires(canvas: Canvas, lit: Collection[str]) -> None:
    """Draw what goes along between the gates, and where it is multiplied and added."""
    c, h = _ink("c", lit), _ink("h", lit)
    c_width = 2.6 if "c" in lit or not lit else 1.2
    h_width = 2.0 if "h" in lit or not lit else 1.2
    canvas.arrow((LEFT, TOP), (END, TOP), color=c, size=13, linewidth=c_width)
    canvas.line((LEFT, BUS), (GATES["o"], BUS), color=FAINT if lit else MUTED)
    for letter, x in GATES.items():
        ink = _ink(letter, lit)
        width = 2.2 if letter in lit else 1.2
        canvas.arrow((x, BUS), (x, GATE - 0.45), color=ink, linewidth=width)
    inks = {letter: _ink(letter, _used(lit)) for letter in GATES}
    top, (x, y) = GATE + 0.45, WRITE
    f, i, g, o = (GATES[letter] for letter in "figo")
    canvas.arrow((f, top), (f, TOP - 0.15), color=inks["f"])
    canvas.arrow((i, top), (i, y), (x - 0.15, y), color=inks["i"])
    canvas.arrow((g, top), (g, y), (x + 0.15, y), color=inks["g"])
    canvas.arrow((x, y + 0.15), (x, TOP - 0.15), color=c, linewidth=c_width)
    right, show = SHOW
    canvas.arrow((o, top), (o, show), (right - 0.15, show), color=inks["o"])
    canvas.line((right, TOP), (right, show + 0.15), color=h, linewidth=h_width)
    out = (right, BUS + 0.35), (END, BUS + 0.35)
    canvas.arrow((right, show - 0.15), *out, color=h, linewidth=h_width)
    for at, sign, letter in (
        ((f, TOP), TIMES, "c"),
        ((x, TOP), "+", "c"),
        (WRITE, TIMES, "c"),
        (SHOW, TIMES, "h"),
        ((right, (TOP + show) / 2), "tanh", "h"),
    ):
        bright = not lit or letter in lit
        edge, face = (COLOUR_OF[letter], FACE_OF[letter]) if bright else (FAINT, SURFACE)
        width, size = (0.5, 10) if sign == "tanh" else (0.29, 13)
        canvas.box(at, (width, 0.29), edge, face, radius=0.145, zorder=3)
        canvas.write(at, sign, size, color=edge)


def _draw_gate(
    canvas: Canvas, letter: str, lit: Collection[str], values: dict[str, float]
) -> None:
    """Draw a gate with its letter, its function, and its name or number."""
    x = GATES[letter]
    bright = not lit or letter in _used(lit)
    edge, face = (COLOUR_OF[letter], FACE_OF[letter]) if bright else UNLIT
    ink = COLOUR_OF[letter] if bright else MUTED
    width = 2.4 if letter in lit else 1.4
    canvas.box((x, GATE), (0.98, 0.9), edge, face, radius=0.08, linewidth=width, zorder=3)
    canvas.write((x - 0.4, GATE + 0.28), f"${letter}_t$", 15, ha="left", color=ink)
    function = "tanh" if letter == "g" else SIGMA
    canvas.write((x + 0.4, GATE + 0.28), function, 10, ha="right", color=ink)
    if values:
        text = two_decimals(values[f"{letter}_t"])
        canvas.code((x, GATE - 0.15), text, 12, color=ink, weight="bold")
    else:
        name = fill(say(f"pictures.gate-{letter}"), 9)
        canvas.write((x, GATE - 0.17), name, 9.5, color=ink)


def _name_states(canvas: Canvas, lit: Collection[str], values: dict[str, float]) -> None:
    """Write the names of what comes in and goes out, and the numbers."""
    for name, at, ha in (
        ("c_{t-1}", (LEFT, TOP + 0.22), "left"),
        ("c_t", (END, TOP + 0.22), "right"),
        ("h_{t-1}", (LEFT, BUS + 0.22), "left"),
        ("h_t", (END, BUS + 0.12), "right"),
        ("x_t", (LEFT, BUS - 0.2), "left"),
    ):
        bright = not lit or any(name in EQUATIONS[letter] for letter in lit)
        ink = COLOUR_OF[name[0]] if bright else MUTED
        if name in values:
            text = f"${name}$ = {two_decimals(values[name])}"
            canvas.write(at, text, 12, ha=ha, color=ink)
        else:
            canvas.write(at, f"${name}$", 14, ha=ha, color=ink)
