"""Measure the package, print the tables, and keep the figures in a file."""

import argparse
import json
from pathlib import Path

from bench.report import PARTS, Figures, measure, measure_again
from bench.tables import tables


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        default=Path("docs/reference/benchmark.json"),
        help="file for the figures (default: %(default)s)",
    )
    parser.add_argument(
        "--seconds",
        type=float,
        default=4.0,
        help="time for each comparison (default: %(default)s)",
    )
    parser.add_argument(
        "--only",
        choices=list(PARTS),
        help="measure this part alone, and keep the other figures of the file",
    )
    arguments = parser.parse_args()
    figures: Figures
    if arguments.only:
        kept = json.loads(arguments.path.read_text())
        figures = measure_again(kept, arguments.only, arguments.seconds)
    else:
        figures = measure(arguments.seconds)
    print(tables(figures))
    arguments.path.write_text(json.dumps(figures, indent=1) + "\n")
    print(f"\nThe figures are in {arguments.path}.")


if __name__ == "__main__":
    main()
