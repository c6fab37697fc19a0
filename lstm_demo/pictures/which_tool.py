"""Which tool when: one call, a loop, chunks or packing."""

from textwrap import fill

from matplotlib.figure import Figure

from lstm_demo.messages import say
from lstm_demo.pictures.canvas import Canvas
from lstm_demo.pictures.style import ACCENT, MUTED, SURFACE, TINT, house_style

QUESTIONS = (
    ("ask-between", "tool-cell", "h, c = cell(x[t], (h, c))"),
    ("ask-lengths", "tool-pack", "pack_padded_sequence(x, lengths)"),
    ("ask-long", "tool-chunks", "h, c = h.detach(), c.detach()"),
)
"""A question, the tool to take if the answer is yes, and the line that it is known by."""

IF_ALL_NO = "tool-call", "output, (h_n, c_n) = lstm(x)"
"""The tool to take if every answer is no, and its line."""

ASK, TAKE = 1.45, 4.85
"""The middles of questions and tools."""

PITCH = 0.9


@house_style()
def plot_which_tool() -> Figure:
    """Draw the questions that tell which way of running an LSTM to take."""
    rows = " ".join(
        f"{say(f'pictures.{question}')} {say(f'pictures.{tool}')}: {code}."
        for question, tool, code in QUESTIONS
    )
    last, last_code = IF_ALL_NO
    ending = f"{say(f'pictures.{last}')}, {last_code}"
    canvas = Canvas(PITCH * 4, say("pictures.alt-tools", rows=rows, last=ending))
    for row, (question, tool, code) in enumerate(QUESTIONS):
        y = PITCH * (3.5 - row)
        canvas.box((ASK, y), (2.6, 0.56), MUTED, SURFACE, radius=0.14)
        canvas.write((ASK, y), fill(say(f"pictures.{question}"), 28), 11)
        canvas.arrow((ASK + 1.3, y), (TAKE - 1.45, y), color=ACCENT, linewidth=1.6)
        canvas.write((ASK + 1.52, y + 0.13), say("pictures.yes"), 10, color=ACCENT)
        _draw_tool(canvas, y, tool, code)
        below = ASK, y - 0.28
        if row + 1 < len(QUESTIONS):
            next_question = ASK, y - PITCH + 0.28
            canvas.arrow(below, next_question, color=MUTED, linewidth=1.6)
        else:
            corner = ASK, y - PITCH
            canvas.arrow(corner, (TAKE - 1.45, corner[1]), color=MUTED, linewidth=1.6)
            canvas.line(below, corner, color=MUTED, linewidth=1.6)
        canvas.write((ASK - 0.2, y - 0.45), say("pictures.no"), 10, color=MUTED)
    _draw_tool(canvas, PITCH / 2, last, last_code)
    return canvas.figure


def _draw_tool(canvas: Canvas, y: float, tool: str, code: str) -> None:
    """Draw a box with the name of a tool, and its line of code."""
    canvas.box((TAKE, y), (2.9, 0.6), ACCENT, TINT, linewidth=1.6)
    words = say(f"pictures.{tool}")
    canvas.write((TAKE, y + 0.12), words, 11, weight="bold", color=ACCENT)
    canvas.code((TAKE, y - 0.13), code, 9.5)
