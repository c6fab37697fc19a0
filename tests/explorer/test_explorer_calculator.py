"""The calculator's page: choices, refusals, links and pasted errors."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page

from docs.explorer.messages import read_messages
from tests.explorer.screen import Pages, open_page
from tests.explorer.test_explorer_shapes import _call, _module

OPTIONS = {
    "input_size": 4,
    "hidden_size": 3,
    "num_layers": 1,
    "bias": True,
    "batch_first": False,
    "dropout": 0,
    "bidirectional": False,
    "proj_size": 0,
    "form": "batched",
    "length": 5,
    "batch": 2,
    "lengths": [5, 3],
}


def _shown(page: Page, table: str) -> dict[str, list[int]]:
    rows = page.locator(f"#{table} tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [row.cells[0].textContent, row.cells[1].textContent])"
    )
    return {name: [int(size) for size in re.findall(r"\d+", shape)] for name, shape in rows}


def _check(page: Page, options: dict[str, object]) -> None:
    lstm = _module(options)
    assert _shown(page, "xp-tensors") == _call(options, lstm)
    parameters = {name: [*p.shape] for name, p in lstm.named_parameters()}
    assert _shown(page, "xp-parameters") == parameters
    total = sum(p.numel() for p in lstm.parameters())
    assert page.locator("#xp-total").inner_text() == str(total)
    formula = page.locator("#xp-formula").inner_text()
    assert eval(formula.replace("·", "*")) == total  # noqa: S307 - digits and signs


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_starts_as_it_was_printed(page: Page, pages: Pages, language: str) -> None:
    """What the script writes for the small example is what the HTML already said."""
    address = f"{pages[language]}/calculator.html"
    open_page(page, address)
    printed = page.locator("#xp-answer").inner_html()
    page.evaluate("location.hash = 'v=1&hidden_size=7'")
    page.get_by_text("364").first.wait_for()
    page.evaluate("location.hash = 'v=1'")
    page.wait_for_function("document.getElementById('xp-total').textContent === '108'")
    now = page.locator("#xp-answer").inner_html()
    text = re.compile(r"<[^>]*>|\s+")
    assert text.sub("", now) == text.sub("", printed)
    _check(page, OPTIONS)


@pytest.mark.parametrize(
    ("fragment", "change"),
    [
        ("num_layers=2&bidirectional=1", {"num_layers": 2, "bidirectional": True}),
        ("proj_size=2&batch_first=1", {"proj_size": 2, "batch_first": True}),
        (
            "form=unbatched&bias=0&num_layers=3",
            {"form": "unbatched", "bias": False, "num_layers": 3},
        ),
        ("form=packed&lengths=6,2,4", {"form": "packed", "lengths": [6, 2, 4]}),
    ],
)
@pytest.mark.filterwarnings("ignore:LSTM with projections:UserWarning")
def test_an_address_sets_the_calculator(
    page: Page, pages: Pages, fragment: str, change: dict[str, object]
) -> None:
    """Shapes, weights, count and formula on the screen are those of the module."""
    open_page(page, f"{pages['en']}/calculator.html#v=1&{fragment}")
    _check(page, {**OPTIONS, **change})


def test_choices_change_the_answer_and_the_address(page: Page, pages: Pages) -> None:
    """Typed, ticked, chosen; and the link says it all."""
    open_page(page, f"{pages['en']}/calculator.html")
    page.get_by_label("hidden_size").fill("6")
    page.get_by_label("bidirectional").check()
    page.get_by_label("packed, of different lengths").check()
    page.get_by_label("lengths", exact=True).fill("7, 3, 4")
    page.get_by_role("button", name="Copy a link").click()
    page.get_by_text("The link is in the clipboard.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(
        "#v=1&hidden_size=6&bidirectional=1&form=packed&lengths=7,3,4"
    )
    changed = {
        "hidden_size": 6,
        "bidirectional": True,
        "form": "packed",
        "lengths": [7, 3, 4],
    }
    _check(page, {**OPTIONS, **changed})
    page.get_by_role("button", name="Start again").click()
    _check(page, OPTIONS)


def test_torch_speaks_where_it_refuses(page: Page, pages: Pages) -> None:
    """The message stands in the status, and no shape is shown."""
    open_page(page, f"{pages['es']}/calculator.html")
    page.get_by_label("proj_size").fill("3")
    page.get_by_label("proj_size").press("Enter")
    status = page.get_by_role("status")
    assert status.inner_text() == (
        "PyTorch lo rechaza: proj_size has to be smaller than hidden_size"
    )
    assert not page.locator("#xp-tensors").is_visible()
    page.get_by_label("hidden_size").fill("diez")
    page.get_by_label("hidden_size").press("Enter")
    assert "«diez»" in status.inner_text()
    beside = page.locator("p:has(> #xp-hidden_size) + .xp-refused")
    assert "«diez»" in beside.inner_text()
    page.get_by_label("hidden_size").fill("70000")
    page.get_by_label("hidden_size").press("Enter")
    assert "65536" in beside.inner_text()
    assert page.get_by_label("hidden_size").input_value() == "3"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_pasted_error_is_answered_and_goes_nowhere(
    page: Page, pages: Pages, language: str
) -> None:
    """Cause and mend with the numbers of the reader; nothing leaves the page."""
    open_page(page, f"{pages[language]}/calculator.html")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    stored = page.evaluate("localStorage.length + sessionStorage.length")
    box, found = page.locator("#xp-error"), page.locator(".xp-found")
    box.fill(
        "E   ValueError: input.size(-1) must be equal to input_size. Expected 40, got 7"
    )
    found.wait_for()
    assert found.count() == 1
    cause = found.locator(".xp-cause").inner_text()
    assert re.findall(r"\d+", cause) == (["7", "40"])
    assert "input_size=7" in found.locator(".xp-mend").inner_text()
    assert found.locator("a").get_attribute("href") == "reference/errors.html#input-size"
    assert sent == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == stored
    assert page.evaluate("location.hash") == ""


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_holds_an_entry_for_every_message(
    folders: dict[str, Path], language: str
) -> None:
    """Taken from the page of errors: message, cause and mend, all holes filled."""
    html = (folders[language] / "calculator.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    found = {str(entry["data-error"]): entry for entry in soup.select("[data-error]")}
    headings = {one.id: one for one in reversed(read_messages())}
    assert found.keys() == headings.keys()
    for name, entry in found.items():
        assert entry.select_one("dt") is not None
        assert entry.dt.get_text() == headings[name].text
        for part in (".xp-cause", ".xp-mend"):
            (text,) = (one.get_text().strip() for one in entry.select(part))
            assert len(text) > 10
            assert not re.search(r"\{\w+\}", text), text


def test_an_error_sets_the_calculator(page: Page, pages: Pages) -> None:
    """The numbers of the message become the options; unknown text is not guessed at."""
    open_page(page, f"{pages['en']}/calculator.html")
    box = page.locator("#xp-error")
    box.fill("RuntimeError: Expected hidden[0] size (2, 7, 6), got [7, 2, 6]")
    assert page.locator("#xp-form").evaluate("(e) => e.getBoundingClientRect().bottom") < 0
    page.get_by_role("button", name="Use these options").click()
    assert page.locator("#xp-form").evaluate("(e) => e.getBoundingClientRect().top") >= 0
    _check(page, {**OPTIONS, "num_layers": 2, "batch": 7, "hidden_size": 6})
    for brackets in ("<1, 2>", "(9, 9, 100000)"):
        box.fill(f"Expected hidden[0] size {brackets}, got [7, 2, 6]")
        page.get_by_role("button", name="Use these options").click()
        values = page.locator("#xp-form input[type=text]").evaluate_all(
            "(all) => all.map((one) => one.value)"
        )
        assert not {"undefined", "NaN", "100000"} & set(values)
    box.fill("CUDA out of memory. <img src=x onerror=alert(1)>")
    page.get_by_text("does not know such a message").wait_for()
    assert page.locator("#xp-found img").count() == 0


def test_an_error_has_an_address(page: Page, pages: Pages) -> None:
    """`error=` shows the message in the list."""
    open_page(page, f"{pages['en']}/calculator.html#v=1&error=unsorted")
    assert page.locator("#error-unsorted").evaluate("(e) => e.className") == "xp-lit"
    assert page.locator("#error-unsorted").is_visible()
