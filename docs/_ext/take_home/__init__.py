"""Let a reader take lessons home, and run them there with the package that they import.

Scripts carry what one command needs to run them, notebooks begin with a cell that installs
the package, and a directive, `take-home`, lists the files that hold all of it. They come
from the site itself where `[tool.site]` in `pyproject.toml` says where that is.

`docs._ext.take_home.scripts` has to come before sphinx-gallery, which copies the scripts,
and this extension after it.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .listing import TakeHome
from .notebooks import write_notebooks


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build; gallery_i18n must be there too."""
    app.add_directive("take-home", TakeHome)
    app.connect("builder-inited", write_notebooks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
