"""Pages are light, for a reader who comes for the first time."""

import pytest
from playwright.sync_api import Browser

from tests.site.pages import CODES
from tests.site.weight import weigh

KINDS = (
    "index.html",
    "lessons/index.html",
    "lessons/1_first_steps/plot_01_in_and_out.html",
    "lessons/5_inside/plot_25_gates.html",
    "lessons/3_options/plot_16_dropout.html",
    "lessons/6_beyond/plot_29_eeg.html",
    "recipes/plot_02_masked_loss.html",
    "explorer.html",
    "calculator.html",
    "reference/api.html",
    "reference/errors.html",
    "reference/faq.html",
    "search.html",
)
"""A page of each kind; of the lessons, the first and those with the largest figures."""


@pytest.mark.parametrize("code", CODES)
def test_a_first_visit_is_light(code: str, address: str, chromium: Browser) -> None:
    """Any page comes in at most 200 kB and 20 requests."""
    heavy = {}
    for name in KINDS:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(f"{address}{code}/{name}", wait_until="networkidle")
        weight = weigh(page)
        context.close()
        assert weight.requests > 1
        if weight.size > 200_000 or weight.requests > 20:
            heavy[name] = weight
    assert heavy == {}


def test_what_is_weighed_is_compressed(address: str, chromium: Browser) -> None:
    """The server compresses text, as a host does: the first page by half or more."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}{CODES[0]}/index.html", wait_until="networkidle")
    sent, whole = page.evaluate(
        """() => {
          const [it] = performance.getEntriesByType("navigation");
          return [it.encodedBodySize, it.decodedBodySize];
        }"""
    )
    context.close()
    assert 0 < sent < whole / 2
