"""What is measured with: a module, and a sequence for it."""

from typing import NamedTuple

import torch
from torch import Tensor, nn


class Sizes(NamedTuple):
    """The sizes of one measurement, which the tables call L, N, I, H."""

    length: int
    batch: int
    input_size: int
    hidden_size: int

    def __str__(self) -> str:
        """Write the four numbers."""
        return ", ".join(map(str, self))


class Example(NamedTuple):
    """A module, its inputs and states, and a cell with the module's weights."""

    lstm: nn.LSTM
    cell: nn.LSTMCell
    inputs: Tensor
    hx: tuple[Tensor, Tensor]


def make_example(sizes: Sizes) -> Example:
    """Draw everything anew from one seed; nothing wants gradients."""
    torch.manual_seed(0)
    length, batch, input_size, hidden_size = sizes
    lstm = nn.LSTM(input_size, hidden_size).requires_grad_(False)
    cell = nn.LSTMCell(input_size, hidden_size).requires_grad_(False)
    cell.load_state_dict(
        {name.removesuffix("_l0"): value for name, value in lstm.state_dict().items()}
    )
    inputs = torch.randn(length, batch, input_size)
    hx = torch.randn(1, batch, hidden_size), torch.randn(1, batch, hidden_size)
    return Example(lstm, cell, inputs, hx)
