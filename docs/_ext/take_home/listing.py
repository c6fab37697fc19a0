"""The list of what there is to take home.

These files are put together when the pages are made, so that their addresses are known
here, and the files are not.
"""

from docutils import nodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from .package import FOLDER, read_package


class TakeHome(SphinxDirective):
    """List the files in the language of the build: `{take-home}`."""

    def run(self) -> list[nodes.Node]:
        """Make the list."""
        package = read_package(self.config)
        bundle = f"{package.name}-{self.config.language}.zip"
        offered = {
            bundle: _("Every lesson as a script and a notebook, with the package"),
            package.wheel: _("The package alone, to install with pip"),
        }
        return [nodes.bullet_list("", *map(self._item, offered.items()))]

    def _item(self, file: tuple[str, str]) -> nodes.list_item:
        name, said = file
        root = "../" * (self.env.docname.count("/") + 1)
        link = nodes.reference("", said, refuri=f"{root}{FOLDER}/{name}")
        return nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(f" ({name})")))
