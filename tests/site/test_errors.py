"""The messages on the page of errors were raised while the site was built."""

from pathlib import Path

import pytest

from docs.explorer.messages import read_messages
from tests.site.pages import CODES, soup


@pytest.mark.parametrize("code", CODES)
def test_every_heading_was_printed_by_the_call_below_it(site: Path, code: str) -> None:
    """Under its own anchor, in torch's words; a GPU is called by its name."""
    page = soup(site / code / "reference" / "errors.html")
    sections = {str(it["id"]): it for it in page.select("section section section")}
    headings = {message.id: message.text for message in reversed(read_messages())}
    assert sections.keys() == headings.keys()
    raised = 0
    for name, section in sections.items():
        printed = "\n".join(it.get_text() for it in section.select(".cell_output"))
        assert printed, name
        assert "meta" not in printed
        if "refused():" in section.select_one("details").get_text():
            assert headings[name] in printed, name
            raised += 1
    assert raised >= 60
