"""What is there before the scripts is kept; what they leave behind is collected."""

import gc
import weakref
from pathlib import Path

import matplotlib as mpl

from docs._ext import gallery_reset


class Knot:
    """An object that only the collector gets rid of, once it holds itself."""

    itself: "Knot"


def test_what_is_there_is_passed_over_and_what_comes_later_collected() -> None:
    """The collector has hardly anything left to look through, but a knot of a script."""
    gallery_reset._start.cache_clear()
    with mpl.rc_context():
        gallery_reset.reset({}, Path())
    try:
        assert gc.get_freeze_count() > 10 * len(gc.get_objects())
        knot = Knot()
        knot.itself = knot
        seen = weakref.ref(knot)
        del knot
        gc.collect()
        assert seen() is None
    finally:
        gc.unfreeze()
