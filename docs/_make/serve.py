"""Serve the built site on loopback, as a host would."""

import gzip
import io
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from . import BuildError
from .places import HEADERS

# Types of files that become smaller by compression. The second is that of a script on a
# machine without a list of types, where Python has its own.
COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")


class _Handler(SimpleHTTPRequestHandler):
    """Compresses text and answers a wrong address with the site's page, as a host does."""

    def send_head(self) -> BinaryIO | None:
        """Send the headers of a file, and return what is to follow them."""
        path = Path(self.translate_path(self.path))
        if self.path.endswith("/"):
            path /= "index.html"
        kind = self.guess_type(path)
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        if not (accepted and path.is_file() and kind.startswith(COMPRESSED)):
            return super().send_head()
        content = gzip.compress(path.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def end_headers(self) -> None:
        """Send what the site itself asks a host to send, too."""
        address = urlsplit(self.path).path
        for name, value in read_headers(Path(self.directory), address).items():
            self.send_header(name, value)
        super().end_headers()

    @property
    def error_message_format(self) -> str:  # type: ignore[override]  # http.server's is fixed
        """The site's page for a wrong address."""
        page = Path(self.directory, "404.html")
        return page.read_text("utf-8").replace("%", "%%") if page.exists() else ""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (http.server's name)
        """Write no line per request."""


def read_headers(site: Path, address: str) -> dict[str, str]:
    """Return the headers that a host would send with an address of the site."""
    path, rule = site / HEADERS, ""
    headers: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if not line.startswith(" "):
            rule = line
        elif rule == address or (rule[-1] == "*" and address.startswith(rule[:-1])):
            name, _, value = line.strip().partition(": ")
            headers[name] = value
    return headers


def make_server(site: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of the site on 127.0.0.1; port 0 takes any that is free."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(site)))


def serve_site(site: Path, port: int) -> None:
    """Serve the site until interrupted."""
    if not site.exists():
        raise BuildError("there is no site/ yet; build it: python -m nox -s docs")
    with make_server(site, port) as server, suppress(KeyboardInterrupt):
        print(f"http://127.0.0.1:{server.server_port}/ (stop with Ctrl+C)", flush=True)
        server.serve_forever()
