"""The benchmark compares like with like, and counts what it says it counts."""

import json
import sys
import time
from pathlib import Path

import pytest
import torch

from bench import (
    building,
    builds,
    clock,
    gates,
    growth,
    length,
    lighthouse,
    memory,
    report,
    runners,
)
from bench.sites import Site
from docs._ext.gallery_i18n import read_catalog, translate_file
from docs._make.places import DOCS
from tests import load


def test_every_way_arrives_at_the_same_numbers():
    """What is timed beside the trace computes what the trace holds."""
    gates.check_ways(gates.Shape(13, 2, 4, 3))


def test_the_pairs_of_the_runners_return_the_same_run():
    """The calls by hand do all that the runner does for its record."""
    pair = runners.make_pairs(gates.Shape(5, 2, 4, 3))["run_stepwise"]
    torch.testing.assert_close(tuple(pair["runner"]()), tuple(pair["by_hand"]()))


def test_chunks_read_the_whole_sequence():
    """What is timed as chunks takes every step once."""
    sequence = gates.make_sequence(gates.Shape(2 * length.CHUNK_SIZE, 1, 4, 3))
    whole = gates.trace(sequence).layers[0][0].f
    expected = sum(piece.mean().item() for piece in whole.split(length.CHUNK_SIZE))
    assert abs(length.in_chunks(sequence) - expected) < 1e-5


def test_every_target_was_met_when_it_was_measured():
    """What the page shows keeps what was promised."""
    path = DOCS / "reference" / "benchmark.json"
    targets = json.loads(path.read_text(encoding="utf-8"))["targets"]
    assert len(targets) > 40
    assert [target["name"] for target in targets if not target["met"]] == []


def test_medians_are_in_microseconds():
    """A way that sleeps for two milliseconds takes at least 2000 µs."""
    times = clock.medians({"sleep": lambda: time.sleep(0.002)}, 0)
    assert 2000 <= times["sleep"] < 200_000


def test_a_report_of_load_counts_every_kind_of_failure():
    """What wrk says of sockets and of answers adds up."""
    report = """Running 1s test @ http://127.0.0.1:80/read
  1 threads and 50 connections
  100 requests in 2.00s, 1.00MB read
  Socket errors: connect 1, read 2, write 3, timeout 4
  Non-2xx or 3xx responses: 5
Requests/sec:     50.25
"""
    assert load.read(report) == load.Load(100, 15, 50.25)


def make_tensor(mib: int):
    """Return a call that makes a tensor of a known size, after one that warms torch up."""
    torch.ones(2**18)
    return lambda: torch.ones(mib * 2**20 // 4)


def test_peak_memory_is_what_the_call_adds():
    """A tensor of 64 MiB raises the resident memory by as much."""
    assert 60 < memory.peak_mib(make_tensor, 64) < 72


def make_site(folder: Path, program: str) -> Site:
    """Return a site that one line of Python builds."""
    command = sys.executable, "-c", program
    return Site(folder, command, {"es": "es-*.md5", "en": "en-*.md5"}, lambda folder: None)


def test_a_build_counts_the_scripts_that_ran(tmp_path):
    """Records that are new or were written again count, each in its language."""
    for name in ("es-1.md5", "es-2.md5", "en-1.md5"):
        (tmp_path / name).write_text("before")
    program = "for name in ('es-1', 'es-3', 'en-2'): open(name + '.md5', 'w')"
    built = builds.build(make_site(tmp_path, program))
    assert built.ran == {"es": 2, "en": 1}


def test_a_build_counts_what_its_process_took(tmp_path):
    """A process that holds 64 MiB and sleeps takes so much memory, and at least as long."""
    program = "import time; held = b'1' * 2**26; time.sleep(0.1)"
    built = builds.build(make_site(tmp_path, program))
    assert built.seconds > 0.1
    assert 64 < built.peak_mib < 128
    assert built.cpu_seconds > 0


def test_a_build_that_fails_is_no_figure(tmp_path):
    """What the process has said is in the error."""
    with pytest.raises(RuntimeError, match="no such lesson"):
        builds.build(make_site(tmp_path, "raise SystemExit('no such lesson')"))


def test_a_lesson_costs_what_is_beyond_its_script():
    """Of two languages, each counts half; what a script takes anyway is not counted."""
    before = 8, {"ours": 10.0, "gallery": 6.0, "scripts": 4.0}
    after = 18, {"ours": 30.0, "gallery": 15.0, "scripts": 9.0}
    assert building.beyond_script(before, after) == {"ours": 0.5, "gallery": 0.4}


def test_generated_lessons_are_translated_whole(tmp_path):
    """Each catalog holds every message of its lesson, so that no build refuses it."""
    scripts, catalogs = growth.write_lessons(tmp_path, 3)
    assert len({script.read_text() for script in scripts}) == 3
    for script, catalog in zip(scripts, catalogs, strict=True):
        assert len(read_catalog(catalog)) >= 5
        assert translate_file(script, catalog) == script.read_text()


def test_a_touched_site_has_changed_where_it_says(tmp_path):
    """Each stage changes one lesson, one catalog or one module, and nothing else."""
    site = builds.lay_out(tmp_path)["ours"]

    def contents():
        files = filter(Path.is_file, sorted(site.folder.rglob("*")))
        return {path.relative_to(site.folder): path.read_bytes() for path in files}

    for stage, expected in (
        ("nothing", set()),
        ("lesson", {Path("examples", builds.TOUCHED.name)}),
        ("package", {Path("lstm_demo", "post.py")}),
        (
            "catalog",
            {Path("docs/locales/es/LC_MESSAGES/lessons", f"{builds.TOUCHED.stem}.po")},
        ),
    ):
        before = contents()
        builds.STAGES[stage](site)
        after = contents()
        assert before.keys() == after.keys()
        assert {path for path in after if after[path] != before[path]} == expected


def test_one_part_is_measured_anew(monkeypatch):
    """The others are kept, unless they come from another machine."""
    machine = {"cpu": "some", "load": 0.1}
    monkeypatch.setattr(report, "describe_machine", lambda: {"cpu": "some", "load": 0.4})
    monkeypatch.setattr(report, "_targets", lambda figures: [])
    monkeypatch.setitem(report.PARTS, "length", lambda seconds: iter([seconds]))
    before = {"machine": machine, "gates": [1], "length": [2], "targets": [3]}
    after = report.measure_again(before, "length", 5.0)
    assert after == {"machine": machine, "gates": [1], "length": [5.0], "targets": []}
    machine["cpu"] = "another"
    with pytest.raises(ValueError, match="cpu differ"):
        report.measure_again(before, "length", 5.0)


def test_marks_are_points_and_the_weakest_counts():
    """Lighthouse gives shares of one; a page is judged by its weakest category."""
    report = {"categories": {"performance": {"score": 0.97}, "seo": {"score": 1}}}
    marks = lighthouse.marks(report)
    assert marks == {"performance": 97, "seo": 100}
    assert lighthouse.most_lost({"page": "es/index.html", **marks}) == 3


def test_a_page_that_could_not_be_judged_is_no_figure():
    """The error names the page and says why."""
    report = {
        "categories": {"performance": {"score": None}},
        "finalDisplayedUrl": "http://127.0.0.1/es/",
        "runtimeError": {"code": "NO_FCP"},
    }
    with pytest.raises(
        ValueError, match=r"could not judge http://127\.0\.0\.1/es/.*NO_FCP"
    ):
        lighthouse.marks(report)
