"""Serve the built site on loopback: `python -m docs._make.serve`."""

import argparse
import sys
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .places import ROOT


class _Handler(SimpleHTTPRequestHandler):
    """Answers a wrong address with the site's own page, as a host would."""

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.exists():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class QuietHandler(_Handler):
    """Serves without a line per request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (its name)
        """Say nothing."""


def make_server(site: Path, port: int = 0, *, quiet: bool = True) -> ThreadingHTTPServer:
    """Return a server of the site on 127.0.0.1; port 0 takes any that is free."""
    handler = QuietHandler if quiet else _Handler
    return ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(site)))


def main() -> None:
    """Serve `site/` until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    site = ROOT / "site"
    if not site.exists():
        sys.exit("error: there is no site/ yet; build it: python -m nox -s docs")
    with make_server(site, port, quiet=False) as server:
        print(f"http://127.0.0.1:{server.server_port}/ (stop with Ctrl+C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
