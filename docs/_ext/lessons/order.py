"""The order of parts, lessons and recipes: one list, by which sphinx-gallery sorts, too."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.config import Config


class Place(NamedTuple):
    """A sort key of sphinx-gallery: the place of a script or a folder in a list of names.

    What is not in the list comes last; `unlisted` makes the build fail then.
    """

    names: tuple[str, ...]

    def __call__(self, path: str) -> int:
        """Return the place of a path, by its name without an ending."""
        name = Path(path).stem
        return self.names.index(name) if name in self.names else len(self.names)


def sort_galleries(app: Sphinx, config: Config) -> None:
    """Read the list, and let sphinx-gallery sort by it."""
    pages = read_order(app)
    names = tuple(page.rpartition("/")[2] for page in pages)
    parts = tuple(dict.fromkeys(page.split("/")[-2] for page in pages))
    config.sphinx_gallery_conf |= {
        "within_subsection_order": Place(names),
        "subsection_order": Place(parts),
    }


def read_order(app: Sphinx) -> list[str]:
    """Return the page of every script in the order of the list."""
    galleries = tomllib.loads(order_file(app).read_text(encoding="utf-8"))
    return [f"{gallery}/{name}" for gallery, names in galleries.items() for name in names]


def order_file(app: Sphinx) -> Path:
    """Return the file that holds the list."""
    return Path(app.confdir, app.config.gallery_order)


def unlisted(pages: set[str], order: list[str]) -> Iterator[str]:
    """Say what is wrong between the scripts that there are and the list."""
    for page in sorted(pages - set(order)):
        yield f"the list does not name {page}; add a line where it is to be read"
    for page in sorted(set(order) - pages):
        yield f"there is no script for {page}; write it, or remove its line"
    for page in sorted({page for page in order if order.count(page) > 1}):
        yield f"the list names {page} more than once; remove a line"
