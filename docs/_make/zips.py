"""Reproducible zip archives: the same bytes whenever and wherever they are written."""

import os
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

# Endings of files that no compression makes smaller.
PACKED = frozenset({".png", ".webp", ".zip", ".whl", ".epub", ".woff2", ".gz", ".br"})
FIRST = 315532800  # the first second that a zip can name: 1980-01-01T00:00:00Z


def write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    """Write an archive with its members in order of name, all of the same date.

    The date is that of `SOURCE_DATE_EPOCH` if the environment has it, else the first.
    """
    seconds = max(FIRST, int(os.environ.get("SOURCE_DATE_EPOCH", FIRST)))
    date = time.gmtime(seconds)[:6]
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, date)
            packed = Path(name).suffix in PACKED
            member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, members[name])


def read_zip(path: Path) -> dict[str, bytes]:
    """Return the content of each member of an archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
