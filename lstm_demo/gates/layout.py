"""How the values of a sequence lie in memory, step by step.

Both layouts have the same methods. All take tensors with the values of every step, in
the order of time, and ``reverse``: whether the first step computed is the last in time.
"""

from collections.abc import Sequence
from itertools import groupby

import torch
from torch import Tensor


class Padded:
    """A tensor (time, batch, features)."""

    def batch_of(self, values: Tensor) -> int:
        """Return the number of sequences."""
        return values.shape[1]

    def split(self, values: Tensor, *, reverse: bool) -> Sequence[Tensor]:
        """Return views of each step, (batch, features), in the order of computation."""
        steps = values.unbind(0)
        return steps[::-1] if reverse else steps

    def join(self, steps: list[Tensor], *, reverse: bool) -> Tensor:
        """Undo `split`."""
        return torch.stack(steps[::-1] if reverse else steps)

    def previous(self, first: Tensor, values: Tensor, *, reverse: bool) -> Tensor:
        """Return for each value what its sequence had one step before.

        Args:
            first: What stands before the first step: (batch, features).
            values: The values of every step.
            reverse: As above.
        """
        kept = values.narrow(0, int(reverse), len(values) - 1)
        pieces = kept, first.unsqueeze(0)
        return torch.cat(pieces if reverse else pieces[::-1])

    def last(self, values: Tensor, *, reverse: bool) -> Tensor:
        """Return what each sequence has at the step that is computed last.

        Returns:
            (1, batch, features), a row of ``h_n`` or ``c_n``.
        """
        return values[:1] if reverse else values[-1:]


class Packed:
    """A matrix (rows, features), the ``data`` of a ``PackedSequence``.

    First the rows of step 0, then those of step 1, and so on, each step with at most as
    many rows as the one before: sequences are sorted by length, and end.
    """

    def __init__(self, sizes: list[int]) -> None:
        """Take the rows of each step, ``batch_sizes``."""
        self.sizes = sizes

    def batch_of(self, values: Tensor) -> int:
        """Return the number of sequences."""
        return self.sizes[0]

    def split(self, values: Tensor, *, reverse: bool) -> Sequence[Tensor]:
        """Return views of each step, (rows, features), in the order of computation."""
        steps = values.split_with_sizes(self.sizes)
        return steps[::-1] if reverse else steps

    def join(self, steps: list[Tensor], *, reverse: bool) -> Tensor:
        """Undo `split`."""
        return torch.cat(steps[::-1] if reverse else steps)

    def previous(self, first: Tensor, values: Tensor, *, reverse: bool) -> Tensor:
        """Return for each value what its sequence had one step before."""
        pieces = []
        if reverse:
            # A step is preceded by the later one, which has fewer rows or as many. The
            # sequences missing there begin at this step, from their rows of `first`.
            later = first[:0]
            for size, start, stop in reversed(self._runs()):
                pieces += [first[len(later) : size], later, values[start + size : stop]]
                later = values[start : start + size]
            # Collected from the end, and within a step the beginners last.
            pieces.reverse()
        else:
            earlier = first
            for size, start, stop in self._runs():
                pieces += [earlier[:size], values[start : stop - size]]
                earlier = values[stop - size : stop]
        return torch.cat(pieces)

    def last(self, values: Tensor, *, reverse: bool) -> Tensor:
        """Return what each sequence has at the step that is computed last."""
        if reverse:
            return values[: self.sizes[0]].unsqueeze(0)
        # Longer sequences stand first: of each run the last step has the sequences that
        # end there, after the rows of those that go on.
        pieces, ended = [], 0
        for size, _, stop in reversed(self._runs()):
            pieces.append(values[stop - size + ended : stop])
            ended = size
        return torch.cat(pieces).unsqueeze(0)

    def _runs(self) -> list[tuple[int, int, int]]:
        # Steps of one size in a row: the size, their first row, the row after them. A run
        # is handled by slices, so the cost is that of the lengths that differ.
        runs, stop = [], 0
        for size, steps in groupby(self.sizes):
            start, stop = stop, stop + size * len(list(steps))
            runs.append((size, start, stop))
        return runs


Layout = Padded | Packed


def resize_state(state: Tensor, first: Tensor, rows: int) -> Tensor:
    """Carry a state, (batch, features), to a step with another number of rows.

    Sequences that have ended leave. In the reverse direction sequences begin on the
    way: they start from their rows of ``first``.
    """
    if state.shape[0] > rows:
        return state[:rows]
    return torch.cat([state, first[state.shape[0] : rows]])
