"""The page about the post shows the post's numbers."""

import json
from pathlib import Path

import pytest

from docs._make.places import ROOT
from tests.site.pages import CODES, LESSONS, numbers, printed


@pytest.mark.parametrize("code", CODES)
def test_the_first_lesson_prints_all_numbers_of_the_post(code: str, site: Path) -> None:
    """All 106 numbers stand on the page, in the post's order, at four decimals."""
    post = json.loads((ROOT / "tests" / "data" / "post.json").read_text(encoding="utf-8"))
    page = printed(site / code / LESSONS["plot_01_in_and_out"])
    wanted = _flat([post["inputs"], post["steps"], post["whole"]])
    assert len(wanted) == 106
    assert numbers(page) == [f"{number:.4f}" for number in wanted]


def _flat(value: object) -> list[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for element in value for number in _flat(element)]
    assert isinstance(value, float)
    return [value]
