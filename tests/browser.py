"""Find a Chromium for the tests that open pages, wherever one can be had."""

import os
import shutil
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from tests.debian import install

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
FLAGS = ["--headless=new", "--no-sandbox", "--disable-background-networking"]
"""A browser without a screen that asks nothing of the network by itself."""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")

HOW_TO = (
    "no Chromium was found: set the variable CHROMIUM to one, put one on the PATH, "
    "run `python -m playwright install chromium`, or as root on Debian let "
    "`apt-get install chromium` reach its packages"
)


class NoBrowserError(RuntimeError):
    """There is no Chromium, and none could be installed; says how to get one."""


def find_chromium() -> str:
    """Return the path of a Chromium, installing Debian's package as a last resort.

    Raises:
        NoBrowserError: there is none.
    """
    found = _named() or _on_path() or _playwrights_own() or _debians()
    if not found:
        raise NoBrowserError(HOW_TO)
    return found


def _named() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named and shutil.which(named) is None:
        raise NoBrowserError(f"CHROMIUM names {named!r}, which cannot be run")
    return named and shutil.which(named)


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _debians() -> str | None:
    return shutil.which("chromium") if install("chromium") else None


def show_in(page: Page, scheme: Scheme) -> None:
    """Let a page appear in light or in dark, and wait until it does."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(
        "scheme => document.documentElement.dataset.theme === scheme", arg=scheme
    )
