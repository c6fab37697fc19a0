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
        items = [self._item(name, said) for name, said in offered.items()]
        site = _("This site in all its languages, to read without a network")
        items.append(self._item(f"{package.name}-site.zip", site))
        items[-1]["classes"].append("online-only")  # the archive does not hold itself
        return [nodes.bullet_list("", *items)]

    def _item(self, name: str, said: str) -> nodes.list_item:
        root = "../" * (self.env.docname.count("/") + 1)
        link = nodes.reference("", said, refuri=f"{root}{FOLDER}/{name}")
        return nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(f" ({name})")))
