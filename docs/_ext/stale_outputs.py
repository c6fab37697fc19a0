"""Run everything again when what stands behind the outputs has changed.

sphinx-gallery runs a script again when the script changes, and myst-nb a page when its code
does. Neither looks at the package that they import. This extension keeps a digest of the
files and the versions that the outputs depend on, and when it differs forgets what has run.
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
    """Forget what has run if its digest is not the present one."""
    if not _runs_scripts(app):
        return
    kept = _kept(app)
    if kept.exists() and kept.read_text() == _digest(app):
        return
    kept.unlink(missing_ok=True)
    for gallery in app.config.sphinx_gallery_conf["gallery_dirs"]:
        for record in Path(app.srcdir, gallery).rglob("*.md5"):
            record.unlink()
    if cache := app.config.nb_execution_cache_path:
        shutil.rmtree(cache, ignore_errors=True)


def _remember(app: Sphinx) -> None:
    """Keep the digest, now that sphinx-gallery has run every script."""
    if _runs_scripts(app):
        _kept(app).write_text(_digest(app))


def _runs_scripts(app: Sphinx) -> bool:
    return app.builder.name == "html" and str(app.config.plot_gallery) not in "0False"


def _kept(app: Sphinx) -> Path:
    return Path(app.srcdir).parent / DIGEST


def _digest(app: Sphinx) -> str:
    digest = hashlib.sha256(platform.python_version().encode())
    for package in app.config.outputs_depend_on_packages:
        digest.update(f"\n{package} {version(package)}".encode())
    for path in _files(app):
        digest.update(b"\n" + path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def _files(app: Sphinx) -> Iterator[Path]:
    for name in app.config.outputs_depend_on_files:
        path = Path(app.confdir, name)
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]
