"""Build every language side by side and publish the whole, or nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock, Timeout

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
            publish(build / "site", site)
    except Timeout as error:
        raise BuildError(f"another build is under way in {build}; wait for it") from error


def _build_languages(languages: Languages, docs: Path, build: Path) -> None:
    runs = {}
    for code in languages.names:
        folder = build / code
        if lay_out(docs, folder / "source", code) or not _good(folder).exists():
            # Sphinx removes no page and repeats no warning of a build before.
            shutil.rmtree(folder / "doctrees", ignore_errors=True)
            shutil.rmtree(folder / "html", ignore_errors=True)
        _good(folder).unlink(missing_ok=True)
        runs[code] = subprocess.Popen(
            sphinx_command("html", code, docs, folder, folder / "html"),
            env=sphinx_environment(),
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
            _good(build / code).touch()
    if failed:
        raise BuildError(f"not built: {', '.join(failed)}; the errors are above")


def _good(folder: Path) -> Path:
    """Where a language notes that its last build went well."""
    return folder / "good"


def sphinx_command(
    builder: str, code: str, docs: Path, folder: Path, output: Path, *options: str
) -> list[str]:
    """Return the one call of Sphinx: strict, and quiet unless something is wrong."""
    return [
        *(sys.executable, "-m", "sphinx.cmd.build", "--quiet", "--fail-on-warning"),
        *("--builder", builder, "--conf-dir", str(docs)),
        *("--doctree-dir", str(folder / "doctrees"), "--define", f"language={code}"),
        *("--define", f"nb_execution_cache_path={folder / 'executed'}"),
        *options,
        *(str(folder / "source"), str(output)),
    ]


def sphinx_environment() -> dict[str, str]:
    """Return the environment of a build: the same on every machine."""
    return {**os.environ, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
