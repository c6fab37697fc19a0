"""The package that lessons import, as a reader asks pip for it."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.config import Config

FOLDER = "downloads"  # where the files to take home are in the site, above the languages
EXTRA = "lessons"  # the extra that has all that lessons need
PICTURES = "lstm_demo.pictures"  # which needs the extra of the same name
IMPORTED = re.compile(rf"(?m)^ *(?:import|from) ({re.escape(PICTURES)}|\w+)")


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

    def requirement(self, extra: str) -> str:
        """Return what to ask pip for: by its address, and never by its name alone.

        Anyone may register the name at an index, and the highest version is taken.
        """
        extras = f"[{extra}]" if extra else ""
        return f"{self.project['name']}{extras} @ {self.address}"

    def needs(self, script: str) -> list[str]:
        """Return what a script needs, as pip is asked for it."""
        extra = self.extra_for(script)
        if self.address:
            return [self.requirement(extra)]
        more = self.project["optional-dependencies"].get(extra, [])
        return [*self.project["dependencies"], *more]

    def extra_for(self, script: str) -> str:
        """Return the smallest extra with all that a script imports, empty if none is."""
        imported = set(IMPORTED.findall(script))
        if PICTURES in imported:
            imported.add("matplotlib")
        extras: dict[str, set[str]] = {
            name: {re.split(r"[^\w.-]", each)[0] for each in needs}
            for name, needs in self.project["optional-dependencies"].items()
        }
        imported &= set[str]().union(*extras.values())
        smallest_first = sorted(extras, key=lambda name: len(extras[name]))
        return next(it for it in ["", *smallest_first] if imported <= extras.get(it, set()))


def read_package(config: Config) -> Package:
    """Read the project's file."""
    path = Path(config.take_home_project)
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Package(content["project"], content["tool"]["site"])
