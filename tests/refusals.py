"""Modules and tensors to call them with wrongly, and the error that is expected."""

import re

import pytest
import torch
from torch import nn

PLAIN = nn.LSTM(8, 9, num_layers=2)
FIRST = nn.LSTM(8, 9, num_layers=2, batch_first=True)
PROJECTED = nn.LSTM(8, 9, num_layers=2, proj_size=3, bidirectional=True)
INPUTS = torch.zeros(5, 7, 8)
STATE = torch.zeros(2, 7, 9)


def refusal(error, words):
    """Expect exactly this error with exactly these words."""
    return pytest.raises(error, match=f"^{re.escape(words)}$")
