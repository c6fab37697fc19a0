"""Keep figures as WebP, a quarter of the size of the same PNG.

Every colour is rounded to one of 32 levels of red, green and blue, white and black being
among them. No eye sees it, and it makes what is then kept without loss much smaller.
"""

from pathlib import Path
from typing import Any

from PIL import Image
from sphinx_gallery.scrapers import matplotlib_scraper

LEVELS = 32
ROUNDED = [round(round(v * (LEVELS - 1) / 255) * 255 / (LEVELS - 1)) for v in range(256)]


def scrape(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """Save the figures of a block, and return the markup that shows them."""
    before = len(block_vars["image_path_iterator"])
    quickly = {"lossless": True, "quality": 0, "method": 0}
    markup: str = matplotlib_scraper(
        block, block_vars, gallery_conf, format="webp", pil_kwargs=quickly
    )
    paths = block_vars["image_path_iterator"].paths
    for path in paths[before:]:
        _round_colours(Path(path).with_suffix(".webp"))
    return markup


def _round_colours(path: Path) -> None:
    with Image.open(path) as figure:
        rounded = figure.convert("RGB").point(ROUNDED * 3)
    rounded.save(path, lossless=True, method=4)
