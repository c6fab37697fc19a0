"""Find a Chromium for the tests that open pages, wherever one can be had."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

from filelock import FileLock
from playwright.sync_api import Page, sync_playwright

NAMES = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-background-networking"]
"""A browser without a screen that asks nothing of the network by itself."""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")

PACKAGES = "chromium", "libatomic1"
"""What a bare Debian lacks: a browser, and a library that Playwright needs to start."""

HOW_TO = (
    "no Chromium was found: set the variable CHROMIUM to one, put one on the PATH, "
    "run `python -m playwright install chromium`, or as root on Debian let "
    f"`apt-get install {' '.join(PACKAGES)}` reach its packages"
)


def find_chromium() -> str:
    """Return the path of a Chromium; as root on Debian, install it if there is none."""
    if named := os.environ.get("CHROMIUM"):
        if not shutil.which(named):
            raise RuntimeError(f"CHROMIUM names {named!r}, which cannot be run")
        return named
    # Several workers may look at once, and apt-get refuses to run beside another.
    with FileLock(Path(tempfile.gettempdir(), "lstm-demo-apt.lock")):
        if not _on_path(*NAMES) and Path("/etc/debian_version").exists():
            install = "install", "--yes", "--no-install-recommends", *PACKAGES
            for command in (("update",), install):
                subprocess.run(["apt-get", *command], check=False)  # noqa: S607 - of the PATH
    if found := _on_path(*NAMES):
        return found
    with sync_playwright() as playwright:
        found = _on_path(playwright.chromium.executable_path)
    if not found:
        raise RuntimeError(HOW_TO)
    return found


def _on_path(*names: str) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def show_in(page: Page, scheme: Scheme) -> None:
    """Let a page appear in light or in dark, and wait until it does."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(
        "scheme => document.documentElement.dataset.theme === scheme", arg=scheme
    )
