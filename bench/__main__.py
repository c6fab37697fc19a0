"""Measure on one thread, print the tables, and keep them for the site's page."""

import argparse
import csv
from pathlib import Path

import torch

from bench.gates import measure_gates
from bench.machine import describe_machine
from bench.runners import measure_runners
from lstm_demo import Table


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path("docs/reference/benchmark"),
        help="folder for the tables (default: %(default)s)",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=4.0,
        help="time for each comparison (default: %(default)s)",
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    parts = {
        "machine": describe_machine(),
        "gates": measure_gates(arguments.seconds),
        "runners": measure_runners(arguments.seconds),
    }
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name, measured in parts.items():
        head, *body = [tuple(map(str, row)) for row in measured]
        print(Table(name, head, tuple(body)), end="\n\n", flush=True)
        path = arguments.folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *body])
    print(f"The tables are in {arguments.folder}.")


if __name__ == "__main__":
    main()
