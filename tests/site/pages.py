"""Read the built pages without a browser."""

import re
import tomllib
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

from docs._make.places import ROOT, read_languages

LANGUAGES = read_languages()
CODES = list(LANGUAGES.names)
"""The languages of the site, in the order of the switcher."""

SOURCE = LANGUAGES.source
"""The one that scripts and pages are written in."""

TRANSLATED = [code for code in CODES if code != SOURCE]
"""The others, each a folder of catalogs."""

LESSONS = {
    name.partition("/")[2]: f"lessons/{name}.html"
    for name in tomllib.loads((ROOT / "examples/order.toml").read_text("utf-8"))["lessons"]
}
"""The page of each lesson by its name, in reading order."""

KINDS = (
    *("index.html", "lessons/index.html", "recipes/masked_loss.html"),
    *(LESSONS[name] for name in ("in_and_out", "dropout", "gates", "eeg")),
    *("explorer.html", "calculator.html", "search.html"),
    *(f"reference/{name}.html" for name in ("api", "errors", "errors-calls", "faq-data")),
)
"""A page of each kind; of the lessons, the first and those with the largest figures."""

CELL = re.compile(r"^```\{code-cell\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""Code in the source of a page that is run."""


def page_names(site: Path, language: str) -> list[str]:
    """Name every page of a language, such as `lessons/index.html`."""
    root = site / language
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.html"))


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
