"""Pages are light, for a reader who comes for the first time."""

import pytest
from playwright.sync_api import Browser

from tests.site.pages import CODES
from tests.site.weight import weigh

KINDS = (
    "index.html",
    "lessons/index.html",
    "lessons/plot_01_run_the_post.html",
    "lessons/plot_05_trace_the_gates.html",
    "lessons/plot_13_switch_dropout.html",
    "lessons/plot_23_predict_the_eeg.html",
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
