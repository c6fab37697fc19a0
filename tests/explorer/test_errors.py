"""A pasted message is named, its numbers are read, and it leads to its answer."""

import itertools
import re
import textwrap
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import expect
from torch import nn, zeros

from docs.explorer.messages import DOCS, PAGES, known, read_messages
from tests.explorer.screen import Call, Visit, assert_accessible, follow, press, status
from tests.explorer.test_calculator import check
from tests.site.pages import CELL, CODES, SOURCE, soup

MESSAGES = read_messages()
HEADINGS = {message.id: message.text for message in reversed(MESSAGES)}
TRACE = """Traceback (most recent call last):
  File "train.py", line 40, in <module>
    output, _ = self.lstm(x)
                ^^^^^^^^^^^^
RuntimeError: {}
"""
H0_SIZE = "Expected hidden[0] size (2, 7, 6), got [7, 2, 6]"


def find_all(call: Call, texts: list[str]) -> list[list[list[Any]]]:
    """What is found in each text: ids and numbers."""
    script = """(m, [texts, known]) => texts.map((text) =>
      m.find(text, known).map(({ id, numbers }) => [id, numbers]))"""
    return call("errors", script, [texts, known()])


WAYS: dict[str, Callable[[str], str]] = {
    "alone": str,
    "in a traceback": TRACE.format,
    "with Windows line ends": lambda it: TRACE.format(it).replace("\n", "\r\n"),
    "among other lines": lambda it: f"epoch 3\n{TRACE.format(it)}epoch 4\n",
    "in a frame": lambda it: "\n".join(
        ["╭──── Traceback ────╮", *(f"│ {row:<40} │" for row in textwrap.wrap(it, 40))]
    ),
    "from pytest": lambda it: f"E       RuntimeError: {it}\n\ntrain.py:9: RuntimeError",
    "in curly quotes": lambda it: re.sub(
        "'(.*?)'", "\u2018\\1\u2019", it.replace('"', "\u201d")
    ),
    "escaped": lambda it: it.replace("'", "&#39;").replace('"', "&quot;"),
    "with other blanks": lambda it: it.replace(" ", "\u00a0"),
    "wrapped": lambda it: textwrap.fill(it, 30, subsequent_indent=" " * 12),
    "cut anywhere": lambda it: re.sub(r"( [a-z]{2})([a-z]{3,} )", r"\1\n\2", it, count=1),
    "with other brackets": lambda it: it.translate(str.maketrans("[]()", "()<>")),
    "in colours": lambda it: f"\u001b[31mRuntimeError\u001b[0m: {it}",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_message_is_named_and_its_numbers_are_read(call: Call, way: str) -> None:
    """As torch says it, and as terminals, tools and web pages change it."""
    texts = [WAYS[way](message.text) for message in MESSAGES]
    for message, found in zip(MESSAGES, find_all(call, texts), strict=True):
        read = [(name, [re.sub(r"\s", "", n) for n in it.values()]) for name, it in found]
        shown = [number.replace(" ", "") for number in message.example.values()]
        assert read == [(message.id, shown)], message.text


SEEN = {
    "layer": "layer_norm",
    "method": "softmax",
    "device": "cuda:0",
    "number": "0.30000000000000004",
    "table": "decoder.word_embeddings.weight",
    "key": "model.decoder_with_a_long_name.lstm.weight_hh_l1_reverse",
}
"""What people have posted, for a kind of hole."""


def test_numbers_and_names_of_ones_own_are_read(call: Call) -> None:
    """Every whole number of a message may be another, and so may shapes and names."""
    texts, wanted = [], []
    for message in MESSAGES:
        kinds = re.findall(r"\{(\w+)\}", message.template)
        own = dict(message.example)
        for kind, (name, shown) in zip(kinds, message.example.items(), strict=True):
            if kind in ("n", "size"):
                own[name] = re.sub(r"\d+", lambda digits: str(int(digits[0]) + 90), shown)
            elif kind in SEEN:
                own[name] = SEEN[kind]
        texts.append(re.sub(r"\{(\w+).*?\}", lambda it, own=own: own[it[1]], message.form))
        wanted.append([[message.id, own]])
    assert find_all(call, texts) == wanted


UNRELATED: list[Callable[[], object]] = [
    lambda: zeros(2).expand(3),
    lambda: torch.cat([zeros(2, 3), zeros(2, 4)]),
    lambda: nn.Conv2d(3, 4, 2)(zeros(1, 2, 5, 5)),
    lambda: nn.BatchNorm1d(3)(zeros(1, 3)),
    lambda: torch.tensor([1, [2]]),
    lambda: zeros(2, 3).bmm(zeros(2, 3)),
    lambda: nn.LayerNorm(4)(zeros(2, 3)),
    lambda: nn.MultiheadAttention(5, 2),
    lambda: nn.Dropout(1.5),
    lambda: nn.Linear(4, 3).load_state_dict({}),
    lambda: nn.Linear(4),
    lambda: {}["hidden_size"],
    lambda: None.forward,
    lambda: (1, 2).append(3),
    lambda: torch.load("/no/such/lstm.pt"),
]
"""Calls that raise what has nothing to do with an LSTM."""


def test_unrelated_texts_are_not_named(call: Call) -> None:
    """There is no guess, and no text sends the matching back and forth without end."""
    texts = ["CUDA out of memory.", "No module named 'torch'", "Killed"]
    texts += ["got dropout=0.30000000000000004 and num_layers=1"]
    for wrong in UNRELATED:
        with warnings.catch_warnings(action="error"), pytest.raises(Exception) as raised:  # noqa: PT011 - of any kind
            wrong()
        texts.append(str(raised.value))
    pieces = "Expected hidden[0] size (", "1, 2, 3", "'", "a.", " "
    texts += [piece * (100_000 // len(piece)) for piece in pieces]
    for text, found in zip(texts, find_all(call, texts), strict=True):
        assert found == [], text[:200]


def test_several_messages_in_one_text_are_all_found_in_order(call: Call) -> None:
    """A log of three failures, one of them twice: it counts once, where it stands last."""
    log = [HEADINGS[it] for it in ("no-steps", "h0-size", "unsorted", "no-steps")]
    (found,) = find_all(call, ["\n\n".join(log)])
    assert [name for name, _ in found] == ["h0-size", "unsorted", "no-steps"]


def test_the_calculator_answers_an_error_that_goes_nowhere(visit: Visit) -> None:
    """It lists every message, all holes filled; an answer has the reader's own numbers."""
    page = visit("es/calculator.html#v=1&error=unsorted&dropout=0.5")
    assert page.locator("#error-unsorted.xp-lit").is_visible()
    listed = page.locator("[data-error]").evaluate_all(
        "all => all.map((it) => [it.dataset.error, ...['dt', '.xp-cause, .xp-mend']"
        ".flatMap((of) => [...it.querySelectorAll(of)].map((part) => part.textContent))])"
    )
    assert {name: heading for name, heading, _, _ in listed} == HEADINGS
    for name, _, *texts in listed:
        assert all(len(text.strip()) > 10 for text in texts), name
        assert not re.search(r"\{\w+\}", "".join(texts)), name
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    kept = "[localStorage.length + sessionStorage.length, location.hash]"
    before = page.evaluate(kept)
    found = page.locator(".xp-found")
    page.locator("#xp-error").fill(
        "E   ValueError: input.size(-1) must be equal to input_size. Expected 40, got 7"
    )
    assert re.findall(r"\d+", found.locator(".xp-cause").inner_text()) == ["7", "40"]
    assert "input_size=7" in found.locator(".xp-mend").inner_text()
    (link,) = (it.get_attribute("href") for it in found.locator("a").all())
    assert link == "reference/errors-calls.html#input-size"
    assert (sent, page.evaluate(kept)) == ([], before)
    assert_accessible(page)


def test_an_error_sets_the_calculator(visit: Visit) -> None:
    """By keys alone, and as far as it tells; what is unknown or too large is not taken."""
    page = visit("en/calculator.html")
    box, form = page.locator("#xp-error"), page.locator("#xp-form")
    page.evaluate("text => navigator.clipboard.writeText(text)", f"RuntimeError: {H0_SIZE}")
    box.press("Control+V")
    page.get_by_text("This is a message that the page knows").wait_for()
    assert status(page) == "Found: 1."
    focus = ""
    for _link in page.locator(".xp-found a").all():  # its cause may name other pages
        press(page, "Tab")
        focus = page.evaluate("document.activeElement.href")
        if focus.endswith("errors-calls.html#h0-size"):
            break
    assert focus.endswith("errors-calls.html#h0-size")
    press(page, "Tab", "Enter")
    check(page, num_layers=2, batch=7, hidden_size=6)
    follow(page, "v=1&bidirectional=1")

    def take(text: str) -> None:
        box.fill(text)
        page.locator("#xp-found").get_by_text(text).wait_for()
        page.get_by_role("button", name="Use these options").click()

    take("Expected hidden[0] size (6, 7, 5), got [7, 2, 5]")  # three layers, both ways
    assert form.evaluate("it => it.getBoundingClientRect().top") >= 0
    state = {"num_layers": 3, "batch": 7, "hidden_size": 5, "bidirectional": True}
    check(page, **state)
    take("input.size(-1) must be equal to input_size. Expected 9, got 7")
    check(page, **state, input_size=9)
    for brackets in ("<1, 2>", "(9, 9, 100000)"):
        take(f"Expected hidden[0] size {brackets}, got [7, 2, 6]")
        fields = form.locator("input[type=text]").all()
        assert not {"undefined", "NaN", "100000"} & {it.input_value() for it in fields}
    take(HEADINGS["states-batched"])
    assert page.get_by_role("radio", checked=True).input_value() == "unbatched"
    take(HEADINGS["dropout-one-layer"])
    assert page.locator("[name=dropout]").input_value() == "0.2"
    assert page.locator("[name=num_layers]").input_value() == "1"
    box.fill("CUDA out of memory. <img src=x onerror=alert(1)>")
    page.get_by_text("does not know such a message").wait_for()
    assert page.locator("#xp-found img").count() == 0


def test_what_a_text_shows_of_its_message_is_what_the_heading_says(site: Path) -> None:
    """Until another is pasted; what it lacks comes from the first wording that has it."""
    shown: dict[tuple[str, str], str] = {}
    for message in MESSAGES:
        for name, text in message.example.items():
            shown.setdefault((message.id, name), text)
    for code, page in itertools.product(CODES, PAGES):
        holes = soup(site / code / f"{page}.html").select("section[id] [data-hole]")
        assert holes
        for hole in holes:
            of = next(it["id"] for it in hole.parents if it.get("id") in HEADINGS)
            assert hole.get_text() == shown[of, hole["data-hole"]], (code, of)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["probability number dropout", "Dropout Probability number"]),
        ("es", ["probabilidad número dropout", "Dropout probabilidad numero"]),
    ],
)
def test_the_first_page_leads_to_the_pages_of_errors(
    visit: Visit, language: str, words: list[str]
) -> None:
    """To the entry, whose code is folded but on paper; the list of all is filtered."""
    page = visit(f"{language}/index.html")
    box = page.locator("#xp-pasted-error")
    box.fill("<b>something else</b>")
    expect(page.locator("#xp-leads-not")).to_be_visible()
    box.fill(TRACE.format(H0_SIZE))
    expect(page.locator("#xp-leads-not")).to_be_hidden()
    line = page.locator("#xp-leads p")
    assert H0_SIZE in line.inner_text()
    line.locator("a").click()
    page.wait_for_url(f"**/{language}/reference/errors-calls.html#h0-size")
    heading = page.locator("#h0-size > h3")
    expect(heading).to_be_in_viewport()

    code = page.locator("#h0-size details pre").first
    expect(code).to_be_hidden()
    assert page.locator("article details pre").filter(visible=True).count() == 0
    count = page.locator("section section section").count()
    assert page.evaluate("document.querySelector('article').offsetHeight") < 350 * count
    page.emulate_media(media="print")
    expect(code).to_be_visible()
    page.emulate_media(media="screen")
    page.locator("#h0-size summary").click()
    expect(code).to_be_visible()

    page.locator("article a[href='errors.html']").click()
    entries = page.locator(".xp-list li")
    assert entries.count() == len(HEADINGS)
    box = page.locator("#xp-filter")
    box.fill(f"E  RuntimeError: {H0_SIZE}")
    assert entries.filter(visible=True).count() == 1
    assert page.locator(".xp-list h2").filter(visible=True).count() == 1
    box.fill("traduccion inexistente")
    expect(page.locator("#xp-filter-none")).to_be_visible()
    for some in words:
        box.fill(some)
        expect(page.locator("#dropout-range")).to_be_visible()
        assert 0 < entries.filter(visible=True).count() < 10
    box.fill("")
    assert entries.filter(visible=True).count() == len(HEADINGS)
    page.evaluate("location.hash = 'h0-size'")  # as addresses were when all was one page
    page.locator("#h0-size:target a").click()
    expect(heading).to_be_in_viewport()


def test_every_wording_was_raised_or_is_quoted(site: Path) -> None:
    """While the page was built; and each code that is right compares its numbers.

    A heading was printed by the call below it, and a GPU is called by its name. What is
    not raised is quoted: its paragraph, or the section, links to a source.
    """
    sections, shown = {}, set()
    for page in PAGES:
        text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
        _, *parts = re.split(r"^\(([\w-]+)\)=$", text, flags=re.MULTILINE)
        for name, section in zip(parts[::2], parts[1::2], strict=True):
            sections[name] = section, soup(site / SOURCE / f"{page}.html").find(id=name)
        entries = soup(site / SOURCE / f"{page}.html").select("section section section")
        shown |= {str(it["id"]) for it in entries}
    assert shown == HEADINGS.keys()
    for name, heading in HEADINGS.items():
        section, found = sections[name]
        printed = "".join(it.get_text() for it in found.select(".cell_output"))
        assert printed, name
        assert "meta" not in printed, name
        if "refused():" in section:
            assert heading in printed, name
        else:
            assert re.search(r"^Quoted, .*\]\(https://", section, re.MULTILINE), name
        for other in [it for it in MESSAGES if it.id == name][1:]:
            (line,) = (line for line in section.splitlines() if f"`{other.form}`" in line)
            assert other.text in printed or "](https://" in line, other.text
        (right,) = (cell for cell in CELL.findall(section) if "refused():" not in cell)
        assert re.search(r"^ *(?:same\(|assert )", right, re.MULTILINE), name
