"""Which tool when: one call, a loop, chunks or packing."""

from textwrap import fill

from matplotlib.figure import Figure

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Sheet
from lstm_demo.pictures.style import ACCENT, MUTED, SURFACE, TINT, house_style

TOOLS = (
    ("ask-between", "tool-cell", "h, c = cell(x[t], (h, c))"),
    ("ask-lengths", "tool-pack", "pack_padded_sequence(x, lengths)"),
    ("ask-long", "tool-chunks", "h, c = h.detach(), c.detach()"),
)
"""A question, the tool to take if the answer is yes, and the line that it is known by."""

CALL = "tool-call", "output, (h_n, c_n) = lstm(x)"
"""What to do if every answer is no."""

ASK, TAKE = 1.45, 4.85
"""The middles of questions and tools."""

PITCH = 0.9


@house_style()
def plot_which_tool(*, title: str = "") -> Figure:
    """Draw the questions that tell which way of running an LSTM to take.

    Args:
        title: What to write above the picture.
    """
    rows = " ".join(
        f"{say(f'pictures.{ask}')} {say(f'pictures.{tool}')}: {code}."
        for ask, tool, code in TOOLS
    )
    last, call = CALL
    ending = f"{say(f'pictures.{last}')}, {call}"
    sheet = Sheet(PITCH * 4, say("pictures.alt-tools", rows=rows, last=ending), title)
    for row, (ask, tool, code) in enumerate(TOOLS):
        y = PITCH * (3.5 - row)
        sheet.box((ASK, y), (2.6, 0.56), MUTED, SURFACE, round_=0.14)
        sheet.write((ASK, y), fill(say(f"pictures.{ask}"), 28), 11)
        sheet.arrow((ASK + 1.3, y), (TAKE - 1.45, y), color=ACCENT, linewidth=1.6)
        sheet.write((ASK + 1.52, y + 0.13), say("pictures.yes"), 10, color=ACCENT)
        _draw_tool(sheet, y, tool, code)
        end = (ASK, y - PITCH + 0.28)
        if row == len(TOOLS) - 1:
            y_call = y - PITCH
            end = (ASK, y_call)
            sheet.arrow(end, (TAKE - 1.45, y_call), color=MUTED, linewidth=1.6)
            sheet.line((ASK, y - 0.28), end, color=MUTED, linewidth=1.6)
        else:
            sheet.arrow((ASK, y - 0.28), end, color=MUTED, linewidth=1.6)
        sheet.write((ASK - 0.2, y - 0.45), say("pictures.no"), 10, color=MUTED)
    _draw_tool(sheet, PITCH / 2, *CALL)
    return sheet.figure


def _draw_tool(sheet: Sheet, y: float, tool: str, code: str) -> None:
    """Draw a box with the name of a tool, and its line of code."""
    sheet.box((TAKE, y), (2.9, 0.6), ACCENT, TINT, linewidth=1.6)
    sheet.write((TAKE, y + 0.12), say(f"pictures.{tool}"), 11, weight="bold", color=ACCENT)
    sheet.code((TAKE, y - 0.13), code, 9.5)
