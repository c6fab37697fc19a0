"""The very modules of the site, and its pages in a site of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.explorer.minisite import build_sites
from tests.explorer.modules import MODULES, Modules

SCREEN = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def modules(chromium: Browser, serve: Callable[[Path], str]) -> Iterator[Modules]:
    """The modules, imported in a page."""
    page = chromium.new_page()
    yield Modules(page, serve(MODULES))
    page.close()


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages in a site of their own, in both languages: language to folder."""
    folders = {code: tmp_path_factory.mktemp(code) for code in ("en", "es")}
    build_sites(folders)
    return {code: folder / "html" for code, folder in folders.items()}


@pytest.fixture(scope="session")
def pages(folders: dict[str, Path], serve: Callable[[Path], str]) -> dict[str, str]:
    """The same on loopback: language to address, without a trailing slash."""
    return {language: serve(folder).rstrip("/") for language, folder in folders.items()}


@pytest.fixture(scope="session")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """One window for all tests: a new one each would take longer than most of them."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def errors() -> list[str]:
    """What went wrong in the page of the test."""
    return []


@pytest.fixture
def page(window: BrowserContext, errors: list[str]) -> Iterator[Page]:
    """A page that may copy, and that keeps its errors."""
    page = window.new_page()
    page.set_viewport_size(SCREEN)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []
