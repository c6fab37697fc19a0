"""One call of a recurrent module, and the shapes of all that goes in and comes out."""

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

Inputs = Tensor | PackedSequence
State = Tensor | tuple[Tensor, Tensor] | None


class Call(NamedTuple):
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
        return len(self.batch_sizes or ()) or self.sizes["x"][self.time]

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


def call_of(lstm: nn.RNNBase, inputs: Inputs, hx: State = None) -> Call:
    """Call a module, and keep what a picture needs of it.

    Neither gradients nor random numbers are touched, so that a program does the same with
    a picture and without.

    Raises:
        TypeError: ``lstm`` is not a recurrent module.
    """
    if not isinstance(lstm, nn.RNNBase):
        raise TypeError(f"lstm must be a torch.nn.LSTM, got {type(lstm).__name__}")
    output, state = quietly(lstm, inputs, hx)
    states = state if isinstance(state, tuple) else (state,)
    sizes = {"x": _sizes(inputs), "output": _sizes(output)}
    for letter, each in zip("hc", states, strict=False):
        sizes |= {f"{letter}_{when}": tuple(each.shape) for when in "0n"}
    if isinstance(inputs, PackedSequence):
        batch_sizes, time = tuple(inputs.batch_sizes.tolist()), 0
        output, _ = pad_packed_sequence(output)
    else:
        batch_sizes, time = None, int(lstm.batch_first and inputs.dim() == 3)
    return Call(lstm, sizes, batch_sizes, time, output, states[0])


def _sizes(sequence: Inputs) -> tuple[int, ...]:
    data = sequence.data if isinstance(sequence, PackedSequence) else sequence
    return tuple(data.shape)


def quietly(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function without gradients, and leave the random numbers as they were."""
    with torch.no_grad(), torch.random.fork_rng(devices=()):
        return function(*arguments)
