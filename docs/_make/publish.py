"""Replace the site by a new one atomically: copied beside it, then renamed."""

import os
from pathlib import Path
from shutil import copytree, rmtree


def _neighbours(site: Path) -> tuple[Path, Path]:
    """Return temporary places for the new site and the old one while they are swapped.

    That is beside the site, or inside where its folder cannot be renamed.
    """
    if site.is_mount() or not os.access(site.parent, os.W_OK):
        return site / ".new", site / ".old"
    return site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.old")


def publish(made: Path, site: Path) -> None:
    """Replace the site, or the folder that a symbolic link `site` names, by another folder.

    It is copied beside the site first, then both are renamed. A mount point cannot be
    renamed, so there the entries of the folder are, one after another.
    """
    site = site.resolve()
    new, old = _neighbours(site)
    for left in (new, old):
        rmtree(left, ignore_errors=True)
    site.parent.mkdir(parents=True, exist_ok=True)
    copytree(made, new)
    for path in (new, *new.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)  # a server reads it, too
    if new.parent != site:
        if site.exists():
            site.rename(old)
        new.rename(site)
    else:
        old.mkdir()
        for path in set(site.iterdir()) - {new, old}:
            path.rename(old / path.name)
        for path in list(new.iterdir()):
            path.rename(site / path.name)
        new.rmdir()
    if old.exists():
        rmtree(old)


def restore(site: Path) -> None:
    """Put the old site back where a build was killed between the two renames."""
    site = site.resolve()
    _, old = _neighbours(site)
    if old.parent != site and old.exists() and not site.exists():
        old.rename(site)
