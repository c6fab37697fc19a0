"""Make scripts and notebooks run anywhere, with the package that they import.

Scripts carry what one command needs to run them, notebooks begin with a cell that installs
the package, and a directive, `take-home`, lists the files that hold all of it. They come
from the site itself where `[tool.site]` in `pyproject.toml` says where that is.

`docs._ext.take_home.scripts` has to come before sphinx-gallery, which copies the scripts,
and this extension after it.
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from .notebooks import write_notebooks
from .package import FOLDER, read_package


def setup(app: Sphinx) -> None:
    """Connect the extension to a build; gallery_i18n must be there too."""
    app.add_directive("take-home", TakeHome)
    app.connect("builder-inited", write_notebooks)


class TakeHome(SphinxDirective):
    """List the files, which `docs/_make/downloads.py` writes when the pages are there."""

    def run(self) -> list[nodes.Node]:
        """Make the list."""
        package = read_package(self.config)
        name, root = package.project["name"], "../" * (self.env.docname.count("/") + 1)
        offered = {
            f"{name}-{self.config.language}.zip": _(
                "Every lesson as a script and a notebook, with the package"
            ),
            package.wheel: _("The package alone, to install with pip"),
            f"{name}-site.zip": _(
                "This site in all its languages, to read without a network"
            ),
        }
        items = []
        for file, said in offered.items():
            link = nodes.reference("", said, refuri=f"{root}{FOLDER}/{file}")
            words = nodes.paragraph("", "", link, nodes.Text(f" ({file})"))
            items.append(nodes.list_item("", words))
        items[-1]["classes"].append("online-only")  # the archive does not hold itself
        return [nodes.bullet_list("", *items)]
