"""The calculator's page: choices, refusals, links and pasted errors."""

import re

import pytest
from playwright.sync_api import Page

from docs.explorer.messages import MESSAGES
from tests.explorer.raised import RAISED
from tests.explorer.test_explorer_errors import _raise
from tests.explorer.test_explorer_shapes import _call, _module

Pages = dict[str, str]
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


def _open(page: Page, address: str) -> None:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html.xp-on", state="attached")


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
    _open(page, address)
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
    _open(page, f"{pages['en']}/calculator.html#v=1&{fragment}")
    _check(page, {**OPTIONS, **change})


def test_choices_change_the_answer_and_the_address(page: Page, pages: Pages) -> None:
    """Typed, ticked, chosen; and the link says it all."""
    _open(page, f"{pages['en']}/calculator.html")
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
    _open(page, f"{pages['es']}/calculator.html")
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
    assert page.get_by_label("hidden_size").input_value() == "3"


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_pasted_error_is_answered_and_goes_nowhere(
    page: Page, pages: Pages, language: str
) -> None:
    """Every known message, pasted: its words are filled, nothing leaves the page."""
    _open(page, f"{pages[language]}/calculator.html")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    box = page.locator("#xp-error")
    for message in MESSAGES:
        call = next(twin[1] for twin in RAISED if twin[0] == message.id)
        box.fill(_raise(call)[1])
        page.wait_for_function(
            "text => document.querySelector('.xp-found mark')?.textContent === text",
            arg=message.text,
        )
        found = page.locator(".xp-found")
        assert found.count() == 1
        entry = page.locator(f"#error-{message.id}")
        for part in (".xp-cause", ".xp-repair"):
            said = found.locator(part).inner_text()
            assert said == entry.locator(part).inner_text()
            assert not re.search(r"\{\w+\}", said)
    assert sent == []
    assert page.evaluate("location.hash + localStorage.length + sessionStorage.length") in (
        "00",
        "01",  # the theme keeps where its sidebar was
        "10",
        "11",
        "20",
        "21",
    )


def test_an_error_sets_the_calculator(page: Page, pages: Pages) -> None:
    """The numbers of the message become the options; unknown text is not guessed at."""
    _open(page, f"{pages['en']}/calculator.html")
    box = page.locator("#xp-error")
    box.fill("RuntimeError: Expected hidden[0] size (2, 7, 6), got [7, 2, 6]")
    page.get_by_role("button", name="Set the calculator so").click()
    _check(page, {**OPTIONS, "num_layers": 2, "batch": 7, "hidden_size": 6})
    box.fill("CUDA out of memory. <img src=x onerror=alert(1)>")
    page.get_by_text("does not know such a message").wait_for()
    assert page.locator("#xp-found img").count() == 0


def test_an_error_has_an_address(page: Page, pages: Pages) -> None:
    """`error=` shows the message in the list."""
    _open(page, f"{pages['en']}/calculator.html#v=1&error=unsorted")
    assert page.locator("#error-unsorted").evaluate("(e) => e.className") == "xp-lit"
