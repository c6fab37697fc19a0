"""The figures as tables of text."""

from bench.report import Figures


def tables(figures: Figures) -> str:
    """Write every table."""
    machine = ", ".join(f"{name} {value}" for name, value in figures["machine"].items())
    gates = figures["gates"]
    builds, growth = figures["builds"], figures["growth"]
    ways, peaks = list(gates[0]["ratio"]), growth[0]["peak_mib"]
    ways_out = list(figures["hosting"][0]["kb"])
    parts = [
        machine,
        _table(
            "Gates: median time as a ratio to one plain call",
            ["L, N, I, H", "threads", "call, µs", *ways],
            [
                [_sizes(row), row["threads"], row["call_us"], *row["ratio"].values()]
                for row in gates
            ],
        ),
        _table(
            "Gates: peak memory of the call with its results, MiB",
            ["L, N, I, H", *ways],
            [
                [_sizes(row), *row["peak_mib"].values()]
                for row in gates
                if row["threads"] == 1
            ],
        ),
        _table(
            "Runners: median time as a ratio to the same calls by hand",
            ["L, N, I, H", "runner", "by hand, µs", "ratio"],
            [
                [_sizes(row), row["runner"], row["by_hand_us"], row["ratio"]]
                for row in figures["runners"]
            ],
        ),
        _table(
            "Length: µs per time step, and peak memory in MiB",
            ["L, N, I, H", "call", "trace", "chunks", "trace, MiB", "chunks, MiB"],
            [
                [_sizes(row), *row["us_per_step"].values(), *row["peak_mib"].values()]
                for row in figures["length"]
            ],
        ),
        _table(
            "Builds: median seconds, ratios within a round, and the lessons that ran",
            ["", *builds[0]["seconds"], "gallery_ratio", "notebooks_ratio", "ran"],
            [
                [row["stage"], *row["seconds"].values(), *row["ratio"].values(), row["ran"]]
                for row in builds
            ],
        ),
        _table(
            "Growth: processor seconds, and peak memory in MiB",
            ["lessons", *growth[0]["cpu_seconds"], *(f"{it}, MiB" for it in peaks)],
            [
                [row["lessons"], *row["cpu_seconds"].values(), *row["peak_mib"].values()]
                for row in growth
            ],
        ),
        _table(
            "Browser",
            ["", "got"],
            [[row["name"], row["got"]] for row in figures["browser"]],
        ),
        _table(
            "Lighthouse: marks out of 100",
            list(figures["lighthouse"][0]),
            [list(row.values()) for row in figures["lighthouse"]],
        ),
        _table(
            "Hosting: kB sent, answers per second as a ratio to plain, and failures",
            ["", *(f"{it}, kB" for it in ways_out), "plain, 1/s", *ways_out, "failed"],
            [
                [
                    row["file"],
                    *row["kb"].values(),
                    row["plain_per_s"],
                    *row["ratio"].values(),
                    row["failed"],
                ]
                for row in figures["hosting"]
            ],
        ),
        _table(
            "Targets",
            ["", "got", "at most", ""],
            [
                [
                    row["name"],
                    row["got"],
                    row["at_most"],
                    "" if row["met"] else "MISSED",
                ]
                for row in figures["targets"]
            ],
        ),
    ]
    return "\n\n".join(parts)


def _sizes(row: Figures) -> str:
    return ", ".join(str(row[letter]) for letter in "LNIH")


def _table(title: str, head: list[str], rows: list[list[object]]) -> str:
    cells = [head, *(["" if it is None else str(it) for it in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    return "\n".join([title, *lines])
