"""Every message on the page of errors is torch's, and every mend gives right numbers."""

import contextlib
import io
import re
import warnings
from typing import Any

import pytest
import torch

from docs.explorer.messages import PAGE, Message, read_messages

TEXT = PAGE.read_text(encoding="utf-8")
MESSAGES = read_messages()
CELL = re.compile(r"^```\{code-cell\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETUP = CELL.findall(TEXT)[0]
_, *PARTS = re.split(r"^\(([\w-]+)\)=$", TEXT, flags=re.MULTILINE)
SECTIONS = dict(zip(PARTS[::2], PARTS[1::2], strict=True))
IDS = [name for name in SECTIONS if any(message.id == name for message in MESSAGES)]


def run(code: str, names: dict[str, Any]) -> str:
    """Run code of the page; give what it printed."""
    printed = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(printed):
        exec(code, names)  # noqa: S102 - our own page
    return printed.getvalue()


def said(message: Message, printed: str) -> bool:
    """Whether a message stands in what was printed, its line ends aside."""
    return message.text in printed


@pytest.mark.parametrize("name", IDS)
def test_the_refused_call_says_so_and_the_mended_one_is_right(name: str) -> None:
    """The heading is what the first cell prints; the second asserts its own numbers.

    What is not raised is quoted: its paragraph, or the section, links to a source.
    """
    heading, *others = (message for message in MESSAGES if message.id == name)
    cells = CELL.findall(SECTIONS[name])
    names: dict[str, Any] = {}
    run(SETUP, names)
    raising = [cell for cell in cells if "with refused():" in cell]
    printed = "".join(run(cell, names) for cell in raising)
    if raising:
        assert said(heading, printed), printed
    else:
        assert re.search(r"^Quoted, .*\]\(https://", SECTIONS[name], re.MULTILINE)
    for other in others:
        (line,) = (
            line for line in SECTIONS[name].splitlines() if f"`{other.form}`" in line
        )
        assert said(other, printed) or "](https://" in line, other.text
    (mended,) = (cell for cell in cells if cell not in raising)
    assert re.search(r"^ *(?:same\(|assert )", mended, re.MULTILINE)
    names = {}
    run(SETUP, names)
    run(mended, names)
    assert torch.get_default_dtype() == torch.float32


def test_there_are_many_messages_each_once() -> None:
    """At least sixty, most of them raised; every heading of the third level is one."""
    assert len(IDS) >= 60
    assert sum("with refused():" in SECTIONS[name] for name in IDS) >= 60
    assert TEXT.count("\n### ") == len(IDS)
    texts = [message.text for message in MESSAGES]
    assert len(set(texts)) == len(texts)


def test_a_wrong_mend_would_be_seen() -> None:
    """Where layers and sequences are as many, the old advice ran, and mixed them."""
    old = "h_0 = h.unsqueeze(1).repeat(1, batch, 1)"
    mended = SECTIONS["states-unbatched"].replace(
        "h_0 = h.expand(layers, batch, 3).contiguous()", old
    )
    names: dict[str, Any] = {}
    run(SETUP, names)
    with pytest.raises(AssertionError):
        run(CELL.findall(mended)[1], names)
