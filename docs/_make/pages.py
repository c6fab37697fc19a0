"""Execute the code of pages once for all languages, and cache the outputs.

As a Sphinx extension, this module starts `python -m docs._make.pages DOCS CACHE`, which
fills the cache that myst-nb takes outputs from while sphinx-gallery runs the scripts; the
reading of pages waits for it. The code of a page is the same in every language; a kernel
for each page and language would import torch as often. So pages run in copies of one
process that has imported it, and nothing else.
"""

import atexit
import os
import sys
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory

import nbformat
from filelock import FileLock, Timeout
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import read_myst_markdown_notebook
from nbformat import NotebookNode
from nbformat.v4 import new_output
from sphinx.application import Sphinx

from .places import CHILD

# Modules that several pages import, and that take seconds to import.
SHARED = "matplotlib.pyplot", "torch._dynamo", "torch"


def setup(app: Sphinx) -> None:
    """Connect the extension to a build, before sphinx-gallery."""
    app.connect("builder-inited", _start)


def _start(app: Sphinx) -> None:
    """Start running pages; of languages that are built at the same time, the first does."""
    cache = app.config.nb_execution_cache_path
    if not cache or app.config.nb_execution_mode != "cache":
        return
    lock = FileLock(f"{cache}.lock")
    run = None
    with suppress(Timeout):
        lock.acquire(timeout=0)
        run = Popen(
            [*CHILD, __name__, str(app.confdir), cache],
            env={**os.environ, "LANGUAGE": app.config.gallery_i18n_source_language},
            stdin=PIPE,
            stdout=DEVNULL,
            stderr=DEVNULL,
        )

    def wait(*_event: object) -> None:
        if run:
            run.wait()
            lock.release()
        else:
            with lock:
                pass

    app.connect("env-before-read-docs", wait)
    atexit.register(wait)  # a script may have failed before; the cache has to be whole


def run_pages(docs: Path, cache: Path) -> None:
    """Execute what the cache does not hold yet; it is left to Sphinx to tell what fails."""
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
    if any("torch" in cell.source for page in stale.values() for cell in page.cells):
        modules = [import_module(name) for name in SHARED]
        modules[-1].manual_seed(0)
    for path, page in stale.items():
        if ran := _run_apart(page):
            bundle = CacheBundleIn(ran, str(path))
            store.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def _run_apart(page: NotebookNode) -> NotebookNode | None:
    """Execute a page in a copy of this process, which nothing of it outlives."""
    with TemporaryDirectory() as folder:
        result = Path(folder, "page.ipynb")
        copy = get_context("fork").Process(target=_run, args=(page, result))
        copy.start()
        copy.join()
        return None if copy.exitcode else nbformat.read(result, as_version=4)


def _run(page: NotebookNode, result: Path) -> None:
    """Execute the cells of a page, and give each what it has printed and shown."""
    shell = InteractiveShell.instance()
    for cell in page.cells:
        if cell.cell_type == "code":
            with capture_output() as shown:
                shell.run_cell(cell.source).raise_error()
            cell.outputs = [
                new_output("stream", name=name, text=text)
                for name, text in (("stdout", shown.stdout), ("stderr", shown.stderr))
                if text
            ]
            cell.outputs += [
                new_output("display_data", data=it.data) for it in shown.outputs
            ]
    nbformat.write(page, result)


if __name__ == "__main__":
    run_pages(Path(sys.argv[1]), Path(sys.argv[2]))
