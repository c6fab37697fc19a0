"""The very modules of the site, and its two pages, served on loopback."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.explorer.chromium import MODULES, Modules, Served
from tests.explorer.minisite import build_site


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder for the session and give its address."""
    served: dict[Path, Served] = {}

    def address(folder: Path) -> str:
        if folder not in served:
            served[folder] = Served(folder)
        return served[folder].address

    yield address
    for server in served.values():
        server.close()


@pytest.fixture(scope="session")
def modules(chromium: Browser, serve: Callable[[Path], str]) -> Iterator[Modules]:
    """The modules, imported in a page."""
    page = chromium.new_page()
    yield Modules(page, serve(MODULES))
    page.close()


@pytest.fixture(scope="session")
def pages(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> dict[str, str]:
    """The two pages in a site of their own, in both languages: language to address."""
    return {
        language: serve(build_site(tmp_path_factory.mktemp(language), language))
        for language in ("en", "es")
    }


@pytest.fixture
def errors() -> list[str]:
    """What went wrong in the page of the test."""
    return []


@pytest.fixture
def page(chromium: Browser, errors: list[str]) -> Iterator[Page]:
    """A page that may copy, and that keeps its errors."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
