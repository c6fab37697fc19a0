"""Measure the package, print the tables, and keep them for the site's page."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import torch

from bench.gates import Row, measure_gates, measure_memory
from bench.length import measure_length
from bench.machine import describe_machine
from bench.runners import measure_runners
from lstm_demo import Table

PARTS: dict[str, Callable[[float], Iterator[Row]]] = {
    "machine": lambda seconds: describe_machine(),
    "gates": measure_gates,
    "memory": measure_memory,
    "runners": measure_runners,
    "length": measure_length,
}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        default=Path("docs/reference/benchmark.json"),
        help="file for the tables (default: %(default)s)",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=4.0,
        help="time for each comparison (default: %(default)s)",
    )
    arguments = parser.parse_args()
    tables: dict[str, list[list[str]]] = {}
    with torch.no_grad():
        for name, measure in PARTS.items():
            rows = [list(map(str, row)) for row in measure(arguments.seconds)]
            tables[name] = rows
            head, *body = map(tuple, rows)
            print(Table(name, head, tuple(body)), end="\n\n", flush=True)
    arguments.path.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")
    print(f"The tables are in {arguments.path}.")


if __name__ == "__main__":
    main()
