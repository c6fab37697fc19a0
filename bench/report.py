"""Measure everything once, as plain numbers that a page can show."""

from collections.abc import Callable, Iterator
from typing import Any

import torch

from bench import browser, building, gates, hosting, length, lighthouse, runners
from bench.clock import medians
from bench.machine import describe_machine
from bench.memory import peak_mib

Figures = dict[str, Any]
"""What goes into the file: names, numbers, and lists of them."""

THREADS = (1, 2)


def measure(seconds: float) -> Figures:
    """Return every figure; each comparison takes about ``seconds``."""
    figures: Figures = {"machine": describe_machine()}
    for part in PARTS:
        figures[part] = list(PARTS[part](seconds))
    figures["targets"] = list(_targets(figures))
    return figures


def measure_again(figures: Figures, part: str, seconds: float) -> Figures:
    """Return the figures with one part of them measured anew.

    Raises:
        ValueError: the others come from another machine, or from other versions.
    """
    before, now = figures["machine"], describe_machine()
    if differing := [name for name in now if name != "load" and before[name] != now[name]]:
        raise ValueError(
            f"the other figures come from another machine: {', '.join(differing)} differ; "
            "measure all of them, without --only"
        )
    fresh = {**figures, part: list(PARTS[part](seconds))}
    return {**fresh, "targets": list(_targets(fresh))}


def _gates(seconds: float) -> Iterator[Figures]:
    for shape in gates.SHAPES:
        gates.check_ways(shape)
        peaks = {
            name: round(peak_mib(gates.make_way, name, shape), 1) for name in gates.WAYS
        }
        for threads in THREADS:
            torch.set_num_threads(threads)
            ways = {name: gates.make_way(name, shape) for name in gates.WAYS}
            yield {
                **shape._asdict(),
                "threads": threads,
                **_ratios(medians(ways, seconds), "call"),
                "peak_mib": peaks,
            }


def _runners(seconds: float) -> Iterator[Figures]:
    torch.set_num_threads(1)
    for shape in runners.SHAPES:
        for runner, pair in runners.make_pairs(shape).items():
            with torch.no_grad():
                times = medians(pair, seconds)
            yield {
                **shape._asdict(),
                "runner": runner,
                "by_hand_us": round(times["by_hand"], 1),
                "ratio": round(times["runner"] / times["by_hand"], 3),
            }


def _length(seconds: float) -> Iterator[Figures]:
    torch.set_num_threads(1)
    for shape in length.SHAPES:
        times = medians(length.make_ways(shape), seconds)
        yield {
            **shape._asdict(),
            "us_per_step": {
                name: round(spent / shape.L, 3) for name, spent in times.items()
            },
            "peak_mib": {
                "trace": round(peak_mib(gates.make_way, "trace", shape), 1),
                "chunks": round(peak_mib(length.make_chunks, shape), 1),
            },
        }


PARTS: dict[str, Callable[[float], Iterator[Figures]]] = {
    "browser": browser.measure,
    "lighthouse": lighthouse.measure,
    "hosting": hosting.measure,
    "gates": _gates,
    "runners": _runners,
    "length": _length,
    "builds": building.builds,
    "growth": building.growth,
}
"""What is measured, under the names that it has in the file. What may be missing, such as a
browser or the built site, is asked for before the long parts."""


def _ratios(times: dict[str, float], base: str) -> Figures:
    return {
        f"{base}_us": round(times[base], 1),
        "ratio": {name: round(spent / times[base], 2) for name, spent in times.items()},
    }


def _targets(figures: Figures) -> Iterator[Figures]:
    for row in figures["gates"]:
        place = f"L={row['L']} N={row['N']} I={row['I']} H={row['H']}"
        place += f", {row['threads']} threads"
        ratio = row["ratio"]
        best = min(ratio[name] for name in ("by_hand", "oracle"))
        yield _target(f"trace, {place}: the best other way to gates", ratio["trace"], best)
        if row["L"] >= 50:
            bound = 2.3 if row["L"] >= 100 and row["N"] == 1 else 2.6
            yield _target(f"trace, {place}: one plain call", ratio["trace"], bound)
    for row in figures["runners"]:
        batched = row["runner"] == "run_batched"
        bound = 1.5 if batched and row["L"] == 5 else 1.05
        name = f"{row['runner']}, L={row['L']} N={row['N']} I={row['I']} H={row['H']}"
        yield _target(name, row["ratio"], bound)
    for row in figures["browser"]:
        if row["name"] in browser.TARGETS:
            most = browser.TARGETS[row["name"]]
            yield _target(f"browser, {row['name']}", row["got"], most)
    for row in figures["lighthouse"]:
        name = f"Lighthouse, {row['page']}: points lost in the weakest category"
        yield _target(name, lighthouse.most_lost(row), lighthouse.MOST_LOST)
    for row in figures["hosting"]:
        yield _target(f"nginx, {row['file']}: requests that failed", row["failed"], 0)
    first, *_, last = (row["us_per_step"] for row in figures["length"])
    for way in ("trace", "chunks"):
        name = f"{way}, time per step at L=100000 against L=100"
        yield _target(name, round(last[way] / first[way], 2), 1.2)
    for name, got, bound in building.targets(figures["builds"], figures["growth"]):
        yield _target(name, got, bound)


def _target(name: str, got: float, bound: float) -> Figures:
    return {"name": name, "got": got, "at_most": bound, "met": got <= bound}
