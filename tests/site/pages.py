"""Read the built pages without a browser."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from docs._make.places import read_languages

CODES = list(read_languages().names)
DECIMAL = re.compile(r"-?\d+\.\d+")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def page_names(site: Path, language: str) -> list[str]:
    """Name every page of a language, such as `lessons/index.html`."""
    root = site / language
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.html"))


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
