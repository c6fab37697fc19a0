"""Show a table of the benchmark: `{benchmark} gates`.

`python -m nox -s bench` writes the tables, each a list of rows under its name. They hold
names from code and numbers, which are the same in every language.
"""

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


def setup(app: Sphinx) -> None:
    """Offer the directive `benchmark`."""
    app.add_config_value("benchmark_file", "benchmark.json", "env", str)
    app.add_directive("benchmark", Benchmark)


class Benchmark(SphinxDirective):
    """Write one table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Read the file and make the table."""
        path = Path(self.env.srcdir, self.config.benchmark_file)
        self.env.note_dependency(str(path))
        tables = json.loads(path.read_text(encoding="utf-8"))
        name = self.arguments[0]
        if name not in tables:
            raise self.error(f"no table {name!r}; there are {', '.join(tables)}")
        head, *body = tables[name]
        columns = [nodes.colspec(colwidth=1) for _ in head]
        heads = nodes.thead("", _row(head, nodes.literal))
        rows = nodes.tbody("", *(_row(row, nodes.inline) for row in body))
        group = nodes.tgroup("", *columns, heads, rows, cols=len(head))
        return [nodes.table("", group, classes=["benchmark"])]


def _row(cells: list[str], kind: type[nodes.TextElement]) -> nodes.row:
    # A paragraph without a source is not extracted for translation.
    texts = (nodes.paragraph("", "", kind("", cell)) for cell in cells)
    return nodes.row("", *(nodes.entry("", text) for text in texts))
