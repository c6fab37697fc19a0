"""How the values of a sequence fall into time steps.

A padded sequence is a tensor (time, batch, features). A packed one is a matrix, (rows,
features): the rows of step 0, then those of step 1, and so on, each step with at most
as many rows as the one before, since sequences end. That is ``PackedSequence.data``.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import torch
from torch import Tensor


class Steps(NamedTuple):
    """The layout of one sequence in time, whose tensors the methods take."""

    sizes: list[int] | None
    """Rows of each step of a packed sequence; None for a padded one."""

    def split(self, values: Tensor, *, reverse: bool) -> Sequence[Tensor]:
        """Return the values of each step, (batch, features), first step first.

        Args:
            values: The values of every step.
            reverse: Whether the first step is the last in time.
        """
        if self.sizes is None:
            steps = values.unbind(0)
        else:
            steps = values.split_with_sizes(self.sizes)
        return steps[::-1] if reverse else steps

    def join(self, steps: list[Tensor], *, reverse: bool) -> Tensor:
        """Undo `split`."""
        in_time = steps[::-1] if reverse else steps
        return torch.stack(in_time) if self.sizes is None else torch.cat(in_time)

    def previous(self, first: Tensor, values: Tensor, *, reverse: bool) -> Tensor:
        """Return for each value what its sequence had one step before.

        Args:
            first: What stands before the first step: (batch, features).
            values: The values of every step.
            reverse: Whether the step before is the one that is later in time.
        """
        if self.sizes is None:
            if reverse:
                return torch.cat([values[1:], first.unsqueeze(0)])
            return torch.cat([first.unsqueeze(0), values[:-1]])
        pieces = []
        if reverse:
            later = first[:0]
            for size, start, stop in reversed(self._runs()):
                pieces += [first[len(later) : size], later, values[start + size : stop]]
                later = values[start : start + size]
            pieces.reverse()
        else:
            earlier = first
            for size, start, stop in self._runs():
                pieces += [earlier[:size], values[start : stop - size]]
                earlier = values[stop - size : stop]
        return torch.cat(pieces)

    def last(self, values: Tensor, *, reverse: bool) -> Tensor:
        """Return what each sequence has at the step that is computed last.

        Returns:
            (1, batch, features), a row of ``h_n`` or ``c_n``.
        """
        if self.sizes is None:
            return values[:1] if reverse else values[-1:]
        if reverse:
            return values[: self.sizes[0]].unsqueeze(0)
        pieces, ended = [], 0
        for size, _, stop in reversed(self._runs()):
            pieces.append(values[stop - size + ended : stop])
            ended = size
        return torch.cat(pieces).unsqueeze(0)

    def _runs(self) -> list[tuple[int, int, int]]:
        # Steps of one size in a row: the size, their first row, the row after them.
        runs, stop = [], 0
        for size, steps in groupby(self.sizes or ()):
            start, stop = stop, stop + size * len(list(steps))
            runs.append((size, start, stop))
        return runs


def fit(state: Tensor, first: Tensor, size: int) -> Tensor:
    """Carry a state, (batch, features), to a step of ``size`` rows.

    Sequences that have ended leave. In the reverse direction sequences begin on the
    way: they start from their rows of ``first``.
    """
    rows = state.shape[0]
    if rows == size:
        return state
    if rows > size:
        return state[:size]
    return torch.cat([state, first[rows:size]])
