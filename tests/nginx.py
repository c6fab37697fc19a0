"""Run nginx on loopback with the configuration of the how-to page."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docs._make.places import DOCS
from tests.debian import find

HOW_TO = DOCS / "how-to" / "host-the-site.md"
CONFIGURATION = DOCS / "how-to" / "nginx.conf"
AROUND = """
{user}
worker_processes auto;
daemon off;
pid nginx.pid;
error_log error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path temporary;
    proxy_temp_path temporary;
    fastcgi_temp_path temporary;
    uwsgi_temp_path temporary;
    scgi_temp_path temporary;
    include site.conf;
}}
"""


@contextmanager
def serve(site: Path, folder: Path, *, compressed: bool = True) -> Iterator[int]:
    """Serve a site from a configuration written to a folder; give the port.

    Unless ``compressed``, nothing is compressed while it is served.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    # Its package brings the types that the configuration needs.
    nginx = find("nginx", "nginx-light")
    write_configuration(site, folder, port, compressed=compressed)
    command = nginx, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"
    with subprocess.Popen(command) as process:
        try:
            _wait(process, port, folder / "error.log")
            yield port
        finally:
            process.terminate()


def prepare(site: Path) -> None:
    """Compress a site once, by the command of the page."""
    command = re.search(r"^\$ (find (.*\\\n)*.*)", HOW_TO.read_text(), re.MULTILINE)
    assert command
    words = shlex.split(command[1].replace("\\\n", ""))
    assert words[1] == "/srv/lstm-demo"
    subprocess.run([words[0], str(site), *words[2:]], check=True)


def write_configuration(site: Path, folder: Path, port: int, *, compressed: bool) -> None:
    """Write the configuration of the page, with this address and this folder."""
    types = next(
        path
        for path in map(Path, ("/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types"))
        if path.exists()
    )
    shutil.copy(types, folder / "mime.types")
    text = CONFIGURATION.read_text(encoding="utf-8")
    for before, after in (
        (r"listen 80;", f"listen 127.0.0.1:{port};"),
        (r"root \S+;", f"root {site};"),
        (r"gzip on;", f"gzip {'on' if compressed else 'off'};"),
    ):
        text, found = re.subn(before, after, text)
        assert found == 1, before
    (folder / "site.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # who may read the folder of a test
    (folder / "nginx.conf").write_text(AROUND.format(user=user), encoding="utf-8")


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"nginx does not answer: {log.read_text()}")
