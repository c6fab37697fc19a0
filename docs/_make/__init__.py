"""Make the site: every language side by side, published only when all of it is good."""


class BuildError(Exception):
    """The site could not be built; the published one is as it was."""
