"""One call of a recurrent module, and the shapes of all that goes in and comes out."""

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

Inputs = Tensor | PackedSequence
FirstState = Tensor | tuple[Tensor, Tensor] | None
"""``h_0`` of a GRU or a plain RNN, ``(h_0, c_0)`` of an LSTM, or None for zeros."""


class DrawnCall(NamedTuple):
    """What a call took and returned."""

    lstm: nn.RNNBase
    """The module that was called."""

    sizes: dict[str, tuple[int, ...]]
    """The shapes of ``x``, ``output``, ``h_0``, ``h_n`` and, of an LSTM, ``c_0`` and
    ``c_n``, by name."""

    batch_sizes: tuple[int, ...] | None
    """How many sequences there are at each time step, if they are packed."""

    time: int
    """Which axis of ``x`` and ``output`` is time."""

    output: Tensor
    """h of the last layer at every step, padded if the sequences were packed."""

    h_n: Tensor
    """h of every layer and direction after its last step."""

    @property
    def steps(self) -> int:
        """The number of time steps."""
        if self.batch_sizes is not None:
            return len(self.batch_sizes)
        return self.sizes["x"][self.time]

    @property
    def directions(self) -> int:
        """The number of directions."""
        return 2 if self.lstm.bidirectional else 1

    @property
    def states(self) -> str:
        """The letters of the states that go from step to step."""
        return "hc" if "c_n" in self.sizes else "h"

    def name(self, part: str) -> str:
        """Name a part as the lessons do, or the data of a packed sequence."""
        packed = self.batch_sizes and part in ("x", "output")
        return f"{part}.data" if packed else part

    def at_step(self, part: str, step: int) -> tuple[int, ...]:
        """Return the shape of what belongs to one time step."""
        sizes = self.sizes[part]
        if self.batch_sizes:
            return self.batch_sizes[step], sizes[-1]
        return sizes[: self.time] + sizes[self.time + 1 :]


def call_to_draw(lstm: nn.RNNBase, inputs: Inputs, hx: FirstState = None) -> DrawnCall:
    """Call a module, and keep what a picture needs of it.

    Neither gradients nor random numbers are touched, so that a program does the same with
    a picture and without.

    Raises:
        TypeError: ``lstm`` is not a recurrent module.
    """
    if not isinstance(lstm, nn.RNNBase):
        raise TypeError(
            f"lstm must be a torch.nn.LSTM, GRU or RNN, got {type(lstm).__name__}; "
            "pass the module itself, not a model that holds it"
        )
    output, state = quietly(lstm, inputs, hx)
    h_n, *c_n = state if isinstance(state, tuple) else (state,)
    sizes = {"x": _sizes(inputs), "output": _sizes(output)}
    sizes["h_0"] = sizes["h_n"] = tuple(h_n.shape)
    if c_n:
        sizes["c_0"] = sizes["c_n"] = tuple(c_n[0].shape)
    if isinstance(inputs, PackedSequence):
        padded, _ = pad_packed_sequence(output)
        batch_sizes = tuple(inputs.batch_sizes.tolist())
        return DrawnCall(lstm, sizes, batch_sizes, 0, padded, h_n)
    time = 1 if lstm.batch_first and inputs.dim() == 3 else 0
    return DrawnCall(lstm, sizes, None, time, output, h_n)


def _sizes(sequence: Inputs) -> tuple[int, ...]:
    data = sequence.data if isinstance(sequence, PackedSequence) else sequence
    return tuple(data.shape)


def quietly(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function without gradients, and leave the random numbers as they were."""
    with torch.no_grad(), torch.random.fork_rng(devices=()):
        return function(*arguments)
