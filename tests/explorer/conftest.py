"""The modules of the site, and its pages in a site of their own."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page

from tests.explorer.minisite import MODULES, build_sites
from tests.explorer.screen import Call, Visit, open_page


@pytest.fixture(scope="session")
def call(chromium: Browser, serve: Callable[[Path], str]) -> Iterator[Call]:
    """Evaluate `script`, a function of (module, value), in a page with the modules."""
    base = serve(MODULES)
    page = chromium.new_page()
    page.goto(f"{base}lstm.js")

    def call(module: str, script: str, value: Any = None) -> Any:
        return page.evaluate(
            "async ([name, source, value]) => (0, eval)(source)(await import(name), value)",
            [f"{base}{module}.js", f"({script})", value],
        )

    yield call
    page.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder with the pages in each language; of several workers one builds them."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "explorer"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            build_sites(folder)
    return folder


@pytest.fixture(scope="session")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """One window for all tests: a new one each would take longer than most of them."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A page that may copy, and in which no script fails."""
    errors: list[str] = []
    page = window.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def visit(page: Page, folder: Path, serve: Callable[[Path], str]) -> Visit:
    """Open an address below the folder, such as `en/explorer.html#v=1`, in the page."""
    return partial(open_page, page, serve(folder))
