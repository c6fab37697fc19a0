"""Every diagram is legible, whole, and speaks the reader's language."""

from itertools import combinations

import matplotlib as mpl
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_sequence

import lstm_demo
from tests.pictures.drawn import random_gates


def pack(*lengths: int):
    """Pack sequences of four features."""
    sequences = [torch.randn(length, 4) for length in lengths]
    return pack_sequence(sequences, enforce_sorted=False)


DIAGRAMS = {
    "unrolled": lambda draw: draw(nn.LSTM(4, 3), torch.randn(5, 1, 4), title="x"),
    "unrolled-large": lambda draw: draw(
        nn.LSTM(64, 256, 6, bidirectional=True, proj_size=128, dtype=torch.float64),
        torch.randn(9, 32, 64, dtype=torch.float64),
    ),
    "unrolled-packed": lambda draw: draw(nn.LSTM(4, 3), pack(2, 4, 1)),
    "unrolled-gru": lambda draw: draw(nn.GRU(4, 3, 2), torch.randn(3, 4)),
    "h_n": lambda draw: draw(nn.LSTM(4, 3), torch.randn(5, 1, 4)),
    "h_n-dropout": lambda draw: draw(nn.LSTM(4, 3, 2, dropout=0.5), torch.randn(5, 1, 4)),
    "h_n-four": lambda draw: draw(
        nn.LSTM(4, 128, 2, bidirectional=True), torch.randn(3, 32, 4)
    ),
    "axes": lambda draw: draw(torch.randn(5, 3, 4)),
    "axes-large": lambda draw: draw(torch.randn(32, 100, 5), batch_first=True),
    "axes-one": lambda draw: draw(torch.randn(5, 3, 4), lit="time"),
    "transpose_and_reshape": lambda draw: draw(torch.randn(5, 3, 4)),
    "transpose_and_reshape-large": lambda draw: draw(torch.randn(8, 5, 4)),
    "packing": lambda draw: draw(pack(2, 5, 3)),
    "packing-large": lambda draw: draw(pack(8, 6, 4, 3, 2, 1)),
    "heads": lambda draw: draw(nn.LSTM(4, 3), nn.Linear(3, 2), torch.randn(50, 32, 4)),
    "chunks": lambda draw: draw(12, 4),
    "chunks-forward": lambda draw: draw(5, 2, gradient=False),
    "chunks-large": lambda draw: draw(24, 5, detach=False),
    "which_tool": lambda draw: draw(),
    "cell": lambda draw: draw(),
    "cell-numbers": lambda draw: draw("ig", random_gates(), step=2),
    "weights": lambda draw: draw(nn.LSTM(4, 3)),
    "weights-large": lambda draw: draw(
        nn.LSTM(64, 256, 2, bidirectional=True), layer=1, reverse=True
    ),
    "windows": lambda draw: draw(torch.randn(40), 12, 3),
    "windows-large": lambda draw: draw(torch.randn(900), 100, 50, stride=10),
    "roads_back": lambda draw: draw(nn.LSTM(4, 3), torch.randn(6, 4)),
}
"""The diagrams, some of the largest among them, by the name of their function."""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", DIAGRAMS)
def test_a_diagram_is_whole_and_legible(name: str, language: str, monkeypatch):
    """No two words overlap; all are on the sheet, and large enough for a telephone.

    What it shows is told in the reader's language, and a program goes on as without it.
    """
    monkeypatch.setenv("LANGUAGE", language)
    torch.manual_seed(3)
    DIAGRAMS[name](lambda *arguments, **options: None)
    random, settings = torch.get_rng_state(), dict(mpl.rcParams)
    torch.manual_seed(3)
    figure = DIAGRAMS[name](getattr(lstm_demo, f"plot_{name.partition('-')[0]}"))
    assert torch.equal(torch.get_rng_state(), random)
    assert dict(mpl.rcParams) == settings
    told = figure.get_label()
    assert len(told) > 60
    assert bool({"the", "The", "on"} & set(told.split())) == (language == "en")
    assert bool({"de", "del", "los"} & set(told.split())) == (language == "es")
    assert not set('{"<>&\n') & set(told)  # it will stand in an attribute of HTML
    renderer = figure.canvas.get_renderer()
    boxes = [
        (text.get_text(), text.get_window_extent(renderer)) for text in figure.axes[0].texts
    ]
    for (one, box), (other, second) in combinations(boxes, 2):
        assert not box.overlaps(second), (one, other)
    sheet = figure.bbox
    for words, box in boxes:
        assert sheet.x0 <= box.x0 < box.x1 <= sheet.x1, words
        assert sheet.y0 <= box.y0 < box.y1 <= sheet.y1, words
    # On 390 pixels, 6.5 points are less than 6 pixels.
    assert not [text for text in figure.axes[0].texts if text.get_fontsize() < 6.5]
