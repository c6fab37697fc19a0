"""Build every language side by side, and publish the whole site or nothing.

What has run is cached in `build/run-<digest>/<language>/source`. The digest is of all that
outputs depend on besides the scripts themselves. sphinx-gallery runs a script again when it
changes; a change of the package or of torch is another digest, so another folder, and
everything runs. Pages are always read and written anew.
"""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from difflib import SequenceMatcher
from hashlib import md5
from pathlib import Path

from filelock import FileLock, Timeout

from . import BuildError
from .digests import outputs_digest, site_digest, sources_digest
from .finish import assemble
from .places import CHILD, DOCS, ROOT, Languages
from .publish import publish, restore

# A file that is there while languages are built, and after a build that was killed.
RUNNING = "running"
# A file that says from which sources the site was made, and what it looked like then.
PUBLISHED = "published"
NO_ROOM = os.strerror(errno.ENOSPC)
# A line of a traceback that names what has run: a script in the language of the build.
COPY = re.compile(r'File "(?P<copy>[^"\n]*/scripts/[^"\n]*\.py)", line (?P<line>\d+)')
# A file of the package with its words in a language, relative to the project.
WORDS = "lstm_demo/locales/{}.toml"
# A language, docs and a folder to work in, to a command line.
Command = Callable[[str, Path, Path], list[str]]


def sphinx_options(builder: str, code: str, docs: Path, folder: Path) -> list[str]:
    """Return the arguments of Sphinx: strict, and quiet unless something is wrong."""
    return [
        *("--quiet", "--fail-on-warning", "--builder", builder, "--conf-dir", str(docs)),
        *("--doctree-dir", str(folder / "doctrees"), "--define", f"language={code}"),
        *("--define", f"nb_execution_cache_path={folder.parent / 'executed'}"),
        *(str(folder / "source"), str(folder / builder)),
    ]


def sphinx_command(code: str, docs: Path, folder: Path) -> list[str]:
    """Return the one call of Sphinx for a language."""
    return [*CHILD, "sphinx.cmd.build", *sphinx_options("html", code, docs, folder)]


def lay_out(docs: Path, target: Path, language: str) -> None:
    """Copy the pages and the language's catalogs to a source directory.

    A file is written only where it differs, so that Sphinx reads again only what changed.
    """
    wanted = {
        path.relative_to(docs): path
        for path in docs.rglob("*")
        if path.is_file() and _belongs(path.relative_to(docs), language)
    }
    for path in [path for path in target.rglob("*") if path.is_file()]:
        name = path.relative_to(target)
        # What sphinx-gallery makes of the scripts beside the directory, it reads again.
        gallery = target.parent / "scripts" / name.parts[0]
        made = gallery.is_dir() or path.suffix == ".mo"
        if name not in wanted and not made:
            path.unlink()
    for name, path in wanted.items():
        content, copy = path.read_bytes(), target / name
        if not copy.exists() or copy.read_bytes() != content:
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)


def _belongs(path: Path, language: str) -> bool:
    """Tell whether a file is a page, belongs to one, or translates one."""
    if path.parts[0] == "locales":
        return path.parts[1] == language and path.suffix == ".po"
    return path.parts[0][0] != "_" and path.parts[0] != "conf.py"


def run_sphinx(builder: str, code: str, docs: Path, folder: Path) -> None:
    """Run another builder of Sphinx, such as gettext, without executing any code."""
    lay_out(docs, folder / "source", code)
    idle = "--define", "plot_gallery=0", "--define", "nb_execution_mode=off"
    options = sphinx_options(builder, code, docs, folder)
    command = [sys.executable, "-m", "sphinx.cmd.build", *idle, *options]
    subprocess.run(command, env=sphinx_environment(code, folder.parent), check=True)


def sphinx_environment(code: str, build: Path) -> dict[str, str]:
    """Return the environment of a build: the same on every machine.

    Matplotlib draws other ligatures in other locales, and what is printed or warned of
    depends on variables of Python and torch.
    """
    foreign = "LC_", "TORCH_", "PYTHONWARNINGS"
    kept = [name for name in os.environ if not name.startswith(foreign)]
    inherited = {name: os.environ[name] for name in kept}
    same = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": code, "PYTHONUTF8": "1"}
    same |= {"PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
    same["IPYTHONDIR"] = str(build / "ipython")  # without the settings of whoever builds
    return {**inherited, **same}


def build_site(
    languages: Languages,
    *,
    docs: Path = DOCS,
    build: Path = ROOT / "build",
    site: Path = ROOT / "site",
    command: Command = sphinx_command,
) -> None:
    """Build all languages below `build`, and replace `site` when all are good.

    Nothing is done if neither a source nor the site has changed since the last time.

    Raises:
        BuildError: a language failed or the package has no words in it, a file could not
            be written, or another build is under way.
    """
    check_words(languages, docs.parent)
    build.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(build / "lock", timeout=0):
            restore(site)
            folder = build / f"run-{outputs_digest(docs.parent)}"
            record = folder / PUBLISHED
            sources = sources_digest(docs.parent)
            if record.exists() and record.read_text() == f"{sources}\n{site_digest(site)}":
                return
            for stale in set(build.glob("run-*")) - {folder}:
                shutil.rmtree(stale)
            _build_languages(languages, docs, folder, command)
            publish(assemble(languages, docs, folder), site)
            # Of sources that changed meanwhile, nobody knows which were read.
            if sources_digest(docs.parent) == sources:
                record.write_text(f"{sources}\n{site_digest(site)}")
    except Timeout as error:
        raise BuildError(f"another build is under way in {build}; wait for it") from error
    except OSError as error:
        raise BuildError(str(error)) from error


def check_words(languages: Languages, project: Path) -> None:
    """Refuse a language that the package does not speak.

    Raises:
        BuildError: names the file that is missing.
    """
    for code, name in languages.names.items():
        words = WORDS.format(code)
        if not (project / words).exists():
            raise BuildError(
                f"there is no {words}, so tables and pictures of {code} ({name}) would be "
                f"in English; copy {WORDS.format(languages.source)} to it, and translate "
                "its words"
            )


def _build_languages(
    languages: Languages, docs: Path, build: Path, command: Command
) -> None:
    """Run Sphinx once for each language, all at the same time."""
    if (build / RUNNING).exists():  # killed: a figure or a record may be half written
        shutil.rmtree(build)
    for code in languages.names:
        _keep_outputs(build / code)
        lay_out(docs, build / code / "source", code)
    (build / RUNNING).touch()
    runs = {
        code: subprocess.Popen(
            command(code, docs, build / code),
            env=sphinx_environment(code, build.parent),
            stdin=subprocess.PIPE,  # closed when this process ends, however it ends
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        for code in languages.names
    }
    failed = []
    sure = True
    for code, run in runs.items():
        with run:  # communicate() would close stdin, by which it knows that we are here
            log = run.stdout.read() if run.stdout else ""
        sure = sure and run.returncode >= 0 and NO_ROOM not in log
        # A message names the file that its reader can mend, not the copy.
        log = log.replace(str(build / code / "source"), str(docs))
        print(name_sources(log, docs.parent / "examples"), end="", flush=True)
        if run.returncode < 0:
            killed = f"was killed (signal {-run.returncode}): out of memory?"
            failed.append(f"the build of {code} ({languages.names[code]}) {killed}")
        elif run.returncode:
            failed.append(f"not built: {code}; the errors are above")
    if sure:
        (build / RUNNING).unlink()
    if failed:
        raise BuildError("; ".join(failed))


def _keep_outputs(folder: Path) -> None:
    """Remove what the last build of a language made, but for valid cached outputs."""
    for made in ("html", "doctrees"):
        shutil.rmtree(folder / made, ignore_errors=True)
    for record in (folder / "source").rglob("*.md5"):
        # A script that failed has overwritten figures of the run that this stands for.
        script = record.with_suffix("")
        digest = script.exists() and md5(script.read_bytes(), usedforsecurity=False)
        if not digest or digest.hexdigest() != record.read_text(encoding="utf-8"):
            record.unlink()


def name_sources(log: str, *folders: Path) -> str:
    """Return a log that names scripts and their lines in place of localized copies."""

    def name(place: re.Match[str]) -> str:
        copy = Path(place["copy"])
        found = [path for folder in folders for path in folder.rglob(copy.name)]
        if not found or not copy.exists():
            return place[0]
        copied, script = (path.read_text("utf-8").split("\n") for path in (copy, found[0]))
        line = source_line(copied, script, int(place["line"]))
        return f'File "{found[0]}", line {line}'

    return COPY.sub(name, log)


def source_line(copy: list[str], script: list[str], line: int) -> int:
    """Return the line of a script that a line of its copy comes from, counted from 1.

    A line that was translated is found by those before it that were not.
    """
    blocks = SequenceMatcher(None, copy, script, autojunk=False).get_matching_blocks()
    start, same, _ = max((block for block in blocks if block.a < line), default=(0, 0, 0))
    return min(line + same - start, len(script))
