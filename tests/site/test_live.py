"""One language is served while somebody writes."""

import socket
import subprocess
import sys
import time
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.site.pages import TRANSLATED
from tests.site.project import change, copy_small, wait_for


@pytest.mark.weekly
def test_a_save_builds_once_and_shows_what_is_not_translated(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    """Neither what a build writes nor a page without a translation keeps it from ending."""
    project = copy_small(tmp_path_factory, tmp_path / "project")
    (project / "docs/count.md").unlink()  # it would start a kernel
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = sys.executable, "-m", "docs._make", "live", TRANSLATED[0], "--port", str(port)
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as output:
        live = subprocess.Popen(
            command, cwd=project, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}/index.html"
        wait_for(lambda: "a word. ñ" in _read(address))
        change(project / "docs" / "index.md", "a word", "another word")
        wait_for(lambda: "another word." in _read(address))
        # Sphinx has ended twice, with or without warnings.
        wait_for(lambda: log.read_text(encoding="utf-8").count("Serving on") >= 2)
        time.sleep(6)
        assert log.read_text(encoding="utf-8").count("Serving on") == 2
    finally:
        live.terminate()
        live.wait()


def _read(address: str) -> str:
    try:
        with urlopen(address) as answer:  # noqa: S310  (of our own server)
            return str(answer.read().decode())
    except (URLError, HTTPException):  # it is being written
        return ""
