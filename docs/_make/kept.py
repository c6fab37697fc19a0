"""Things that are made again only when what they are made of has changed."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path


def keep(folder: Path, made_of: Iterable[bytes], make: Callable[[Path], None]) -> Path:
    """Return a folder that `make` has filled, now or in a build before.

    Whatever the folder was made of is kept beside it as a digest. A build that is killed
    while it makes the folder leaves no digest, so that the next one makes it again.
    """
    digest = hashlib.sha256()
    for part in made_of:
        digest.update(hashlib.sha256(part).digest())
    record = folder.with_name(f"{folder.name}.sha256")
    if not (folder.exists() and record.exists()) or (
        record.read_text() != digest.hexdigest()
    ):
        record.unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        record.write_text(digest.hexdigest())
    return folder
