"""The cell of an LSTM: the computation of one step, line by line."""

from collections.abc import Sequence
from textwrap import fill

from matplotlib.figure import Figure

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Sheet
from lstm_demo.pictures.sequence import Gates, check_record, track
from lstm_demo.pictures.style import COLOURS_OF, FAINT, MUTED, SURFACE, house_style, number

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
LINE = 0.36
"""The height of an equation."""


@house_style()
def plot_cell(
    lit: str | Sequence[str] = "",
    record: Gates | None = None,
    *,
    step: int = 0,
    unit: int = 0,
    batch: int = 0,
    batch_first: bool = False,
    title: str = "",
) -> Figure:
    """Draw the cell of an LSTM, with the lines of its equations that are computed lit.

    c passes on top, from left to right, and what is kept and what is written is up to f,
    i and g below it; x and h come in at the bottom, and o lets h out on the right. Each
    gate has its colour, its letter and its name.

    Args:
        lit: Letters among i, f, g, o, c and h, such as ``"ig"``: their equations stand
            above, and the rest of the cell steps back. If there are none, all of it is in
            colour.
        record: What ``trace_gates`` found in one layer and direction, to write its
            numbers into the cell.
        step: Which time step of the record, counted from 0, as it is indexed. c of the
            step before is known from step 1 on.
        unit: Which unit of the record.
        batch: Which sequence of the record.
        batch_first: Whether the fields of the record are (batch, time, features).
        title: What to write above the picture.

    Raises:
        TypeError: The record lacks a field, as a whole trace does.
        ValueError: There is no such equation, sequence, step or unit.
    """
    lit = "".join(lit)
    if unknown := [letter for letter in lit if letter not in EQUATIONS]:
        raise ValueError(f"lit must be letters among i f g o c h, got {unknown[0]!r}")
    values = {}
    if record is not None:
        values = _read(record, step, unit, batch, batch_first)
    alt = [say("pictures.alt-cell")]
    if lit:
        alt.append(say("pictures.alt-lit", parts=", ".join(f"{each}_t" for each in lit)))
    if values:
        numbers = (f"{name} = {number(value)}" for name, value in values.items())
        alt.append(f"{', '.join(numbers)}.".replace("{t-1}", "(t-1)"))
    sheet = Sheet(3.35 + LINE * len(lit), " ".join(alt), title)
    for row, letter in enumerate(lit):
        y = 3.35 + LINE * (len(lit) - row - 0.55)
        ink = COLOURS_OF[letter][0]
        sheet.write((3.2, y), f"${EQUATIONS[letter]}$", 14, color=ink)
    _draw_wires(sheet, lit)
    for letter in GATES:
        _draw_gate(sheet, letter, lit, values)
    _name_states(sheet, lit, values)
    if values:
        text = say("pictures.step-unit", step=step + 1, unit=unit)
        sheet.write((END, BUS - 0.22), text, 10, ha="right", color=MUTED)
    return sheet.figure


def _read(
    record: Gates, step: int, unit: int, batch: int, batch_first: bool
) -> dict[str, float]:
    """Take the numbers of one step and unit out of a record, by their names."""
    check_record(record, "ifgoch")
    fields = {name: track(getattr(record, name), batch, batch_first) for name in "ifgoch"}
    for name, values in fields.items():
        steps, units = values.shape
        if not (0 <= step < steps and 0 <= unit < units):
            raise ValueError(
                f"step and unit must be below {steps} and {units}, the sizes of {name}, "
                f"got {step} and {unit}"
            )
    found = {f"{name}_t": float(values[step, unit]) for name, values in fields.items()}
    if step:
        found["c_{t-1}"] = float(fields["c"][step - 1, unit])
        found["h_{t-1}"] = float(fields["h"][step - 1, unit])
    return found


def _ink(letter: str, lit: str) -> str:
    """Return the colour of a wire: its own, or that of what steps back."""
    return COLOURS_OF[letter][0] if not lit or letter in lit else FAINT


def _operands(lit: str) -> str:
    """Add the gates that the lines for c and h multiply with."""
    return lit + "fig" * ("c" in lit) + "o" * ("h" in lit)


def _draw_wires(sheet: Sheet, lit: str) -> None:
    """Draw what goes along between the gates, and where it is multiplied and added."""
    c, h = _ink("c", lit), _ink("h", lit)
    strong = {"linewidth": 2.6 if "c" in lit or not lit else 1.2}
    high = {"linewidth": 2.0 if "h" in lit or not lit else 1.2}
    sheet.arrow((LEFT, TOP), (END, TOP), color=c, size=13, **strong)
    sheet.line((LEFT, BUS), (GATES["o"], BUS), color=MUTED if not lit else FAINT)
    for letter, x in GATES.items():
        ink = _ink(letter, lit)
        wide = 2.2 if letter in lit else 1.2
        sheet.arrow((x, BUS), (x, GATE - 0.45), color=ink, linewidth=wide)
    inks = {letter: _ink(letter, _operands(lit)) for letter in GATES}
    top, (x, y) = GATE + 0.45, WRITE
    sheet.arrow((GATES["f"], top), (GATES["f"], TOP - 0.15), color=inks["f"])
    sheet.arrow((GATES["i"], top), (GATES["i"], y), (x - 0.15, y), color=inks["i"])
    sheet.arrow((GATES["g"], top), (GATES["g"], y), (x + 0.15, y), color=inks["g"])
    sheet.arrow((x, y + 0.15), (x, TOP - 0.15), color=c, **strong)
    right, show = SHOW
    sheet.arrow(
        (GATES["o"], top), (GATES["o"], show), (right - 0.15, show), color=inks["o"]
    )
    sheet.line((right, TOP), (right, show + 0.15), color=h, **high)
    out = (right, BUS + 0.35), (END, BUS + 0.35)
    sheet.arrow((right, show - 0.15), *out, color=h, **high)
    for at, sign, letter in (
        ((GATES["f"], TOP), TIMES, "c"),
        ((x, TOP), "+", "c"),
        (WRITE, TIMES, "c"),
        (SHOW, TIMES, "h"),
        ((right, (TOP + show) / 2), "tanh", "h"),
    ):
        ink = _ink(letter, lit)
        face = COLOURS_OF[letter][1] if ink != FAINT else SURFACE
        wide = 0.5 if sign == "tanh" else 0.29
        sheet.box(at, (wide, 0.29), ink, face, round_=0.145, zorder=3)
        sheet.write(at, sign, 10 if sign == "tanh" else 13, color=ink)


def _draw_gate(sheet: Sheet, letter: str, lit: str, values: dict[str, float]) -> None:
    """Draw a gate with its letter, its function, and its name or number."""
    x = GATES[letter]
    bright = not lit or letter in _operands(lit)
    edge, face = COLOURS_OF[letter if bright else ""]
    ink = edge if bright else MUTED
    width = 2.4 if letter in lit else 1.4
    sheet.box((x, GATE), (0.98, 0.9), edge, face, round_=0.08, linewidth=width, zorder=3)
    sheet.write((x - 0.4, GATE + 0.28), f"${letter}_t$", 15, ha="left", color=ink)
    function = "tanh" if letter == "g" else SIGMA
    sheet.write((x + 0.4, GATE + 0.28), function, 10, ha="right", color=ink)
    if values:
        text = number(values[f"{letter}_t"])
        sheet.code((x, GATE - 0.15), text, 12, color=ink, weight="bold")
    else:
        sheet.write(
            (x, GATE - 0.17), fill(say(f"pictures.gate-{letter}"), 9), 9.5, color=ink
        )


def _name_states(sheet: Sheet, lit: str, values: dict[str, float]) -> None:
    """Write the names of what comes in and goes out, and the numbers."""
    for name, at, ha in (
        ("c_{t-1}", (LEFT, TOP + 0.22), "left"),
        ("c_t", (END, TOP + 0.22), "right"),
        ("h_{t-1}", (LEFT, BUS + 0.22), "left"),
        ("h_t", (END, BUS + 0.12), "right"),
        ("x_t", (LEFT, BUS - 0.2), "left"),
    ):
        bright = not lit or any(name in EQUATIONS[letter] for letter in lit)
        ink = COLOURS_OF[name[0]][0] if bright else MUTED
        text = f"${name}$"
        if name in values:
            text = f"{text} = {number(values[name])}"
        sheet.write(at, text, 14 if name not in values else 12, ha=ha, color=ink)
