"""Where things are, and which languages the site has."""

import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


class Languages(NamedTuple):
    """The languages that `[tool.site]` in `pyproject.toml` names."""

    source: str
    """The one that scripts and pages are written in."""

    names: dict[str, str]
    """Code to name, in the order of the switcher; the first is the default."""

    url: str = ""
    """Where the site is hosted, with a trailing slash; empty if that is not known."""


def read_languages(pyproject: Path = ROOT / "pyproject.toml") -> Languages:
    """Read the languages of the site."""
    site = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["site"]
    return Languages(site["source"], site["languages"], site.get("url", ""))


def read_version(pyproject: Path = ROOT / "pyproject.toml") -> str:
    """Read the version that the project says it is."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    return str(project["version"])
