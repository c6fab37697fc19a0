"""What a build takes when all, nothing, a lesson, a catalog or the package has changed."""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench import sites
from bench.sites import CATALOGS, Site
from docs._ext.gallery_i18n import read_catalog, write_catalog
from docs._make.places import ROOT

SCRIPTS = tuple(
    path
    for number in ("01", "02", "03", "04", "06", "07", "08", "18")
    for path in ROOT.glob(f"examples/*/plot_{number}_*.py")
)
"""Eight lessons that import nothing beyond the package, build on one another alone, and are
done soon: what is measured is the building, not what the lessons compute."""

TOUCHED = SCRIPTS[1]
ROUNDS = 5


class Build(NamedTuple):
    """One build, as it was measured."""

    seconds: float
    """From start to end, on the clock."""

    cpu_seconds: float
    """The time that its processes have computed; other work hardly changes it."""

    peak_mib: float
    """The peak of memory of the largest of its processes."""

    ran: dict[str, int]
    """How many scripts ran, per language."""


def build(site: Site) -> Build:
    """Build a site and see what it took.

    Raises:
        RuntimeError: the build failed.
    """
    site.prepare(site.folder)
    before = _records(site)
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder, "taken.json")
        watch = sys.executable, str(Path(__file__).with_name("watch.py")), str(taken)
        done = subprocess.run(
            (*watch, *site.command),
            cwd=site.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = done.stdout + done.stderr
            raise RuntimeError(f"{site.folder} was not built:\n{said}")
        figures = json.loads(taken.read_text())
    ran = {
        code: sum(before[code].get(path) != when for path, when in records.items())
        for code, records in _records(site).items()
    }
    return Build(**figures, ran=ran)


def _records(site: Site) -> dict[str, dict[Path, int]]:
    return {
        code: {path: path.stat().st_mtime_ns for path in site.folder.glob(pattern)}
        for code, pattern in site.records.items()
    }


def clear(site: Site) -> None:
    """Remove all that a build has made."""
    for name in ("build", "site", "source/lessons"):
        shutil.rmtree(site.folder / name, ignore_errors=True)
    (site.folder / "source" / "lessons").mkdir(parents=True, exist_ok=True)


def touch_nothing(site: Site) -> None:
    """Change nothing."""


def touch_lesson(site: Site) -> None:
    """Add a line of code to one lesson."""
    _append(site.folder / "examples" / TOUCHED.name, "assert True\n")


def touch_catalog(site: Site) -> None:
    """Change the translation of one paragraph of one lesson."""
    path = site.folder / CATALOGS / "lessons" / f"{TOUCHED.stem}.po"
    catalog = read_catalog(path)
    prose = next(it for it in catalog if it.id and str(it.string).endswith("."))
    prose.string = f"{prose.string} Es así."
    write_catalog(path, catalog, "es")


def touch_package(site: Site) -> None:
    """Add a line to a module of the package."""
    _append(site.folder / "lstm_demo" / "post.py", "# a line\n")


def _append(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(line)


STAGES: dict[str, Callable[[Site], None]] = {
    "cold": clear,
    "nothing": touch_nothing,
    "lesson": touch_lesson,
    "catalog": touch_catalog,
    "package": touch_package,
}
"""What happens before each build, in the order in which they follow on one another."""


def lay_out(folder: Path) -> dict[str, Site]:
    """Make the three sites of the eight scripts."""
    catalogs = [ROOT / CATALOGS / "lessons" / f"{path.stem}.po" for path in SCRIPTS]
    for name in ("ours", "gallery", "notebooks"):
        (folder / name).mkdir()
    return {
        "ours": sites.ours(folder / "ours", SCRIPTS, catalogs),
        "gallery": sites.gallery(folder / "gallery", SCRIPTS),
        "notebooks": sites.notebooks(folder / "notebooks", SCRIPTS),
    }


def measure(rounds: int = ROUNDS) -> dict[str, dict[str, list[Build]]]:
    """Build every site at every stage, the ways taking turns in an order drawn anew.

    Returns:
        By stage and way, a build per round. Only our site has catalogs.
    """
    builds: dict[str, dict[str, list[Build]]] = {stage: {} for stage in STAGES}
    with tempfile.TemporaryDirectory() as folder:
        ways = lay_out(Path(folder))
        for _ in range(rounds):
            for stage, touch in STAGES.items():
                names = ["ours"] if stage == "catalog" else list(ways)
                for name in random.sample(names, len(names)):
                    touch(ways[name])
                    builds[stage].setdefault(name, []).append(build(ways[name]))
    return builds
