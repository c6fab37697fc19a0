"""Everything that is done with this project: `nox -l` lists it."""

import os
import sys
from pathlib import Path

import nox

nox.options.sessions = ["lint", "tests", "docs"]
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "virtualenv"
nox.needs_version = ">=2025.2.9"

PROJECT = nox.project.load_toml("pyproject.toml")
CONSTRAINTS = "constraints.txt"
TORCH = "torch==2.13.0"
"""The release the tests have passed with. It has no hash in `constraints.txt`: builds for
CPU and for CUDA are other files, some with a local version such as `+cpu`, which this takes
as well, and what a CUDA build needs is not needed elsewhere."""

ENVIRONMENT = Path(".nox", "all")
PROGRAMS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(PROGRAMS / "python")

# Some machines forbid it; then each of a hundred processes compiles torch and Sphinx anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

shared = nox.session(venv_backend="none")
"""A session that shares one environment: another torch takes a minute, and gigabytes."""


def install(session: nox.Session) -> None:
    """Install the package, editable, and all that sessions need, in known releases."""
    # What venv writes last; without it, the creation was interrupted, and pip is not whole.
    if not (PROGRAMS / "activate").exists():
        session.run(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
    # The list is complete, so nothing else is looked for. Most of what is installed is
    # never imported; what is, Python compiles then.
    pip = PYTHON, "-m", "pip", "install", "--quiet", "--no-compile"
    session.run(*pip, "--require-hashes", "--no-deps", "--requirement", CONSTRAINTS)
    session.run(*pip, TORCH, "--no-build-isolation", "--editable", ".[lessons]")


def run_tests(session: nox.Session, python: str, marked: str) -> None:
    """Run the tests that are marked so, unless the arguments say which."""
    # A file is one worker's, as tests/conftest.py says, and torch takes one core for each.
    # One worker more than there are cores, since one is often waiting for a browser.
    count = (os.cpu_count() or 1) + 1
    chosen = () if "-m" in session.posargs else ("-m", marked)
    workers = f"--numprocesses={count}", "--dist=loadscope", "--no-loadscope-reorder"
    one = {"OMP_NUM_THREADS": "1"}
    session.run(python, "-m", "pytest", *workers, *chosen, *session.posargs, env=one)


@shared
def docs(session: nox.Session) -> None:
    """Build the site in every language into site/."""
    install(session)
    session.run(PYTHON, "-m", "docs._make", "build")


@shared
def serve(session: nox.Session) -> None:
    """Serve the built site on this machine (-- --port 8000)."""
    session.run(PYTHON, "-m", "docs._make", "serve", *session.posargs)


@shared
def live(session: nox.Session) -> None:
    """Rebuild and reload one language while you write (-- es)."""
    install(session)
    session.run(PYTHON, "-m", "docs._make", "live", *session.posargs)


@shared
def catalogs(session: nox.Session) -> None:
    """Update the message catalogs from scripts and pages, running none of them."""
    install(session)
    session.run(PYTHON, "-m", "docs._make", "catalogs")


@shared
def tests(session: nox.Session) -> None:
    """Run all tests but the weekly ones (-- -m "not site" for those of a minute)."""
    install(session)
    run_tests(session, PYTHON, "not weekly")


@shared
def weekly(session: nox.Session) -> None:
    """Run the tests that take long, such as every notebook in every language."""
    install(session)
    run_tests(session, PYTHON, "weekly")


@shared
def lint(session: nox.Session) -> None:
    """Check style and types."""
    install(session)
    session.run(PYTHON, "-m", "ruff", "check")
    session.run(PYTHON, "-m", "ruff", "format", "--check")
    session.run(PYTHON, "-m", "mypy")


@shared
def bench(session: nox.Session) -> None:
    """Measure what the package costs, and keep the figures."""
    install(session)
    session.run(PYTHON, "-m", "bench", *session.posargs)


@shared
def linkcheck(session: nox.Session) -> None:
    """Look whether links to other sites lead somewhere; needs a network."""
    install(session)
    session.run(PYTHON, "-m", "docs._make", "linkcheck")


@nox.session
def newest(session: nox.Session) -> None:
    """Run the tests with the newest releases that the ranges allow."""
    requirements = nox.project.dependency_groups(PROJECT, "all")
    session.install("--upgrade", "--editable", ".[lessons]", *requirements)
    run_tests(session, "python", "not weekly")


@nox.session
def oldest(session: nox.Session) -> None:
    """Run the package's tests with the oldest releases that it says it runs with."""
    project = PROJECT["project"]
    needed = *project["dependencies"], *project["optional-dependencies"]["pictures"]
    lowest = [each.replace(">=", "==") for each in needed]
    requirements = nox.project.dependency_groups(PROJECT, "tests")
    session.install("--editable", ".", *lowest, *requirements)
    package = "tests/pictures", *sorted(map(str, Path("tests").glob("test_*.py")))
    session.run("python", "-m", "pytest", *package, *session.posargs)


@nox.session
def constraints(session: nox.Session) -> None:
    """Write constraints.txt and .ci/nox.txt anew, with hashes; test them afterwards."""
    session.install("uv>=0.9")
    without = Path(session.create_tmp(), "overrides.txt")
    without.write_text("torch; python_version < '0'\n", encoding="utf-8")
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    command = "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"
    options = "--no-header", "--no-annotate", "--upgrade", "--python-version", oldest
    project = "--overrides", str(without), "--extra", "lessons", "pyproject.toml"
    chosen = {CONSTRAINTS: (*project, "--group", "all"), ".ci/nox.txt": ("--group", "nox")}
    for target, sources in chosen.items():
        session.run(*command, *options, *sources, "--output-file", target)


@nox.session
def audit(session: nox.Session) -> None:
    """Look for known vulnerabilities in what constraints.txt names; needs a network."""
    session.install("pip-audit>=2.7")
    listed = "--requirement", CONSTRAINTS, "--no-deps", "--disable-pip", "--strict"
    session.run("pip-audit", *listed, *session.posargs)
