"""Make scripts and notebooks run anywhere, with the package that they import.

Scripts carry what one command needs to run them, notebooks begin with a cell that installs
the package, and a directive, `take-home`, lists the files that hold all of it. They come
from the site itself where `[tool.site]` in `pyproject.toml` says where that is.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from docs._ext.lessons.fill import Filling
from docs._ext.lessons.markup import place_node

from .notebooks import write_notebooks
from .package import FOLDER, read_package
from .scripts import add_metadata_blocks


def setup(app: Sphinx) -> None:
    """Connect the extension to a build, after gallery_i18n and before sphinx-gallery."""
    app.add_config_value("take_home_project", "pyproject.toml", "env", str)
    app.add_directive("take-home", TakeHome)
    app.connect("builder-inited", add_metadata_blocks)
    app.connect("env-before-read-docs", write_notebooks)  # over those of sphinx-gallery


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
