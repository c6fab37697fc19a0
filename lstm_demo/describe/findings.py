"""What can be found about a call of ``nn.LSTM``, each thing under its own name."""

from collections.abc import Mapping
from typing import NamedTuple

from lstm_demo.messages import say

ERRORS = {
    "features-elsewhere",
    "lengths-below-one",
    "lengths-beyond-padding",
    "lengths-count",
    "packed-corrupt",
    "refused",
    "states-batch-first",
    "states-swapped-shapes",
}
NOTES = {
    "batch-first-packed",
    "batch-first-unbatched",
    "one-step",
    "states-order-untold",
}


class Finding(NamedTuple):
    """One thing to know about a call, with the evidence for it."""

    id: str
    """Its stable name, such as ``batch-time-swapped``."""

    evidence: Mapping[str, object]
    """The names, sizes and numbers that speak for it."""

    @property
    def level(self) -> str:
        """How grave it is, error, warning or note.

        An error makes the call fail, a warning lets it go wrong in silence, and a note
        may well be right.
        """
        if self.id in ERRORS:
            return "error"
        return "note" if self.id in NOTES else "warning"

    def __str__(self) -> str:
        """Say it in whole sentences, in the reader's language."""
        return say(f"findings.{self.id}", **self.evidence)

    def heading(self) -> str:
        """Return the level in words, with the name."""
        return f"{say(f'levels.{self.level}')} [{self.id}]"
