"""Put the built site where it is hosted: `latest/` moves, a release keeps its address."""

import filecmp
import shutil
from pathlib import Path

from .downloads import FOLDER as DOWNLOADS
from .places import Languages
from .publish import exchange

LATEST = "latest"
AT_ROOT = "404.html", "_headers", "llms.txt", "robots.txt"
COMPRESSED = ".gz"
"""The end of names that whoever hosts the site may have added."""

TO_LATEST = """<!DOCTYPE html>
<html lang="mul">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
    <meta http-equiv="refresh" content="0; url=latest/">
    <link rel="canonical" href="{url}">
    <title>nn.LSTM</title>
  </head>
  <body><a href="latest/">nn.LSTM</a></body>
</html>
"""


class HostError(Exception):
    """The site was not put in place; what is hosted is as it was."""


def host_site(
    languages: Languages, site: Path, target: Path, *, release: str | None = None
) -> None:
    """Let the built site be `latest/` below `target`, and keep it as a release.

    Args:
        languages: What `[tool.site]` says.
        site: The built site.
        target: The folder that a host serves, with all versions.
        release: The version, such as `1.0`, that shall keep this site at `v1.0/`.

    Raises:
        HostError: the address of the site is not that of `latest/`, there is no site,
            or the release is there already and is another one.
    """
    if not languages.url.endswith(f"/{LATEST}/"):
        raise HostError(
            f"url under [tool.site] in pyproject.toml is {languages.url!r}; with versions "
            f"it has to be the address of {LATEST}/, as in https://example.org/{LATEST}/"
        )
    if not (site / "index.html").exists():
        raise HostError(f"there is no site in {site}; build it: python -m nox -s docs")
    target.mkdir(parents=True, exist_ok=True)
    if release:
        _keep(site, target / f"v{release}")
    _put(site, target / LATEST)
    _keep_wheels(target)
    # What is looked for at the root: its addresses lead to latest/ from anywhere.
    for name in AT_ROOT:
        shutil.copyfile(site / name, target / name)
    (target / "index.html").write_text(
        TO_LATEST.format(url=languages.url), encoding="utf-8"
    )


def _keep(site: Path, kept: Path) -> None:
    """Put a release in place, which nothing replaces from then on."""
    if not kept.exists():
        _put(site, kept)
    elif differing := _first_difference(filecmp.dircmp(site, kept)):
        raise HostError(
            f"{kept} is there already and differs in {differing}; a release keeps its "
            "pages: give the new one another version in pyproject.toml"
        )


def _keep_wheels(target: Path) -> None:
    """Let `latest/` have the wheel of each release, whose scripts ask for it there."""
    folder = target / LATEST / DOWNLOADS
    for wheel in target.glob(f"v*/{DOWNLOADS}/*.whl"):
        if not (folder / wheel.name).exists():
            shutil.copyfile(wheel, folder / wheel.name)


def _put(site: Path, place: Path) -> None:
    """Copy the site to a place, which is whole at any moment."""
    new = place.with_name(f".{place.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(site, new)
    if place.exists():
        exchange(new, place)
        shutil.rmtree(new)
    else:
        new.rename(place)


def _first_difference(folders: "filecmp.dircmp[str]") -> str | None:
    here = [*folders.left_only, *folders.right_only, *folders.diff_files]
    here = [name for name in here if not name.endswith(COMPRESSED)]
    if here:
        return min(here)
    for name, inner in sorted(folders.subdirs.items()):
        if found := _first_difference(inner):
            return f"{name}/{found}"
    return None
