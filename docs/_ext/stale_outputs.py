"""Run everything again when what stands behind the outputs has changed.

sphinx-gallery runs a script again when the script changes, but does not look at the
package that it imports. This extension keeps a digest of the files and the versions that
the outputs depend on, and when it differs forgets what has run. So it does with what a
build that was stopped had begun: sphinx-gallery records that a script has run before it
has written the page, and keeps the record of an earlier run while a changed script
overwrites its figures.
"""

import hashlib
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

DIGEST = "outputs.sha256"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.add_config_value("outputs_depend_on_files", [], "", list)
    app.add_config_value("outputs_depend_on_packages", [], "", list)
    app.connect("builder-inited", _forget_stale, priority=2)
    app.connect("builder-inited", _remember, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _forget_stale(app: Sphinx) -> None:
    """Forget what has run against something else, or not to its end."""
    if not _runs_scripts(app):
        return
    kept, started = _kept(app), _started(app)
    current = kept.exists() and kept.read_text() == outputs_digest(app)
    since = started.stat().st_mtime_ns if started.exists() else None
    for gallery in app.config.sphinx_gallery_conf["gallery_dirs"]:
        if not current:  # a figure may have had another name
            shutil.rmtree(Path(app.srcdir, gallery, "images"), ignore_errors=True)
        for record in Path(app.srcdir, gallery).rglob("*.md5"):
            if not current or (since is not None and _is_unsure(record, since)):
                record.unlink()
    if not current:
        kept.unlink(missing_ok=True)
    started.touch()


def _is_unsure(record: Path, since: int) -> bool:
    """Tell whether a build that was stopped had begun to run a script."""
    script = record.with_suffix("").read_bytes()
    digest = hashlib.md5(script, usedforsecurity=False).hexdigest()
    return record.stat().st_mtime_ns >= since or record.read_text() != digest


def _remember(app: Sphinx) -> None:
    """Keep the digest, now that sphinx-gallery has run every script."""
    if _runs_scripts(app):
        _kept(app).write_text(outputs_digest(app))
        _started(app).unlink()


def _runs_scripts(app: Sphinx) -> bool:
    plots = str(app.config.plot_gallery) not in ("0", "False")
    return plots and app.builder.name != "gettext"


def _kept(app: Sphinx) -> Path:
    return Path(app.srcdir).parent / DIGEST


def _started(app: Sphinx) -> Path:
    """Return what stands there from before the first script until after the last."""
    return Path(app.srcdir).parent / "outputs.started"


def outputs_digest(app: Sphinx) -> str:
    """Return a digest of the files and versions that outputs depend on."""
    digest = hashlib.sha256(platform.python_version().encode())
    for package in app.config.outputs_depend_on_packages:
        digest.update(f"\n{package} {version(package)}".encode())
    for name in app.config.outputs_depend_on_files:
        top = Path(app.confdir, name)
        for path in _files(top):
            where = path.relative_to(top.parent).as_posix()
            digest.update(f"\n{where} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(top: Path) -> Iterator[Path]:
    """Yield a file, or all files below a folder but what Python has compiled."""
    if not top.is_dir():
        yield top
    for path in sorted(top.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            yield path
