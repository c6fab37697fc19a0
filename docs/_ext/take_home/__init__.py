"""Let a reader take lessons home, and run them there with the package that they import.

Scripts carry what one command needs to run them, notebooks begin with a cell that installs
the package, and a directive, `take-home`, lists the files that hold all of it. They come
from the site itself where `[tool.site]` in `pyproject.toml` says where that is.
"""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from .listing import TakeHome
from .notebooks import open_notebooks
from .scripts import open_scripts


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build; gallery_i18n must be there too."""
    app.add_config_value("take_home_project", "pyproject.toml", "env", str)
    app.add_directive("take-home", TakeHome)
    # After gallery_i18n has written the scripts, before sphinx-gallery copies them.
    app.connect("builder-inited", open_scripts, priority=3)
    app.connect("builder-inited", open_notebooks, priority=3)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
