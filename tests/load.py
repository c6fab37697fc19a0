"""Many readers at once, by `wrk <https://github.com/wg/wrk>`_."""

import re
import subprocess
from typing import NamedTuple

from tests.debian import find

CONNECTIONS = 50


class Load(NamedTuple):
    """What became of the requests."""

    requests: int
    failed: int
    """Those that met no answer in time, or another than the page."""

    per_second: float


def press(url: str, seconds: int) -> Load:
    """Ask for an address from many connections, each as soon as it has its answer."""
    command = find("wrk", "wrk"), "--threads=1", f"--connections={CONNECTIONS}"
    accept = "--header=Accept-Encoding: gzip"
    done = subprocess.run(
        [*command, f"--duration={seconds}s", accept, url],
        capture_output=True,
        text=True,
        check=True,
    )
    return read(done.stdout)


def read(report: str) -> Load:
    """Read the report that wrk prints."""
    found = re.search(r"(\d+) requests in .*Requests/sec: +([\d.]+)", report, re.DOTALL)
    assert found, report
    errors = re.findall(r"(?:connect|read|write|timeout|responses:?) (\d+)", report)
    return Load(int(found[1]), sum(map(int, errors)), float(found[2]))
