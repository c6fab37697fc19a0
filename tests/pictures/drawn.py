"""Records to draw, and what can be read off a figure."""

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import nn

from lstm_demo import Run, load_post, run_stepwise
from lstm_demo.gates.trace import trace_gates

POST = load_post()
MINUS = "\N{MINUS SIGN}"
LENGTH, BATCH, HIDDEN = 11, 3, 7


def post_runs() -> tuple[Run, Run]:
    """Run the post's steps, with the state carried and with the state reset."""
    return tuple(
        run_stepwise(POST.lstm, POST.inputs, POST.hx, carry_state=carry)
        for carry in (True, False)
    )


def post_gates():
    """Trace the gates of the post's five steps."""
    return trace_gates(POST.lstm, POST.inputs, POST.hx).layers[0][0]


def random_gates(hidden: int = HIDDEN, proj_size: int = 0, dtype=torch.float64):
    """Trace the gates of three random sequences."""
    lstm = nn.LSTM(4, hidden, proj_size=proj_size, dtype=dtype)
    return trace_gates(lstm, 3 * torch.randn(LENGTH, BATCH, 4, dtype=dtype)).layers[0][0]


def titles(figure: Figure) -> list[str]:
    """Collect what sphinx-gallery makes the alternative text of."""
    found = [figure.get_suptitle()]
    found += [axes.get_title(loc) for axes in figure.axes for loc in ("left", "center")]
    return [title for title in found if title]


def lines_with_markers(axes: Axes) -> list:
    """Leave out the lines that only help the eye."""
    return [line for line in axes.lines if line.get_marker() not in ("None", "", None)]


def texts(figure: Figure) -> list[str]:
    """Collect what is written on a sheet, from the first word to the last."""
    return [text.get_text() for axes in figure.axes for text in axes.texts]
