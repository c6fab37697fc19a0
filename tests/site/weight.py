"""What a page costs its reader, as the browser counts it."""

from typing import NamedTuple

from playwright.sync_api import Page

COUNT = """
() => ["navigation", "resource"]
  .flatMap((kind) => performance.getEntriesByType(kind))
  .filter((entry) => entry.transferSize > 0)
  .map((entry) => entry.transferSize)
"""


class Weight(NamedTuple):
    """The answers that came over the network for one page."""

    requests: int
    """How many there were; what the browser had kept is not among them."""

    size: int
    """Their size in bytes, compressed, with their headers."""


def weigh(page: Page) -> Weight:
    """Weigh what has come for the page since it was opened."""
    sizes = page.evaluate(COUNT)
    return Weight(len(sizes), sum(sizes))
