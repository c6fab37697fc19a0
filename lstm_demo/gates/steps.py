"""How the rows of a sequence fall into time steps."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor


class Steps(NamedTuple):
    """The time steps of sequences whose values lie in a matrix (rows, features).

    It is the ``data`` of a ``PackedSequence``: first the rows of step 0, then those of
    step 1, and so on. The longest sequence stands first, and a sequence that has ended
    has no more rows, so row n of each step belongs to sequence n. A padded batch is the
    case in which all sequences have the same length.
    """

    sizes: Sequence[int]
    """The rows of each step, as in ``batch_sizes``: never more than the step before."""

    @property
    def batch(self) -> int:
        """The number of sequences."""
        return self.sizes[0]

    def split(self, values: Tensor, *, reverse: bool) -> Sequence[Tensor]:
        """Return the rows of each step, in time or from the last step to the first."""
        steps = values.split_with_sizes(self.sizes)
        return steps[::-1] if reverse else steps

    def join(self, steps: list[Tensor], *, reverse: bool) -> Tensor:
        """Undo ``split``."""
        return torch.cat(steps[::-1] if reverse else steps)

    def last(self, values: Tensor, *, reverse: bool) -> Tensor:
        """Return what each sequence has at the step that is computed last.

        Returns:
            (batch, features), a row of ``h_n`` or ``c_n``.
        """
        last, *later = self.split(values, reverse=False)
        if not reverse:
            for step in later:
                # Sequences that have ended keep what they had.
                last = fill_up(step, last, self.batch)
        return last


def fill_up(state: Tensor, others: Tensor, rows: int) -> Tensor:
    """Bring a state to a number of rows.

    Args:
        state: (sequences, features). If it has too many rows, the last ones leave.
        others: If it has too few, these sequences have the rest, in their own rows.
        rows: How many are wanted.
    """
    if len(state) == rows:
        return state
    return torch.cat([state[:rows], others[len(state) : rows]])
