"""The module and the tensors of the post "Inputs y Outputs de una LSTM en código"."""

from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor, nn

from lstm_demo.checks import State


class Post(NamedTuple):
    """What the post feeds to its LSTM, as float32 tensors on the CPU."""

    lstm: nn.LSTM
    """``nn.LSTM(input_size=4, hidden_size=3)`` with the post's weights."""

    inputs: Tensor
    """One sequence of five steps, (time, batch, features) = (5, 1, 4)."""

    hx: State
    """``(h_0, c_0)`` of the step-by-step run, each (layers·directions, batch, features)
    = (1, 1, 3)."""

    hx_whole: State
    """``(h_0, c_0)`` that the post draws anew for the run over the whole sequence, in
    the same shape."""


def load_post() -> Post:
    """Make the post's LSTM, inputs and initial states.

    The post was a notebook whose cells had run several times before its numbers were
    kept. A fresh run prints them only if the generator first skips what those runs had
    drawn: 776 draws after the seed, and 48 between the two parts. The state of
    PyTorch's global generator is the same after the call as before.
    """
    draw = partial(torch.randn, dtype=torch.float32, device="cpu")
    skip = partial(torch.rand, dtype=torch.float32, device="cpu")
    with torch.random.fork_rng(devices=()):
        # torch.manual_seed would seed the generators of other devices too.
        torch.default_generator.manual_seed(2)
        skip(776)
        lstm = nn.LSTM(input_size=4, hidden_size=3, dtype=torch.float32, device="cpu")
        inputs = torch.cat([draw(1, 4) for _ in range(5)]).view(5, 1, 4)
        hx = draw(1, 1, 3), draw(1, 1, 3)
        skip(48)
        hx_whole = draw(1, 1, 3), draw(1, 1, 3)
    return Post(lstm, inputs, hx, hx_whole)
