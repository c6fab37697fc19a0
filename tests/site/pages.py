"""Read the built pages without a browser."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from docs._make.places import ROOT, read_languages

CODES = list(read_languages().names)
DECIMAL = re.compile(r"-?\d+\.\d+")
LESSONS = {
    path.stem: f"lessons/{path.parent.name}/{path.stem}.html"
    for path in sorted((ROOT / "examples").glob("*/plot_*.py"))
}
"""The page of each lesson by the name of its script, in reading order."""
KINDS = (
    "index.html",
    "lessons/index.html",
    LESSONS["plot_01_in_and_out"],
    LESSONS["plot_25_gates"],
    LESSONS["plot_16_dropout"],
    LESSONS["plot_29_eeg"],
    "recipes/plot_02_masked_loss.html",
    "explorer.html",
    "calculator.html",
    "reference/api.html",
    "reference/errors.html",
    "reference/faq.html",
    "search.html",
)
"""A page of each kind; of the lessons, the first and those with the largest figures."""

MOVED = b'<meta http-equiv="refresh"'
"""What the page at an old address holds."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def page_names(site: Path, language: str) -> list[str]:
    """Name every page of a language, such as `lessons/index.html`, but redirects."""
    root = site / language
    pages = (path for path in root.rglob("*.html") if MOVED not in path.read_bytes())
    return sorted(str(path.relative_to(root)) for path in pages)


def printed(page: Path) -> str:
    """Return all that the script of a lesson printed, as its page shows it."""
    soup = BeautifulSoup(page.read_bytes(), "html.parser")
    return "".join(block.get_text() for block in soup.select(".sphx-glr-script-out pre"))


def numbers(text: str) -> list[str]:
    """Return the decimal numbers of a text, in their order."""
    return DECIMAL.findall(text)


def all_numbers(text: str) -> list[str]:
    """Return the numbers of a text, whole ones included, in their order."""
    return NUMBER.findall(text)
