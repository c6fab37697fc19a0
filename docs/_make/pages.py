"""Run the code of executed pages once, for all languages, in one kernel.

`python child.py docs._make.pages DOCS CACHE` fills the cache from which myst-nb takes
outputs, while sphinx-gallery runs the scripts of each language. As a Sphinx extension, this
module lets the reading of pages wait for that. The code of a page is the same in every
language; a kernel for each page and language would import torch as often.
"""

from __future__ import annotations  # a build without a change need not import Sphinx

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

RESET = """
%reset -f
import numpy, sys, torch
import matplotlib.pyplot
matplotlib.pyplot.close("all")
matplotlib.rcdefaults()
numpy.random.seed(0)
torch.manual_seed(0)
torch.set_default_dtype(torch.float32)
torch.set_printoptions(profile="default")
for module in list(sys.modules.values()):  # a warning that is shown once, once a page
    getattr(module, "__warningregistry__", {}).clear()
%reset -f
"""
"""What makes the kernel as new before each page."""


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
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbformat.v4 import new_code_cell, new_notebook

    store = get_cache(cache)
    stale = {}
    cells = []
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if "\nfile_format: mystnb\n" in text:
            page = read_myst_markdown_notebook(text, path=path)
            try:
                store.match_cache_notebook(page)
            except KeyError:
                stale[path] = page
                cells += [new_code_cell(RESET), *page.cells]
    if not stale:
        return
    together = new_notebook(cells=cells)
    try:
        NotebookClient(together, resources={"metadata": {"path": docs}}).execute()
    except CellExecutionError:
        return
    for path, page in stale.items():  # its cells have their outputs now
        bundle = CacheBundleIn(page, str(path))
        store.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


if __name__ == "__main__":
    run_pages(Path(sys.argv[1]), Path(sys.argv[2]))
