"""Where things are, and which languages the site has."""

import re
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# A Python that runs a module, and ends when the process that started it does.
CHILD = sys.executable, str(Path(__file__).with_name("child.py"))
# In the site: from this file some hosts take what they say with every answer. An address
# that ends in `*` stands for all below.
HEADERS = "_headers"
# An address of a folder, as it is written into pages, sitemaps and requirements.
ADDRESS = re.compile(r"https?://[\w.:-]+/([\w.~%-]+/)*", re.ASCII)


class Languages(NamedTuple):
    """The languages that `[tool.site]` in `pyproject.toml` names."""

    source: str  # the one that scripts and pages are written in
    # Code to name, in the order of the switcher; the first is the default.
    names: dict[str, str]
    # Where the site is hosted, with a trailing slash; empty if that is not known.
    url: str = ""


def read_languages(pyproject: Path = ROOT / "pyproject.toml") -> Languages:
    """Read the languages of the site.

    Raises:
        ValueError: ``url`` is not the address of a folder.
    """
    site = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["site"]
    url = site.get("url", "")
    if url and not ADDRESS.fullmatch(url):
        raise ValueError(
            f"url under [tool.site] in {pyproject} is {url!r}; it has to be the address of "
            "a folder, with a slash at its end, as in https://example.org/lstm/"
        )
    return Languages(site["source"], site["languages"], url)
