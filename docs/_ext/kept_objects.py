"""Spare the garbage collector what stays until the end of a build anyway.

sphinx-gallery collects garbage around every script, and each time all that torch,
Matplotlib and Sphinx have made on being imported is looked through: nearly half the time
of a gallery of short scripts. None of it is garbage.
"""

import gc

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the extension to a build, after all imports and before the first script."""
    app.connect("builder-inited", _keep_all, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _keep_all(app: Sphinx) -> None:
    """Let the collector pass over all that there is; what scripts make it still finds."""
    gc.collect()
    gc.freeze()
