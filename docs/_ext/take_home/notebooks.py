"""Notebooks of the lessons: to be run cell by cell, with room for the reader's own code.

sphinx-gallery writes a notebook only when it runs the script, and has no idea of questions
and exercises. So each notebook is written anew, by sphinx-gallery's own function.
"""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx_gallery.notebook import jupyter_notebook, save_notebook
from sphinx_gallery.py_source_parser import split_code_and_text_blocks

from docs._ext.gallery_i18n import scripts
from docs._ext.lessons.fill import lessons_of

from .package import EXTRA, Package, read_package

# A question's choices, each a line, with the reply indented below it.
CHOICES = re.compile(r"(?:^\S.*\n {4}[✓✗] .*\n?(?: {4}.*\n?)*)+", re.MULTILINE)
CHOICE = re.compile(r"^(?P<choice>\S.*)\n(?P<reply>(?: {4}.*\n?)+)", re.MULTILINE)


def write_notebooks(app: Sphinx, _env: BuildEnvironment, _docnames: list[str]) -> None:
    """Write the notebook of each lesson over the one that sphinx-gallery has written."""
    if app.builder.name == "gettext":
        return
    conf = {**app.config.sphinx_gallery_conf}
    conf["first_notebook_cell"] = first_cell(read_package(app.config))
    found = scripts(app)
    for lesson in lessons_of(app.env).all.values():
        path = Path(app.srcdir, f"{lesson.page}.ipynb")
        _, blocks = split_code_and_text_blocks(str(found[lesson.page].localized))
        notebook = jupyter_notebook(blocks, conf, str(path.parent))
        notebook["cells"] = [*_cells(notebook["cells"], lesson.roles)]
        save_notebook(notebook, path)


def _cells(cells: list[dict[str, Any]], roles: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the cells with questions as lists, and an empty one above each solution."""
    result: list[dict[str, Any]] = []
    left = iter(("", *roles))  # the first cell installs the package
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = CHOICES.sub(_list_choices, "".join(cell["source"]))
            cell["source"] = [text]
        elif next(left, "") == "solution":
            turn = _("Your turn; the solution is in the next cell.")
            result.append({**cell, "source": [f"# {turn}\n"]})
        result.append(cell)
    return result


def _list_choices(choices: re.Match[str]) -> str:
    """List the choices first, and fold the replies below them."""
    found = [
        (choice["choice"], " ".join(choice["reply"].split()))
        for choice in CHOICE.finditer(choices[0])
    ]
    asked = "\n".join(f"- {choice}" for choice, _reply in found)
    replies = "\n".join(f"- {choice}: {reply}" for choice, reply in found)
    title = _("Replies")
    return f"{asked}\n\n<details>\n<summary>{title}</summary>\n\n{replies}\n\n</details>\n"


def first_cell(package: Package) -> str:
    """Return the code of the cell; only comments where the site has no address."""
    if package.address:
        said = _("The package that the lessons import, from the site of this notebook")
        return f'# {said}\n%pip install --quiet "{package.requirement(EXTRA)}"'
    said = _("Is lstm_demo not installed? The bundle of all lessons holds its wheel:")
    return f'# {said}\n# %pip install "../{package.wheel}[{EXTRA}]"'
