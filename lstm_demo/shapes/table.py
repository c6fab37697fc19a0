"""A small table that shows itself as text and as HTML."""

from html import escape
from typing import NamedTuple


class Table(NamedTuple):
    """A table of words, in the reader's language."""

    caption: str
    """A sentence that says what the table holds."""

    head: tuple[str, ...]
    """The head of each column."""

    rows: tuple[tuple[str, ...], ...]
    """The cells of each row; the first cell names the row."""

    foot: str = ""
    """A sentence below the table, or nothing."""

    def __str__(self) -> str:
        """Draw the table in columns of equal width, for a terminal."""
        lines = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        texts = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
        rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
        foot = ["", self.foot] if self.foot else []
        return "\n".join([self.caption, "", texts[0], rule, *texts[1:], *foot])

    def _repr_html_(self) -> str:
        """Mark the table up for a notebook: caption, and a scope for each head."""
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.head)
        rows = "\n".join(
            f'<tr><th scope="row">{escape(name)}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
            + "</tr>"
            for name, *cells in self.rows
        )
        foot = f"\n<p>{escape(self.foot)}</p>" if self.foot else ""
        return (
            f'<table class="lstm-demo">\n<caption>{escape(self.caption)}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>{foot}"
        )
