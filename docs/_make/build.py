"""Build every language side by side and publish the whole, or nothing."""

import ctypes
import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from .downloads import add_downloads
from .feeds import add_feeds
from .inputs import inputs_digest, listing_digest, machinery_digest
from .kernel import set_kernels
from .places import DOCS, ROOT, Languages
from .publish import assemble, publish
from .source import lay_out
from .tracebacks import name_sources

FULL = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)))
"""How the system says that there is no room for what is to be written."""

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>."""


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

    What a build before has made of the same inputs is left as it is.

    Raises:
        BuildError: a language failed, a file could not be written, or another build is
            under way.
    """
    build.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(build / "lock", timeout=0):
            machinery = machinery_digest(docs)
            inputs = {
                code: inputs_digest(docs, code, machinery) for code in languages.names
            }
            record = build / "published"
            if _is_published(site, inputs, record):
                return
            _build_languages(inputs, machinery, docs, build)
            assemble(languages, docs, build)
            add_feeds(languages, docs.parent, build)
            add_downloads(languages, docs, build)
            publish(build / "site", site)
            if all(is_good(build / code, digest) for code, digest in inputs.items()):
                record.write_text(_published(site, inputs))
    except Timeout as error:
        raise BuildError(f"another build is under way in {build}; wait for it") from error
    except OSError as error:
        raise BuildError(_no_room(str(error)) or str(error)) from error


def _no_room(words: str) -> str | None:
    """Say in one line that the disk is full, if words of an error or a log say so."""
    for reason in FULL:
        if reason in words:
            return f"no room left to write ({reason}); make some, and build again"
    return None


def _published(site: Path, inputs: dict[str, str]) -> str:
    """Say what the site was made from, and how its files are found."""
    return "\n".join((*inputs.values(), listing_digest(site)))


def _is_published(site: Path, inputs: dict[str, str], record: Path) -> bool:
    """Tell whether these inputs were published last, and the site is as it was left."""
    return record.exists() and record.read_text() == _published(site, inputs)


def _build_languages(
    inputs: dict[str, str], machinery: str, docs: Path, build: Path
) -> None:
    runs = {}
    for code, made_from in inputs.items():
        folder = build / code
        if is_good(folder, made_from):
            continue
        lay_out(docs, folder / "source", code)
        if not is_good(folder, machinery):
            # Sphinx does not repeat the warnings of a build before, nor look at what its
            # extensions are made of. What has run is kept all the same.
            shutil.rmtree(folder / "doctrees", ignore_errors=True)
            shutil.rmtree(folder / "html", ignore_errors=True)
        (folder / "good").unlink(missing_ok=True)
        runs[code] = subprocess.Popen(
            sphinx_command("html", code, docs, folder, folder / "html"),
            env=sphinx_environment(code, build),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=_end_with_parent,
        )
    failed = []
    logs = ""
    for code, run in runs.items():
        log, _ = run.communicate()
        logs += log
        # A message names the file that its reader can mend, not the copy.
        log = log.replace(str(build / code / "source"), str(docs))
        print(name_sources(log, docs.parent / "examples"), end="", flush=True)
        if run.returncode:
            failed.append(code)
        else:
            # Of inputs that changed while they were read, nobody knows which were read.
            after = inputs_digest(docs, code, machinery_digest(docs))
            made_from = inputs[code] if inputs[code] == after else ""
            (build / code / "good").write_text(f"{machinery}\n{made_from}")
    if failed:
        reason = _no_room(logs) or "the errors are above"
        raise BuildError(f"not built: {', '.join(failed)}; {reason}")


def _end_with_parent() -> None:
    """Let this process end when its parent is killed, where the system offers it (Linux).

    Else it would go on, and meet the next build in the same folder.
    """
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def is_good(folder: Path, digest: str) -> bool:
    """Tell whether a language's last build went well, with these inputs or machinery."""
    good = folder / "good"
    return good.exists() and digest in good.read_text().splitlines()


def sphinx_command(
    builder: str, code: str, docs: Path, folder: Path, output: Path, *options: str
) -> list[str]:
    """Return the one call of Sphinx: strict, and quiet unless something is wrong.

    It reads and runs what has changed, and writes everything: the titles and the search of
    a site concern all of its pages.
    """
    return [
        *(sys.executable, "-m", "sphinx.cmd.build", "--quiet", "--fail-on-warning"),
        "--write-all",
        *("--builder", builder, "--conf-dir", str(docs)),
        *("--doctree-dir", str(folder / "doctrees"), "--define", f"language={code}"),
        *("--define", f"nb_execution_cache_path={folder.parent / 'executed'}"),
        *options,
        *(str(folder / "source"), str(output)),
    ]


def sphinx_environment(code: str, build: Path) -> dict[str, str]:
    """Return the environment of a build: the same on every machine."""
    same = {"LANGUAGE": code, "PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
    return {**os.environ, **same, **set_kernels(build / "ipython")}
