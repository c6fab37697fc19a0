"""Make scripts and notebooks run anywhere, with the package that they import.

Scripts carry what one command needs to run them, notebooks begin with a cell that installs
the package, and a directive, `take-home`, lists the files that hold all of it. They come
from the site itself where `[tool.site]` in `pyproject.toml` says where that is.

`docs._ext.take_home.scripts` has to come before sphinx-gallery, which copies the scripts,
and this extension after it.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from docs._ext.lessons.fill import Filling
from docs._ext.lessons.markup import place_node

from .notebooks import write_notebooks
from .package import FOLDER, read_package


def setup(app: Sphinx) -> None:
    """Connect the extension to a build; gallery_i18n must be there too."""
    app.add_directive("take-home", TakeHome)
    app.connect("builder-inited", write_notebooks)


class TakeHome(SphinxDirective):
    """List the files, which `docs/_make/downloads.py` writes when the pages are there."""

    def run(self) -> list[nodes.Node]:
        """Leave a place for the list."""
        return [place_node(fill=list_files)]


def list_files(filling: Filling, place: place_node) -> Iterator[nodes.Node]:
    """List the files."""
    package = read_package(filling.app.config)
    yield from filling.render(
        "take-home.html",
        folder="../" * (filling.docname.count("/") + 1) + FOLDER,
        package=package.project["name"],
        wheel=package.wheel,
        language=filling.app.config.language,
    )
