"""Make the site: every language side by side, published only when all of it is good."""

import sys
from pathlib import Path

# The extensions stand where Sphinx finds them by name; so do they here.
sys.path.insert(0, str(Path(__file__).parents[1] / "_ext"))


class BuildError(Exception):
    """The site could not be built; the published one is as it was."""
