"""Run each executed page once, however many languages are built side by side.

Code cells are the same in every language, so one cache serves them all. Only one build
at a time reads executed pages; the next finds what that one has run. The cache is kept
under a digest of what the outputs depend on: what has run against something else is not
found.
"""

from pathlib import Path

from filelock import FileLock
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from stale_outputs import outputs_digest


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build; myst-nb and stale_outputs must be there too."""
    app.connect("config-inited", _name_cache)
    app.connect("env-before-read-docs", _wait_for_turn)
    app.connect("env-updated", _give_turn)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _name_cache(app: Sphinx, config: Config) -> None:
    if config.nb_execution_cache_path:
        cache = Path(config.nb_execution_cache_path, outputs_digest(app)[:16])
        config.nb_execution_cache_path = str(cache)


def _wait_for_turn(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    if app.config.nb_execution_cache_path and any(
        "file_format: mystnb" in env.doc2path(name).read_text("utf-8") for name in docnames
    ):
        cache = Path(app.config.nb_execution_cache_path)
        cache.parent.mkdir(parents=True, exist_ok=True)
        _turns[app] = FileLock(f"{cache}.lock")
        _turns[app].acquire()


def _give_turn(app: Sphinx, env: BuildEnvironment) -> None:
    if turn := _turns.pop(app, None):
        turn.release()


_turns: dict[Sphinx, FileLock] = {}
"""The locks that builds of this process hold; a process that dies lets go of its own."""
