"""Execute the code of pages once for all languages, and cache the outputs.

`python child.py docs._make.pages DOCS CACHE` fills the cache from which myst-nb takes
outputs, while sphinx-gallery runs the scripts of each language. As a Sphinx extension, this
module lets the reading of pages wait for that. The code of a page is the same in every
language; a kernel for each page and language would import torch as often. So pages run in
copies of one process that has imported it, and nothing else.
"""

from __future__ import annotations  # a build without a change need not import Sphinx

import os
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

SHARED = "matplotlib.pyplot", "torch._dynamo", "torch"
"""Modules that several pages import, and that take seconds to import."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build."""
    app.connect("env-before-read-docs", _wait)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def pages_lock(cache: Path) -> FileLock:
    """Return the lock that is held while pages run."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(f"{cache}.lock", thread_local=False)


def _wait(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    if app.config.nb_execution_cache_path:
        with pages_lock(Path(app.config.nb_execution_cache_path)):
            pass


def run_pages(docs: Path, cache: Path) -> None:
    """Execute what the cache does not hold yet; it is left to Sphinx to tell what fails."""
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn
    from myst_nb.core.read import read_myst_markdown_notebook

    store = get_cache(cache)
    stale = {}
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "\nfile_format: mystnb\n" in text:
            page = read_myst_markdown_notebook(text, path=path)
            try:
                store.match_cache_notebook(page)
            except KeyError:
                stale[path] = page
    if stale:
        modules = [import_module(name) for name in SHARED]
        modules[-1].manual_seed(0)
    for path, page in stale.items():
        if ran := _run_apart(page):
            bundle = CacheBundleIn(ran, str(path))
            store.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _run_apart(page: NotebookNode) -> NotebookNode | None:
    """Execute a page in a copy of this process, which nothing of it outlives."""
    import nbformat

    with TemporaryFile("w+", encoding="utf-8") as file:
        child = os.fork()
        if not child:
            try:
                _run(page)
                nbformat.write(page, file)
                file.flush()
            except BaseException:  # whatever it is, the parent goes on
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        file.seek(0)
        return None if status else nbformat.read(file, as_version=4)


def _run(page: NotebookNode) -> None:
    """Execute the cells of a page, and give each what it has printed and shown."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output
    from nbformat.v4 import new_output

    shell = InteractiveShell.instance()
    for cell in page.cells:
        if cell.cell_type == "code":
            with capture_output() as shown:
                shell.run_cell(cell.source).raise_error()
            streams = {"stdout": shown.stdout, "stderr": shown.stderr}
            cell.outputs = [
                new_output("stream", name=name, text=text)
                for name, text in streams.items()
                if text
            ]
            cell.outputs += [
                new_output("display_data", data=rich.data) for rich in shown.outputs
            ]


if __name__ == "__main__":
    run_pages(Path(sys.argv[1]), Path(sys.argv[2]))
