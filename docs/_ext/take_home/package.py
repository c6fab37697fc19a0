"""The package that lessons import, as a reader asks pip for it."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.config import Config

FOLDER = "downloads"  # where the files to take home are in the site, above the languages
EXTRA = "lessons"  # the extra that some lessons need


class Package(NamedTuple):
    """What `pyproject.toml` says of the package and of the site."""

    project: dict[str, Any]
    site: dict[str, Any]

    @property
    def wheel(self) -> str:
        """The file's name."""
        name = self.project["name"].replace("-", "_")
        return f"{name}-{self.project['version']}-py3-none-any.whl"

    @property
    def address(self) -> str:
        """Where pip finds it: on the site, else in the repository, else nowhere."""
        if self.site.get("url"):
            return f"{self.site['url']}{FOLDER}/{self.wheel}"
        repository = self.site.get("repository")
        return f"git+{repository}" if repository else ""

    def requirement(self, *, extra: bool) -> str:
        """Return what to ask pip for: by its address, and never by its name alone.

        Anyone may register the name at an index, and the highest version is taken.
        """
        extras = f"[{EXTRA}]" if extra else ""
        return f"{self.project['name']}{extras} @ {self.address}"

    def needs(self, script: str) -> list[str]:
        """Return what a script needs, as pip is asked for it."""
        more = self.project["optional-dependencies"][EXTRA]
        names = "|".join(re.split(r"[^\w.-]", each)[0] for each in more)
        extra = re.search(rf"(?m)^ *(?:import|from) (?:{names})\b", script) is not None
        if self.address:
            return [self.requirement(extra=extra)]
        return [*self.project["dependencies"], *(more if extra else [])]


def read_package(config: Config) -> Package:
    """Read the project's file."""
    path = Path(config.take_home_project)
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Package(content["project"], content["tool"]["site"])
