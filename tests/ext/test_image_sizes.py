"""A browser knows how large images are before it has them."""

from pathlib import Path

from PIL import Image

from tests.ext.minisite import page


def test_every_image_has_the_size_of_its_file(gallery: Path) -> None:
    """Figures and thumbnails carry the width and height that their files have."""
    for name in ("lessons/plot_first.html", "lessons/index.html"):
        images = page(gallery, name).select("img")
        assert images
        for image in images:
            with Image.open(gallery / "html" / "lessons" / str(image["src"])) as file:
                size = str(file.width), str(file.height)
            assert (image["width"], image["height"]) == size


def test_only_the_first_image_is_loaded_at_once(gallery: Path) -> None:
    """Images further down wait until a reader comes near them."""
    images = page(gallery, "lessons/index.html").select("img")
    assert [image.get("loading") for image in images] == [None, "lazy"]
