"""The index of errors and the box that errors are pasted into know the same messages."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from docs.explorer.messages import MESSAGES, Message
from tests.site.pages import CODES

PATTERNS = {
    message.id: re.compile(
        ".{1,60}?".join(map(re.escape, re.split(r"\{\w+\}", message.template))), re.DOTALL
    )
    for message in MESSAGES
}

TOO_COMMON = {"packed-states": "The size of tensor a"}
"""What torch says of any two tensors, so that the box does not guess where it is from."""


@pytest.fixture(scope="module", params=CODES)
def index(request: pytest.FixtureRequest, site: Path) -> BeautifulSoup:
    """The index of errors in one language."""
    path = site / request.param / "reference" / "errors.html"
    return BeautifulSoup(path.read_bytes(), "html.parser")


def printed(section: Tag) -> str:
    """Return what the code of a section printed."""
    return "\n".join(it.get_text() for it in section.select(".cell_output"))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.id)
def test_every_message_of_the_box_is_raised_under_its_own_address(
    message: Message, index: BeautifulSoup
) -> None:
    """The id of a message is an anchor of the index, where torch says it in its words."""
    anchor = index.find(id=message.id)
    assert isinstance(anchor, Tag)
    section = anchor if anchor.name == "section" else anchor.find_parent("section")
    assert isinstance(section, Tag)
    assert PATTERNS[message.id].search(printed(section)), printed(section)


def test_the_box_knows_every_message_of_the_index(index: BeautifulSoup) -> None:
    """Each entry raises a message that the box knows, but one that says too little."""
    entries = {str(it["id"]): it for it in index.select("section section section")}
    assert len(entries) >= len(MESSAGES)
    unknown = [
        name
        for name, entry in entries.items()
        if not any(pattern.search(printed(entry)) for pattern in PATTERNS.values())
    ]
    assert unknown == list(TOO_COMMON)
    for name, words in TOO_COMMON.items():
        assert words in printed(entries[name])
