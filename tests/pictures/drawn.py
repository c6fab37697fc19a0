"""Records to draw, and what can be read off a figure."""

import torch
from matplotlib.figure import Figure
from torch import nn

from lstm_demo import trace_gates

LENGTH, BATCH, HIDDEN = 11, 3, 7


def random_gates(proj_size: int = 0, length: int = LENGTH):
    """Trace the gates of three random sequences."""
    lstm = nn.LSTM(4, HIDDEN, proj_size=proj_size, dtype=torch.float64)
    inputs = 3 * torch.randn(length, BATCH, 4, dtype=torch.float64)
    return trace_gates(lstm, inputs).layers[0][0]


def texts(figure: Figure) -> list[str]:
    """Collect what is written on a sheet, from the first word to the last."""
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def after(written: list[str], text: str) -> str:
    """Return what is written next to a text, such as its shape."""
    return written[written.index(text) + 1]
