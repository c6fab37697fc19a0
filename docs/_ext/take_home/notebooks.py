"""Notebooks that begin with a cell which installs the package.

The gallery writes a notebook only when it runs the script. So all scripts have to run again
when the cell is another.
"""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.locale import _

from .package import EXTRA, Package, read_package


def open_notebooks(app: Sphinx) -> None:
    """Give the gallery the first cell of its notebooks."""
    cell = first_cell(read_package(app.config))
    app.config.sphinx_gallery_conf["first_notebook_cell"] = cell
    record = Path(app.srcdir).parent / "first_notebook_cell"
    if app.builder.name == "gettext" or (record.exists() and record.read_text() == cell):
        return
    for gallery in app.config.sphinx_gallery_conf["gallery_dirs"]:
        for run in Path(app.srcdir, gallery).rglob("*.md5"):
            run.unlink()
    record.write_text(cell)


def first_cell(package: Package) -> str:
    """Return the code of the cell; only comments where the site has no address."""
    if package.address:
        said = _("The package that the lessons import, from the site of this notebook")
        return f'# {said}\n%pip install --quiet "{package.requirement(extra=True)}"'
    said = _("Is lstm_demo not installed? The bundle of all lessons holds its wheel:")
    return f'# {said}\n# %pip install "../{package.wheel}[{EXTRA}]"'
