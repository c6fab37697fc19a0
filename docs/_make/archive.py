"""The whole site as one file, to be read without a server."""

import re
from pathlib import Path

from .kept import keep
from .zips import write_zip

ONLINE_ONLY = re.compile(rb'<li class="online-only">.*?</li>\n?', re.DOTALL)
"""What has no meaning in the archive, such as the link to the archive itself."""

SUMMARIES = b"SHOW_SEARCH_SUMMARY: true", b"SHOW_SEARCH_SUMMARY: false"
"""Search fetches the pages that it finds, which a browser refuses for local files."""


def write_archive(site: Path, build: Path, name: str) -> Path:
    """Write a zip of the site into `build/archive`, unless that of before still holds."""
    members = {
        path.relative_to(site).as_posix(): _offline(path)
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    parts = (part for item in members.items() for part in (item[0].encode(), item[1]))

    def write(folder: Path) -> None:
        within = {f"{Path(name).stem}/{each}": it for each, it in members.items()}
        write_zip(folder / name, within)

    return keep(build / "archive", (name.encode(), *parts), write) / name


def _offline(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".html":
        return ONLINE_ONLY.sub(b"", content)
    if path.suffix == ".js":
        return content.replace(*SUMMARIES)
    return content
