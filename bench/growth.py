"""What each further lesson costs, in time and memory, beside what its script costs."""

import random
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog

from bench import sites
from bench.builds import Build, build
from bench.sites import Site
from docs._ext.gallery_i18n import messages_of, write_catalog

COUNTS = (8, 64, 256)
ROUNDS = 3
LESSON = '''r"""
Run an LSTM of {inputs:03} inputs
=========================

This lesson has one curve.
"""

# %%
# The output of one unit
# ----------------------
# Every input is one, so the curve settles.

import matplotlib.pyplot as plt
import torch
from torch import nn

lstm = nn.LSTM({inputs}, 3)
output, (h_n, c_n) = lstm(torch.ones(5, 1, {inputs}))
print(f"{{output.shape = }}")
plt.title("The output settles")
plt.plot(output[:, 0, 0].detach())
plt.show()
'''


def write_lessons(folder: Path, count: int) -> tuple[list[Path], list[Path]]:
    """Write lessons, and for each a catalog; its translations repeat the English."""
    scripts, catalogs = [], []
    for number in range(1, count + 1):
        script = folder / f"plot_{number:03}_inputs.py"
        script.write_text(LESSON.format(inputs=number), encoding="utf-8")
        catalog = Catalog()
        for piece in messages_of(script):
            catalog.add(piece.text, piece.text)
        write_catalog(script.with_suffix(".po"), catalog, "es")
        scripts.append(script)
        catalogs.append(script.with_suffix(".po"))
    return scripts, catalogs


def lay_out(folder: Path, count: int) -> dict[str, Site]:
    """Make our site of so many lessons, a plain gallery's, and the scripts alone."""
    for name in ("lessons", "ours", "gallery", "scripts"):
        (folder / name).mkdir(parents=True)
    scripts, catalogs = write_lessons(folder / "lessons", count)
    bare = sites.gallery(folder / "scripts", scripts)
    return {
        "ours": sites.ours(folder / "ours", scripts, catalogs),
        "gallery": sites.gallery(folder / "gallery", scripts),
        "scripts": bare._replace(command=(sys.executable, "-c", RUN_ALL), records={}),
    }


RUN_ALL = """
import runpy, sys
from pathlib import Path
import matplotlib
matplotlib.use("agg")
from matplotlib import pyplot
sys.path.insert(0, "")
for script in sorted(Path("examples").glob("plot_*.py")):
    runpy.run_path(str(script))
    pyplot.savefig(script.with_suffix(".png"))
    pyplot.close("all")
"""
"""The scripts' own: each runs, and its figure is saved."""


def measure(
    rounds: int = ROUNDS, counts: tuple[int, ...] = COUNTS
) -> dict[int, dict[str, list[Build]]]:
    """Build everything cold, once a round, the ways taking turns.

    Returns:
        By number of lessons and way, a build per round.
    """
    builds: dict[int, dict[str, list[Build]]] = {}
    for _ in range(rounds):
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                ways = lay_out(Path(folder), count)
                for name in random.sample(list(ways), len(ways)):
                    taken = builds.setdefault(count, {}).setdefault(name, [])
                    taken.append(build(ways[name]))
    return builds
