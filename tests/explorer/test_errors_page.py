"""The page of errors: each message is torch's, each mend gives right numbers."""

import contextlib
import io
import re
import warnings

import pytest
import torch
from playwright.sync_api import expect

from docs.explorer.messages import PAGE, read_messages
from tests.explorer.screen import Visit

TEXT = PAGE.read_text(encoding="utf-8")
MESSAGES = read_messages()
CELL = re.compile(r"^```\{code-cell\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETUP = CELL.findall(TEXT)[0]
_, *PARTS = re.split(r"^\(([\w-]+)\)=$", TEXT, flags=re.MULTILINE)
SECTIONS = dict(zip(PARTS[::2], PARTS[1::2], strict=True))
IDS = [name for name in SECTIONS if any(message.id == name for message in MESSAGES)]


def run(code: str) -> str:
    """Run a cell of the page after the first, and give what it printed."""
    printed = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed):
        exec(f"{SETUP}\n{code}", {})  # noqa: S102 - our own page
    return printed.getvalue()


@pytest.mark.parametrize("name", IDS)
def test_the_refused_call_says_so_and_the_mended_one_is_right(name: str) -> None:
    """The heading is what the first cell prints; the second asserts its own numbers.

    What is not raised is quoted: its paragraph, or the section, links to a source.
    """
    section = SECTIONS[name]
    heading, *others = (message for message in MESSAGES if message.id == name)
    cells = CELL.findall(section)
    raising = [cell for cell in cells if "refused():" in cell]
    (mended,) = (cell for cell in cells if cell not in raising)
    printed = "".join(map(run, raising))
    if raising:
        assert heading.text in printed
    else:
        assert re.search(r"^Quoted, .*\]\(https://", section, re.MULTILINE)
    for other in others:
        (line,) = (line for line in section.splitlines() if f"`{other.form}`" in line)
        assert other.text in printed or "](https://" in line, other.text
    assert re.search(r"^ *(?:same\(|assert )", mended, re.MULTILINE)
    run(mended)
    assert torch.get_default_dtype() == torch.float32


def test_a_wrong_mend_would_be_seen() -> None:
    """Where layers and sequences are as many, the old advice ran, and mixed them."""
    _, mended = CELL.findall(SECTIONS["states-unbatched"])
    right = "h_0 = h.expand(layers, batch, 3).contiguous()"
    assert right in mended
    with pytest.raises(AssertionError):
        run(mended.replace(right, "h_0 = h.unsqueeze(1).repeat(1, batch, 1)"))


def test_the_page_is_filtered(visit: Visit) -> None:
    """By a message, by words, with and without accents; groups without entries go."""
    page = visit("es/reference/errors.html")
    entries = page.locator("section section section")
    whole = entries.count()
    box, none = page.locator("#xp-filter"), page.locator("#xp-filter-none")
    box.fill("E  RuntimeError: Expected hidden[0] size (2, 7, 6), got [7, 2, 6]")
    assert entries.filter(visible=True).count() == 1
    expect(page.locator("#h0-size > h3")).to_be_in_viewport()
    assert page.locator("section section:has(section)").filter(visible=True).count() == 1
    box.fill("traduccion inexistente")
    expect(none).to_be_visible()
    for words in ("probabilidad número dropout", "Dropout probabilidad numero"):
        box.fill(words)
        expect(page.locator("#dropout-range")).to_be_visible()
        assert 0 < entries.filter(visible=True).count() < 10
    box.fill("")
    assert entries.filter(visible=True).count() == whole


def test_the_code_is_folded_but_on_paper_and_without_scripts(visit: Visit) -> None:
    """The page is short, and every call can be copied."""
    page = visit("en/reference/errors.html")
    code = page.locator("#h0-size details pre").first
    expect(code).to_be_hidden()
    assert page.evaluate("document.querySelector('article').offsetHeight") < 280 * len(IDS)
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    page.emulate_media(media="screen")
    page.locator("#h0-size summary").click()
    expect(code).to_be_visible()
    assert page.locator("#h0-size details .copybtn").count() == 2
