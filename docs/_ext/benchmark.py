"""Show a table of the benchmark: `{benchmark}` takes what `{csv-table}` takes.

`python -m nox -s bench` writes the files. They hold names from code and figures, which are
the same in every language; from `csv-table` each cell would be a message to translate.
"""

from collections.abc import Sequence

from docutils import nodes
from docutils.parsers.rst.directives.tables import CSVTable
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Offer the directive `benchmark`."""
    app.add_directive("benchmark", Benchmark)


class Benchmark(CSVTable):
    """Make the table, and take its cells from the messages."""

    def run(self) -> Sequence[nodes.table | nodes.system_message]:
        """Run `csv-table`."""
        result = super().run()
        for table in result:
            table["classes"].append("benchmark")
            for cell in table.findall(nodes.paragraph):
                cell["translatable"] = False
        return result
