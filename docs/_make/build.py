"""Build every language side by side and publish the whole, or nothing."""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from filelock import FileLock, Timeout

from .downloads import add_downloads
from .feeds import add_feeds
from .places import DOCS, ROOT, Languages
from .publish import assemble, publish
from .source import lay_out


class BuildError(Exception):
    """The site could not be built; the published one is as it was."""


def build_site(
    languages: Languages,
    *,
    docs: Path = DOCS,
    build: Path = ROOT / "build",
    site: Path = ROOT / "site",
) -> None:
    """Build all languages below `build`, and replace `site` when all are good.

    Raises:
        BuildError: a language failed, or another build is under way.
    """
    build.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(build / "lock", timeout=0):
            _build_languages(languages, docs, build)
            assemble(languages, docs, build)
            add_feeds(languages, docs.parent, build)
            add_downloads(languages, docs, build)
            publish(build / "site", site)
    except Timeout as error:
        raise BuildError(f"another build is under way in {build}; wait for it") from error


def _build_languages(languages: Languages, docs: Path, build: Path) -> None:
    machinery = machinery_digest(docs)
    runs = {}
    for code in languages.names:
        folder = build / code
        lay_out(docs, folder / "source", code)
        if not is_good(folder, machinery):
            # Sphinx does not repeat the warnings of a build before, nor look at what its
            # extensions are made of. What has run is kept all the same.
            shutil.rmtree(folder / "doctrees", ignore_errors=True)
            shutil.rmtree(folder / "html", ignore_errors=True)
        (folder / "good").unlink(missing_ok=True)
        runs[code] = subprocess.Popen(
            sphinx_command("html", code, docs, folder, folder / "html"),
            env=sphinx_environment(code),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    failed = []
    for code, run in runs.items():
        log, _ = run.communicate()
        # A message names the file that its reader can mend, not the copy.
        print(log.replace(str(build / code / "source"), str(docs)), end="", flush=True)
        if run.returncode:
            failed.append(code)
        else:
            (build / code / "good").write_text(machinery)
    if failed:
        raise BuildError(f"not built: {', '.join(failed)}; the errors are above")


def is_good(folder: Path, machinery: str) -> bool:
    """Tell whether a language's last build went well, with the machinery of today."""
    good = folder / "good"
    return good.exists() and good.read_text() == machinery


def machinery_digest(docs: Path) -> str:
    """Return a digest of all that pages are made with, apart from their own sources."""
    digest = hashlib.sha256()
    for distribution in sorted({f"{it.name} {it.version}" for it in distributions()}):
        digest.update(distribution.encode())
    root = docs.parent
    for path in sorted(
        (
            *(docs / "conf.py", root / "pyproject.toml"),
            *docs.glob("_*/**/*.*"),
            *docs.glob("locales/*/LC_MESSAGES/sphinx.po"),
            *root.glob("lstm_demo/**/*.p[yo]"),
        )
    ):
        if path.suffix != ".pyc":
            digest.update(f"\n{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def sphinx_command(
    builder: str, code: str, docs: Path, folder: Path, output: Path, *options: str
) -> list[str]:
    """Return the one call of Sphinx: strict, and quiet unless something is wrong."""
    return [
        *(sys.executable, "-m", "sphinx.cmd.build", "--quiet", "--fail-on-warning"),
        *("--builder", builder, "--conf-dir", str(docs)),
        *("--doctree-dir", str(folder / "doctrees"), "--define", f"language={code}"),
        *("--define", f"nb_execution_cache_path={folder.parent / 'executed'}"),
        *options,
        *(str(folder / "source"), str(output)),
    ]


def sphinx_environment(code: str) -> dict[str, str]:
    """Return the environment of a build: the same on every machine."""
    return {**os.environ, "LANGUAGE": code, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
