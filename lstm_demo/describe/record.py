"""What an ``nn.LSTM`` takes some tensors for, as a record that shows itself."""

from html import escape
from textwrap import fill
from typing import NamedTuple

from lstm_demo.describe.findings import Finding
from lstm_demo.messages import say
from lstm_demo.shapes.options import Options
from lstm_demo.shapes.table import Table


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

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that are more than a note."""
        return tuple(each for each in self.findings if each.level != "note")

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
            f"{each.heading()}\n{fill(str(each), 76, break_long_words=False)}"
            for each in self.findings
        )
        return "\n\n".join([str(self.table()), *findings])

    def _repr_html_(self) -> str:
        items = "\n".join(
            f"<dt>{escape(each.heading())}</dt>\n<dd>{escape(str(each))}</dd>"
            for each in self.findings
        )
        findings = f'\n<dl class="lstm-demo">\n{items}\n</dl>' if items else ""
        return self.table()._repr_html_() + findings
