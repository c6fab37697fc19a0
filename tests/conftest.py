"""What the tests of the built site share: the site itself, a server, a browser."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import torch
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from xdist.scheduler import LoadScopeScheduling

from docs._make.places import ROOT
from docs._make.serve import make_server
from tests.browser import FLAGS, find_chromium
from tests.site.project import run

SPREAD = "test_rebuild.py", "test_downloads.py"
"""Files whose tests take long and share nothing: each is a unit of its own."""

READ = "test_csp.py", "test_languages.py", "test_lessons.py"
"""Files that read all pages: one worker does, and keeps what it has parsed."""

FIRST = (
    *("test_pages.py", *SPREAD, *READ, "test_hosted.py", "test_build.py", "test_live.py"),
    *("test_trace.py", "test_gallery_pages.py"),
)
"""Files that begin first, so that none of them is left alone at the end."""


class Units(LoadScopeScheduling):
    """Give a worker all tests of a file, or of several, since they share fixtures.

    Of the file that visits every page, it is all tests with the same parameters.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        name = Path(file).name
        if name in SPREAD:
            return nodeid
        if name in READ:
            return READ[0]
        if name == "test_pages.py":
            return file + test.partition("[")[2]
        return file


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Units:
    """Let workers take these units, in the order of the tests."""
    return Units(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a site, and let the longest files begin."""
    order = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))
    for item in items:
        if {"site", "explorer"} & set(item.path.parts):
            item.add_marker(pytest.mark.site)


@pytest.fixture(autouse=True)
def same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words in English, whatever the machine speaks, and the same random numbers."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")  # in C itself, LANGUAGE would not count
    monkeypatch.setenv("LANGUAGE", "en")
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def site() -> Path:
    """The site, built once: of several workers one builds it, and the others find it."""
    (ROOT / "build").mkdir(exist_ok=True)
    with FileLock(ROOT / "build" / "tests.lock"):
        run(ROOT, "build")
    return ROOT / "site"


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder until the session ends; give its address, with a trailing slash."""
    with ExitStack() as stack:

        @cache
        def start(folder: Path) -> str:
            server = make_server(folder)
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            stack.callback(server.server_close)
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}/"

        yield start


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[[Path], str]) -> str:
    """Where the site is served, with a trailing slash."""
    return serve(site)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser that asks nothing of the network by itself."""
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh profile."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A fresh page that waits at most ten seconds for anything."""
    context.set_default_timeout(10_000)
    return context.new_page()
