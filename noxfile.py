"""Everything that is done with this project: `nox -l` lists it."""

import os
from pathlib import Path

import nox

nox.options.sessions = ["lint", "tests", "docs"]
nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "virtualenv"
nox.needs_version = ">=2025.2.9"

PROJECT = nox.project.load_toml("pyproject.toml")
CONSTRAINTS = "constraints.txt"
NEWEST = bool(os.environ.get("NEWEST"))
"""Whether to try the newest releases rather than those that are known to go together."""


def install(session: nox.Session, group: str, *, newest: bool = NEWEST) -> None:
    """Install the package, editable, for all lessons, with one dependency group."""
    requirements = nox.project.dependency_groups(PROJECT, group)
    known = () if newest else ("--constraint", CONSTRAINTS)
    # Most of what is installed is never imported; what is, Python compiles then.
    session.install("--no-compile", *known, "--editable", ".[lessons]", *requirements)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site in every language into site/."""
    install(session, "docs")
    session.run("python", "-m", "docs._make", "build")


@nox.session
def serve(session: nox.Session) -> None:
    """Serve the built site on this machine (-- --port 8000)."""
    session.run("python", "-m", "docs._make.serve", *session.posargs)


@nox.session
def live(session: nox.Session) -> None:
    """Rebuild and reload one language while you write (-- es)."""
    install(session, "live")
    session.run("python", "-m", "docs._make", "live", *session.posargs)


@nox.session
def catalogs(session: nox.Session) -> None:
    """Update the message catalogs from scripts and pages, running none of them."""
    install(session, "docs")
    session.run("python", "-m", "docs._make", "catalogs")


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test, those in a real browser included (-- -k name)."""
    install(session, "tests")
    # A file is one worker's, and torch leaves the other cores to the other workers. One
    # worker more than there are cores, since one is often waiting for a browser. By itself,
    # pytest-xdist keeps files of few tests for the end, and here those take longest.
    count = (os.cpu_count() or 1) + 1
    workers = f"--numprocesses={count}", "--dist=loadfile", "--no-loadscope-reorder"
    one = {"OMP_NUM_THREADS": "1"}
    session.run("python", "-m", "pytest", *workers, *session.posargs, env=one)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and types."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the package and the build, side by side, and keep the figures."""
    install(session, "bench")
    session.run("python", "-m", "bench", *session.posargs)


@nox.session
def constraints(session: nox.Session) -> None:
    """Write constraints.txt anew, with the newest releases; test it afterwards."""
    install(session, "lint", newest=True)
    freeze = "python", "-m", "pip", "freeze", "--exclude-editable"
    frozen = str(session.run(*freeze, silent=True))
    pins = [line for line in frozen.splitlines() if not line.startswith("torch==")]
    said = "# Releases that the tests have passed with: python -m nox -s constraints."
    torch = "# torch is left to its range, since each build of it has a version of its own."
    Path(CONSTRAINTS).write_text("\n".join([said, torch, *pins, ""]), encoding="utf-8")


@nox.session
def audit(session: nox.Session) -> None:
    """Look for known vulnerabilities in what constraints.txt names; needs a network."""
    session.install("pip-audit>=2.7")
    listed = "--requirement", CONSTRAINTS, "--no-deps", "--disable-pip", "--strict"
    session.run("pip-audit", *listed, *session.posargs)
