"""What a server of the how-to page's configuration hands out while many ask at once."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from docs._make.places import ROOT
from tests.load import press
from tests.nginx import prepare, serve

FILES = {
    "html": "es/lessons/5_inside/plot_25_gates.html",
    "svg": "en/_images/sphx_glr_plot_25_gates_001_drawn.svg",
    "css": "es/_static/style-*.css",
}
"""A page, a figure, and what every page needs."""

ROUNDS = 3


def measure(seconds: float) -> Iterator[dict[str, Any]]:
    """Yield how each file is handed out, in ways that take turns."""
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        paths = _copy_files(folder / "plain")
        shutil.copytree(folder / "plain", folder / "prepared")
        prepare(folder / "prepared")
        ports = {}
        for way, compressed in (("prepared", True), ("compressed", True), ("plain", False)):
            site = folder / ("prepared" if way == "prepared" else "plain")
            own = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            ports[way] = stack.enter_context(serve(site, own, compressed=compressed))
        for kind, path in paths.items():
            each = max(1, round(seconds / ROUNDS))
            yield {"file": kind, **_compare(ports, path, each)}


def _copy_files(folder: Path) -> dict[str, str]:
    # The whole site would take a while to compress.
    paths = {}
    for kind, pattern in FILES.items():
        (file,) = (ROOT / "site").glob(pattern)
        path = file.relative_to(ROOT / "site")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / path)
        paths[kind] = path.as_posix()
    return paths


def _compare(ports: dict[str, int], path: str, seconds: int) -> dict[str, Any]:
    rounds = [
        {way: press(f"http://127.0.0.1:{port}/{path}", seconds) for way, port in turn}
        for turn in [tuple(ports.items())] * ROUNDS
    ]
    speeds = {way: statistics.median(it[way].per_second for it in rounds) for way in ports}
    return {
        "kb": {way: round(_size(port, path) / 1000, 1) for way, port in ports.items()},
        "plain_per_s": round(speeds["plain"]),
        "ratio": {way: round(it / speeds["plain"], 2) for way, it in speeds.items()},
        "failed": sum(load.failed for one in rounds for load in one.values()),
    }


def _size(port: int, path: str) -> int:
    address, accept = f"http://127.0.0.1:{port}/{path}", {"Accept-Encoding": "gzip"}
    with urlopen(Request(address, headers=accept)) as answer:
        return len(answer.read())
