"""What is there before the scripts is kept; what they leave behind is collected."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pytest

from docs._ext import gallery_reset


@pytest.fixture
def kept() -> Iterator[None]:
    """All objects of now, kept until the end of the test, as for the first script."""
    gallery_reset._start.cache_clear()
    with mpl.rc_context():
        gallery_reset.reset({}, Path())
    yield
    gc.unfreeze()


class Knot:
    """An object that only the collector gets rid of, once it holds itself."""

    itself: "Knot"


def test_what_is_there_is_passed_over(kept: None) -> None:
    """The collector has hardly anything left to look through."""
    assert gc.get_freeze_count() > 10 * len(gc.get_objects())


def test_what_comes_later_is_collected(kept: None) -> None:
    """A figure that a script leaves in a knot does not stay in memory."""
    knot = Knot()
    knot.itself = knot
    seen = weakref.ref(knot)
    del knot
    gc.collect()
    assert seen() is None
