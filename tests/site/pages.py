"""Read the built pages without a browser."""

import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

from docs._make.places import ROOT, read_languages

CODES = list(read_languages().names)
LESSONS = {
    path.stem: f"lessons/{path.parent.name}/{path.stem}.html"
    for path in sorted((ROOT / "examples").glob("*/plot_*.py"))
}
"""The page of each lesson by the name of its script, in reading order."""

KINDS = (
    *("index.html", "lessons/index.html", "recipes/plot_02_masked_loss.html"),
    *(
        LESSONS[f"plot_{it}"]
        for it in ("01_in_and_out", "16_dropout", "25_gates", "29_eeg")
    ),
    *("explorer.html", "calculator.html", "search.html"),
    *(f"reference/{name}.html" for name in ("api", "errors", "errors-calls", "faq-data")),
)
"""A page of each kind; of the lessons, the first and those with the largest figures."""

CELL = re.compile(r"^```\{code-cell\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""Code in the source of a page that is run."""

MOVED = b'<meta http-equiv="refresh"'
"""What the page at an old address holds."""


def page_names(site: Path, language: str) -> list[str]:
    """Name every page of a language, such as `lessons/index.html`, but redirects."""
    root = site / language
    pages = (path for path in root.rglob("*.html") if MOVED not in path.read_bytes())
    return sorted(str(path.relative_to(root)) for path in pages)


@cache
def soup(page: Path) -> BeautifulSoup:
    """Read a page, once for all tests: none may change what it is given."""
    return BeautifulSoup(page.read_bytes(), "html.parser")


def printed(page: Path) -> str:
    """Return all that the script of a lesson printed, as its page shows it."""
    return "".join(it.get_text() for it in soup(page).select(".sphx-glr-script-out pre"))


def numbers(text: str) -> list[str]:
    """Return the numbers of a text, whole ones included, in their order."""
    return re.findall(r"-?\d+(?:\.\d+)?", text)
