"""The package that lessons import, as a reader asks pip for it."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from sphinx.config import Config

FOLDER = "downloads"
"""Where the files to take home are in the site, above the languages."""

EXTRA = "lessons"
"""The extra that some lessons need."""


class Package(NamedTuple):
    """What `pyproject.toml` says of the package and of the site."""

    name: str
    """The name of the distribution."""

    python: str
    """The versions of Python that it runs on."""

    brings: frozenset[str]
    """The distributions that are installed with it, extras left aside."""

    needs: tuple[str, ...]
    """What it requires."""

    lessons: tuple[str, ...]
    """What the extra requires."""

    wheel: str
    """The file's name."""

    url: str
    """Where the site is hosted, with a trailing slash; empty if that is not known."""

    repository: str
    """Where the sources are; empty if that is not known."""

    @property
    def address(self) -> str:
        """Where pip finds it: on the site, else in the repository, else nowhere."""
        if self.url:
            return f"{self.url}{FOLDER}/{self.wheel}"
        return f"git+{self.repository}" if self.repository else ""

    def requirement(self, *, extra: bool) -> str:
        """Return what to ask pip for: by its address, and never by its name alone.

        Anyone may register the name at an index, and the highest version is taken.
        """
        name = f"{self.name}[{EXTRA}]" if extra else self.name
        return f"{name} @ {self.address}"


def read_package(config: Config) -> Package:
    """Read the project's file."""
    path = Path(config.take_home_project)
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    project = content["project"]
    name, version = project["name"], project["version"]
    return Package(
        name,
        project["requires-python"],
        frozenset(re.split(r"[^\w.-]", each)[0] for each in project["dependencies"]),
        tuple(project["dependencies"]),
        tuple(project["optional-dependencies"][EXTRA]),
        f"{name.replace('-', '_')}-{version}-py3-none-any.whl",
        content["tool"]["site"].get("url", ""),
        content["tool"]["site"].get("repository", ""),
    )
