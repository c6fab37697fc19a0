"""The cards of a gallery can be read by everyone."""

from pathlib import Path

from tests.ext.minisite import page


def test_a_card_shows_picture_link_and_promise(gallery: Path) -> None:
    """Title and first paragraph are text; markup of the paragraph shows as it is."""
    cards = page(gallery, "lessons/index.html").select(".lesson-card")
    assert [card.get_text("|", strip=True) for card in cards] == [
        "Dibuja una línea|Una línea tiene two_ extremos: es sabido.",
        "Cuenta hasta dos|Hacen falta dos pasos.",
    ]
    assert [card.a["href"] for card in cards if card.a] == [
        "plot_first.html",
        "plot_first_of_all.html",
    ]
    assert [card.img["alt"] for card in cards if card.img] == ["", ""]


def test_the_stock_thumbnails_are_gone(gallery: Path) -> None:
    """No tooltip and no hidden link is left."""
    index = page(gallery, "lessons/index.html")
    assert index.select("[tooltip], .sphx-glr-thumbcontainer, .sphx-glr-tag-list") == []
