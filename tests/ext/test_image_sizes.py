"""A browser knows how large images are before it has them."""

import xml.etree.ElementTree as ET
from pathlib import Path

from PIL import Image

from tests.ext.minisite import page


def test_every_image_has_the_size_of_its_file(gallery: Path) -> None:
    """A figure, its thumbnail and the picture in place of one say how large they are."""
    kinds = set()
    for name in ("lessons/plot_first.html", "lessons/index.html"):
        images = page(gallery, name).select("img")
        assert images
        for image in images:
            file = gallery / "html" / "lessons" / str(image["src"])
            kinds.add(file.suffix)
            if file.suffix == ".svg":
                drawn = ET.parse(file).getroot().attrib
                points = (drawn[side].removesuffix("pt") for side in ("width", "height"))
                size = tuple(round(float(side) * 96 / 72) for side in points)
            else:
                with Image.open(file) as picture:
                    size = picture.size
            assert (int(image["width"]), int(image["height"])) == size
    assert kinds == {".svg", ".webp", ".png"}


def test_only_the_first_image_is_loaded_at_once(gallery: Path) -> None:
    """Images further down wait until a reader comes near them."""
    images = page(gallery, "lessons/index.html").select("img")
    assert [image.get("loading") for image in images] == [None, "lazy"]
