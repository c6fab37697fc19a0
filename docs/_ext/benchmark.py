"""Show the figures of the benchmark as tables: a directive per table.

The file is written by `python -m nox -s bench`. Names from code stay as they are in every
language; the page says in words what they mean. The few words are translated here.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

Row = Sequence[object]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Offer the directive `benchmark`."""
    app.add_config_value("benchmark_file", "benchmark.json", "env", str)
    app.add_directive("benchmark", Benchmark)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _words() -> dict[str, str]:
    """Return what the tables say in words, in the reader's language."""
    return {
        "cpu": _("processor"),
        "cores": _("cores"),
        "system": _("operating system"),
        "load": _("load before the run"),
        "instructions": _("vector instructions"),
        "threads": _("threads"),
        "runner": _("function"),
        "ratio": _("times as long"),
        "file": _("file"),
        "page": _("page"),
        "stage": _("stage"),
        "lessons": _("lessons"),
    }


def _machine(figures: dict[str, Any]) -> Iterator[Row]:
    yield from figures["machine"].items()


def _gates(figures: dict[str, Any]) -> Iterator[Row]:
    for at, row in enumerate(figures["gates"]):
        if at == 0:
            yield "L, N, I, H", "threads", "call_us", *row["ratio"]
        yield _sizes(row), row["threads"], row["call_us"], *row["ratio"].values()


def _memory(figures: dict[str, Any]) -> Iterator[Row]:
    for at, row in enumerate(figures["gates"]):
        if at == 0:
            yield "L, N, I, H", *row["peak_mib"]
        if row["threads"] == 1:
            yield _sizes(row), *row["peak_mib"].values()


def _runners(figures: dict[str, Any]) -> Iterator[Row]:
    yield "L, N, I, H", "runner", "by_hand_us", "ratio"
    for row in figures["runners"]:
        yield _sizes(row), row["runner"], row["by_hand_us"], row["ratio"]


def _length(figures: dict[str, Any]) -> Iterator[Row]:
    for at, row in enumerate(figures["length"]):
        times, peaks = row["us_per_step"], row["peak_mib"]
        if at == 0:
            names = (f"{name}_us" for name in times), (f"{name}_mib" for name in peaks)
            yield "L, N, I, H", *names[0], *names[1]
        yield _sizes(row), *times.values(), *peaks.values()


def _builds(figures: dict[str, Any]) -> Iterator[Row]:
    yield (
        "stage",
        "ours_s",
        "gallery_s",
        "notebooks_s",
        "gallery_ratio",
        "notebooks_ratio",
        "ran",
    )
    for row in figures["builds"]:
        cells = *row["seconds"].values(), *row["ratio"].values()
        shown = ("" if cell is None else cell for cell in cells)
        yield row["stage"], *shown, row["ran"]


def _growth(figures: dict[str, Any]) -> Iterator[Row]:
    for at, row in enumerate(figures["growth"]):
        times, peaks = row["cpu_seconds"], row["peak_mib"]
        if at == 0:
            names = (f"{name}_s" for name in times), (f"{name}_mib" for name in peaks)
            yield "lessons", *names[0], *names[1]
        yield row["lessons"], *times.values(), *peaks.values()


def _lessons(figures: dict[str, Any]) -> Iterator[Row]:
    yield "lessons", "ours", "gallery"
    for row in figures["growth"]:
        if row["beyond_script"]:
            yield row["lessons"], *row["beyond_script"].values()


def _hosting(figures: dict[str, Any]) -> Iterator[Row]:
    for at, row in enumerate(figures["hosting"]):
        sizes, ratios = row["kb"], row["ratio"]
        if at == 0:
            yield "file", *(f"{way}_kb" for way in sizes), "plain_per_s", *ratios, "failed"
        figure = row["plain_per_s"], *ratios.values(), row["failed"]
        yield row["file"], *sizes.values(), *figure


def _browser(figures: dict[str, Any]) -> Iterator[Row]:
    for row in figures["browser"]:
        yield row["name"], row["got"]


def _lighthouse(figures: dict[str, Any]) -> Iterator[Row]:
    yield list(figures["lighthouse"][0])
    for row in figures["lighthouse"]:
        yield list(row.values())


def _sizes(row: dict[str, Any]) -> str:
    return ", ".join(str(row[letter]) for letter in "LNIH")


TABLES: dict[str, Callable[[dict[str, Any]], Iterable[Row]]] = {
    "machine": _machine,
    "gates": _gates,
    "memory": _memory,
    "runners": _runners,
    "length": _length,
    "builds": _builds,
    "growth": _growth,
    "lessons": _lessons,
    "hosting": _hosting,
    "browser": _browser,
    "lighthouse": _lighthouse,
}


class Benchmark(SphinxDirective):
    """Write one table: `{benchmark} gates`."""

    required_arguments = 1
    option_spec: ClassVar = {"class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        """Read the file and make the table."""
        name = self.arguments[0]
        if name not in TABLES:
            raise self.error(f"no table {name!r}; there are {', '.join(TABLES)}")
        path = Path(self.env.srcdir, self.config.benchmark_file)
        self.env.note_dependency(str(path))
        rows = list(TABLES[name](json.loads(path.read_text(encoding="utf-8"))))
        return [_table(rows, headed=name not in ("machine", "browser"))]


def _table(rows: list[Row], *, headed: bool) -> nodes.table:
    table, group = nodes.table(classes=["benchmark"]), nodes.tgroup(cols=len(rows[0]))
    group += [nodes.colspec(colwidth=1) for _ in rows[0]]
    if headed:
        group += nodes.thead("", _row(rows.pop(0), literal=True))
    group += nodes.tbody("", *(_row(row, literal=False) for row in rows))
    table += group
    return table


def _row(cells: Row, *, literal: bool) -> nodes.row:
    row, words = nodes.row(), _words()
    for at, cell in enumerate(cells):
        name = str(cell)
        text = nodes.literal if literal and at and name not in words else nodes.inline
        shown = text("", words.get(name, name), translatable=False)
        paragraph = nodes.paragraph("", "", shown)
        row += nodes.entry("", paragraph)
    return row
