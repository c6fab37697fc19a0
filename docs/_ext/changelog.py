"""Read the changelog, and tell each page's template where the feed of changes is.

A released version is a section of the changelog with its date, `## 1.0 (2030-01-31)`.
There is a feed where the site has an address and something has been released.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

FEED = "changes.atom"
"""The file's name in the site, above the languages."""

SECTION = re.compile(r"^## (?P<version>\S+)(?: \((?P<date>\d{4}-\d\d-\d\d)\))?$", re.M)


class Release(NamedTuple):
    """A version that has been released."""

    version: str
    """Its number."""

    day: date
    """When."""

    changes: str
    """What has changed, in Markdown."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.add_config_value("changelog", "CHANGELOG.md", "html", str)
    app.add_config_value("changelog_has_releases", False, "html", bool)
    app.connect("config-inited", _look)
    app.connect("html-page-context", _offer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _look(app: Sphinx, config: Config) -> None:
    """Let all pages be written anew with the first release, which gives them a link."""
    config.changelog_has_releases = bool(read_releases(Path(config.changelog)))


def _offer(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if app.config.site_url and app.config.changelog_has_releases:
        context["feed_url"] = f"{app.config.site_url}{FEED}"


def read_releases(path: Path) -> list[Release]:
    """Return the released versions of a changelog, the newest first as it has them."""
    text = path.read_text(encoding="utf-8")
    sections = list(SECTION.finditer(text))
    ends = [section.start() for section in sections[1:]] + [len(text)]
    return [
        Release(
            section["version"],
            date.fromisoformat(section["date"]),
            text[section.end() : end].strip(),
        )
        for section, end in zip(sections, ends, strict=True)
        if section["date"]
    ]
