"""What an ``nn.LSTM`` takes some tensors for, as a record that shows itself."""

from collections.abc import Mapping
from html import escape
from textwrap import fill
from typing import NamedTuple

from lstm_demo.messages import say
from lstm_demo.shapes.options import Options
from lstm_demo.shapes.table import Table

LEVELS = {
    "refused": "error",
    "lengths-below-one": "error",
    "lengths-beyond-padding": "error",
    "lengths-count": "error",
    "batch-first-packed": "note",
    "batch-first-unbatched": "note",
    "one-step": "note",
    "states-order-untold": "note",
}
"""The level of each finding that is not a warning."""


class Reading(NamedTuple):
    """What one axis of one tensor is taken for."""

    tensor: str
    """The tensor, ``inputs``, ``h_0`` or ``c_0``."""

    axis: int
    """The axis, counted from 0."""

    size: int
    """Its size."""

    taken_for: str
    """Its name, as in ``time``, ``batch``, ``features``."""


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
        return LEVELS.get(self.id, "warning")

    def __str__(self) -> str:
        """Say it in whole sentences, in the reader's language."""
        return say(f"findings.{self.id}", **self.evidence)

    def heading(self) -> str:
        """Return the level in words, with the name."""
        level = say(f"levels.{self.level}")
        return f"{level} [{self.id}]"


class Description(NamedTuple):
    """What an ``nn.LSTM`` takes these tensors for, and what may be wrong with that."""

    options: Options
    """The options of the module."""

    readings: tuple[Reading, ...]
    """Every axis of the tensors. A tensor with a wrong number of axes has none."""

    hx_given: bool
    """Whether the call has initial states; without, they are zeros."""

    findings: tuple[Finding, ...]
    """Errors first, then warnings, then notes."""

    def table(self) -> Table:
        """Set the readings out as a table, in the reader's language."""
        rows = [
            (f"{tensor}.shape[{axis}]", str(size), say(f"axes.{taken_for}"))
            for tensor, axis, size, taken_for in self.readings
        ]
        if not self.hx_given:
            rows += [(name, "", say("tables.omitted")) for name in ("h_0", "c_0")]
        return Table(
            say("tables.description", lstm=self.options),
            tuple(say(f"tables.{name}") for name in ("axis", "size", "taken-for")),
            tuple(rows),
        )

    def __str__(self) -> str:
        """Show the table and the findings as text."""
        findings = (
            f"{finding.heading()}\n{fill(str(finding), 76, break_long_words=False)}"
            for finding in self.findings
        )
        return "\n\n".join([str(self.table()), *findings])

    def _repr_html_(self) -> str:
        items = "\n".join(
            f"<dt>{escape(finding.heading())}</dt>\n<dd>{escape(str(finding))}</dd>"
            for finding in self.findings
        )
        findings = f'\n<dl class="lstm-demo">\n{items}\n</dl>' if items else ""
        return self.table()._repr_html_() + findings
