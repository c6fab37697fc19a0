"""What a page says of itself to search engines."""

import pytest

from descriptions import WIDTH, opening


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short,\n  as it is: no end", "Short, as it is: no end"),
        (f"One. Two? {'word ' * 60}.", "One. Two?"),
        (f"It is 0.5 {'word ' * 60}", f"It is 0.5 {'word ' * 37}…"),
    ],
    ids=["short", "sentences", "words"],
)
def test_a_description_is_as_many_whole_sentences_as_fit(text: str, expected: str) -> None:
    """A short text stays whole; a long one ends after a sentence, else after a word."""
    assert opening(text) == expected
    assert len(expected) <= WIDTH
