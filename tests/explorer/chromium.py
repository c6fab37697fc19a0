"""A folder on loopback, and a page that imports the explorer's modules."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "docs" / "_static" / "explorer"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_message: Any) -> None:
        """Say nothing: a request is no news."""


class Served:
    """A folder on loopback."""

    def __init__(self, folder: Path) -> None:
        """Serve `folder` until `close`."""
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(_Quiet, directory=str(folder))
        )
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


class Modules:
    """An empty page that can import the modules."""

    def __init__(self, page: Page, address: str) -> None:
        """Open the page beside the modules."""
        self.page = page
        self.address = address
        page.goto(f"{address}/lstm.js")

    def call(self, module: str, script: str, value: Any = None) -> Any:
        """Evaluate `script`, a function of (module, value)."""
        return self.page.evaluate(
            "async ([name, source, value]) => (0, eval)(source)(await import(name), value)",
            [f"{self.address}/{module}.js", f"({script})", value],
        )
