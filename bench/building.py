"""The figures of building: from builds as they were measured to what the file keeps."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench import builds as stages
from bench import growth as lessons
from bench.builds import Build
from docs._make.places import read_languages

Figures = dict[str, Any]


def builds(seconds: float) -> Iterator[Figures]:
    """Yield a row per stage; None is the time of a way that knows no such stage."""
    for stage, ways in stages.measure().items():
        ours = ways["ours"]
        yield {
            "stage": stage,
            "seconds": {
                way: round(_median(ways[way], lambda it: it.seconds), 2)
                if way in ways
                else None
                for way in ("ours", "gallery", "notebooks")
            },
            "ratio": {
                way: round(_ratio(ours, ways[way]), 3) if way in ways else None
                for way in ("gallery", "notebooks")
            },
            "ran": ", ".join(f"{code} {count}" for code, count in ours[-1].ran.items()),
        }


def growth(seconds: float) -> Iterator[Figures]:
    """Yield a row per number of lessons."""
    before: tuple[int, dict[str, float]] | None = None
    for count, ways in lessons.measure().items():
        times = {
            way: _median(made, lambda it: it.cpu_seconds)
            for way, made in _in_order(ways).items()
        }
        yield {
            "lessons": count,
            "cpu_seconds": {way: round(spent, 2) for way, spent in times.items()},
            "peak_mib": {
                way: round(_median(made, lambda it: it.peak_mib))
                for way, made in _in_order(ways).items()
            },
            "beyond_script": beyond_script(before, (count, times)) if before else {},
        }
        before = count, times


def beyond_script(
    before: tuple[int, dict[str, float]], after: tuple[int, dict[str, float]]
) -> dict[str, float]:
    """Return what a lesson more costs beyond its script, per language."""
    added = after[0] - before[0]
    each = {way: (spent - before[1][way]) / added for way, spent in after[1].items()}
    languages = {"ours": len(read_languages().names), "gallery": 1}
    return {
        way: round(each[way] / count - each["scripts"], 4)
        for way, count in languages.items()
    }


def targets(
    built: Sequence[Figures], grown: Sequence[Figures]
) -> Iterator[tuple[str, float, float]]:
    """Yield name, figure and bound of what a build has to reach."""
    rows = {row["stage"]: row for row in built}
    cold, nothing = rows["cold"]["ratio"], rows["nothing"]["ratio"]
    yield "build, cold, every language: plain gallery, one language", cold["gallery"], 1.3
    yield "build, cold, every language: notebooks, one language", cold["notebooks"], 0.333
    yield "build, nothing changed: plain gallery", nothing["gallery"], 1.2
    first, *_, last = grown
    beyond = last["beyond_script"]
    ratio = round(beyond["ours"] / beyond["gallery"], 2)
    yield "build, a lesson more beyond its script: plain gallery", ratio, 1.1
    growth = round(_per_lesson(*grown[-2:]) / _per_lesson(*grown[-3:-1]), 2)
    yield "build, time of a lesson more, among many against among few", growth, 1.2
    peak, plain = (
        round(last["peak_mib"][way] / first["peak_mib"][way], 2)
        for way in ("ours", "gallery")
    )
    counts = f"{last['lessons']} lessons against {first['lessons']}"
    name = f"build, peak memory, {counts}: 1.1 times that of the plain gallery"
    yield name, peak, round(1.1 * plain, 2)


def _per_lesson(before: Figures, after: Figures) -> float:
    spent = after["cpu_seconds"]["ours"] - before["cpu_seconds"]["ours"]
    return float(spent / (after["lessons"] - before["lessons"]))


def _in_order(ways: dict[str, list[Build]]) -> dict[str, list[Build]]:
    """Sort the ways, which were measured in any order."""
    names = "ours", "gallery", "scripts"
    return {name: ways[name] for name in names}


def _median(made: Sequence[Build], of: Callable[[Build], float]) -> float:
    return statistics.median(map(of, made))


def _ratio(ours: Sequence[Build], theirs: Sequence[Build]) -> float:
    """Return the median of the ratios of each round, whose builds were made in turn."""
    rounds = zip(ours, theirs, strict=True)
    return statistics.median(here.seconds / there.seconds for here, there in rounds)
