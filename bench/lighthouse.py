"""What Lighthouse gives the pages: a mark of at most 100 in each category."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.browser import served
from docs._make.places import ROOT, read_languages
from tests.browser import FLAGS, find_chromium

PAGES = (
    "index",
    "lessons/1_first_steps/plot_01_in_and_out",
    "reference/errors",
    "explorer",
)
PROGRAM = "npx", "--yes", "lighthouse@13"
MOST_LOST = 2
"""Points that a page may lose in its weakest category."""


def measure(_seconds: float) -> Iterator[dict[str, Any]]:
    """Yield the marks of each page in each language, of a site that knows its address."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "project")
        with served(project / "site") as address:
            _build(project, address)
            for code in read_languages().names:
                for name in PAGES:
                    page = f"{code}/{name}.html"
                    yield {"page": page, **marks(_judge(f"{address}{page}"))}


def _build(project: Path, address: str) -> None:
    # With what has run here, so that no lesson runs again.
    ignored = shutil.ignore_patterns(".*", "site", "__pycache__")
    shutil.copytree(ROOT, project, ignore=ignored)
    pyproject = project / "pyproject.toml"
    text = re.sub(r"(?m)^url = .*$", "", pyproject.read_text(encoding="utf-8"))
    pyproject.write_text(text.replace("[tool.site]", f'[tool.site]\nurl = "{address}"'))
    subprocess.run([sys.executable, "-m", "docs._make", "build"], cwd=project, check=True)


def _judge(url: str) -> dict[str, Any]:
    """Return Lighthouse's report of a page, as for a telephone, its default."""
    options = "--quiet", "--output=json", f"--chrome-flags={' '.join(FLAGS)}"
    done = subprocess.run(
        [*PROGRAM, url, *options],
        env={**os.environ, "CHROME_PATH": find_chromium()},
        stdout=subprocess.PIPE,
        check=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def marks(report: dict[str, Any]) -> dict[str, int]:
    """Read the mark of each category out of a report.

    Raises:
        ValueError: Lighthouse could not judge a category.
    """
    scores = {name: it["score"] for name, it in report["categories"].items()}
    if None in scores.values():
        page, why = report["finalDisplayedUrl"], report.get("runtimeError", scores)
        raise ValueError(f"Lighthouse could not judge {page}: {why}")
    return {name: round(100 * score) for name, score in scores.items()}


def most_lost(row: dict[str, Any]) -> int:
    """Return how many points a page has lost in its weakest category."""
    weakest: int = min(mark for name, mark in row.items() if name != "page")
    return 100 - weakest
