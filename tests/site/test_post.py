"""The post with which the project began stands on the site, whole."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docs._make.places import ROOT
from tests.site.pages import CODES, LESSONS, printed, soup

THE_POST = LESSONS["the_post"]
PRINTED = json.loads((ROOT / "tests/data/post.json").read_text("utf-8"))


def numbers_in(printed: Any) -> Iterator[float]:
    """Find the numbers of nested lists and dictionaries, in their order."""
    if isinstance(printed, dict):
        printed = [part for key, part in printed.items() if key != "origin"]
    if isinstance(printed, list):
        for part in printed:
            yield from numbers_in(part)
    else:
        yield printed


@pytest.mark.parametrize("code", CODES)
def test_all_that_the_post_printed_is_on_its_page(code: str, site: Path) -> None:
    """Its 106 numbers, at four decimals and in its order, with none between them."""
    wanted = [f"{number:.4f}" for number in numbers_in(PRINTED)]
    assert len(wanted) == 106
    found = re.findall(r"-?\d+\.\d{4}\b", printed(site / code / THE_POST))
    assert found[:106] == wanted


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "page", ["index.html", LESSONS["in_and_out"], LESSONS["carry_the_state"]]
)
def test_who_comes_from_the_post_is_led_to_it(page: str, code: str, site: Path) -> None:
    """From home, from the first lesson, and from the one on carrying the state."""
    links = soup(site / code / page).select("article a[href]")
    addresses = {(site / code / page).parent / str(link["href"]) for link in links}
    assert (site / code / THE_POST).resolve() in {it.resolve() for it in addresses}
