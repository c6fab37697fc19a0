"""Measure the package, print the tables, and keep them for the site's page."""

import argparse
import json
from pathlib import Path

import torch

from bench.gates import measure_gates, measure_memory
from bench.length import measure_length
from bench.machine import describe_machine
from bench.runners import measure_runners
from lstm_demo import Table


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
    parser.add_argument(
        "--threads",
        type=int,
        nargs="+",
        default=[1, 2],
        help="threads to measure the gates with (default: 1 2); more than one thread wants "
        "a machine without other work",
    )
    arguments = parser.parse_args()
    seconds = arguments.seconds
    parts = {
        "machine": describe_machine(),
        "gates": measure_gates(seconds, tuple(arguments.threads)),
        "memory": measure_memory(),
        "runners": measure_runners(seconds),
        "length": measure_length(seconds),
    }
    tables: dict[str, list[list[str]]] = {}
    with torch.no_grad():
        for name, measured in parts.items():
            rows = [list(map(str, row)) for row in measured]
            tables[name] = rows
            head, *body = map(tuple, rows)
            print(Table(name, head, tuple(body)), end="\n\n", flush=True)
    arguments.path.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")
    print(f"The tables are in {arguments.path}.")


if __name__ == "__main__":
    main()
