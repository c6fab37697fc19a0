"""A pasted message is named, its numbers are read, and nothing else is."""

import traceback
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from docs.explorer.messages import MESSAGES, known
from tests.explorer.modules import Modules
from tests.explorer.raised import RAISED, UNRELATED

TEXTS = (
    "x" * 16,
    "Expected hidden[0] size (1, 1, 1, ",
    " " * 10,
    "1, 2, 3, ",
    "got 1 expected ",
)
"""What could send a pattern back and forth; each is repeated to 100 kB."""


def _raise(call: Callable[[], object]) -> tuple[str, str]:
    """The message of a call and its whole traceback."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            call()
        except Exception as error:
            return str(error), traceback.format_exc()
    raise AssertionError("nothing was raised")


def _find(modules: Modules, text: str) -> list[tuple[str, dict[str, str]]]:
    found = modules.call(
        "errors", "(m, [text, known]) => m.find(text, known)", [text, known()]
    )
    return [(hit["id"], hit["numbers"]) for hit in found]


@pytest.mark.parametrize(
    ("name", "call", "numbers"), RAISED, ids=lambda value: str(value)[:24]
)
def test_a_live_message_is_named_and_its_numbers_are_read(
    modules: Modules, name: str, call: Callable[[], object], numbers: dict[str, str]
) -> None:
    """Alone, in its traceback, with Windows line ends, and among forty other lines."""
    message, trace = _raise(call)
    wanted = [(name, numbers)]
    assert _find(modules, message) == wanted
    lines = [f'  File "train.py", line {k}, in epoch' for k in range(40)]
    for text in (
        trace,
        trace.replace("\n", "\r\n"),
        "\n".join([*lines, trace, *lines]),
    ):
        assert _find(modules, text) == wanted


def test_every_template_has_a_twin_that_raises_it() -> None:
    """A torch that rewords a message turns the test above red."""
    assert {name for name, _, _ in RAISED} == {message.id for message in MESSAGES}
    assert len(MESSAGES) >= 29


def test_the_example_of_every_message_has_been_raised() -> None:
    """The list on the page shows what torch says, not what it might."""
    for message in MESSAGES:
        call, numbers = next(twin[1:] for twin in RAISED if twin[0] == message.id)
        assert message.example == numbers
        assert message.text in _raise(call)[0]


def test_unrelated_messages_are_not_named(modules: Modules) -> None:
    """Thirty calls that fail for other reasons."""
    assert len(UNRELATED) >= 30
    for call in UNRELATED:
        message, trace = _raise(call)
        assert _find(modules, message) == [], message
        assert _find(modules, trace) == [], trace


def test_several_messages_in_one_text_are_all_found_in_order(modules: Modules) -> None:
    """A log of three failures, one of them twice: it counts once, where it stands last."""
    first, second, third = (
        _raise(call)[0]
        for name, call, _ in RAISED
        if name in ("h0-size", "unsorted", "no-steps")
    )
    found = _find(modules, f"{second}\n\n{first}\n{third} {second}")
    assert [name for name, _ in found] == ["h0-size", "unsorted", "no-steps"]


def test_a_message_that_a_terminal_has_wrapped_is_still_named(modules: Modules) -> None:
    """Line breaks and indents between words do not matter."""
    text = "Expected\n    hidden[0] size (1, 2, 3),\r\n  got [1, 6, 3]"
    assert _find(modules, text) == [("h0-size", {"wanted": "1, 2, 3", "got": "1, 6, 3"})]


@pytest.mark.parametrize("pattern", TEXTS)
def test_a_hundred_kilobytes_are_answered(modules: Modules, pattern: str) -> None:
    """No text sends the matching back and forth without end, or gets a wrong name."""
    text = pattern * (100_000 // len(pattern))
    found = modules.call(
        "errors", "(m, [text, known]) => m.find(text, known).length", [text, known()]
    )
    assert found == 0


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("input-size", {"input_size": 4}),
        ("h0-size", {"num_layers": 1, "batch": 2, "hidden_size": 3, "form": "batched"}),
        ("dropout-one-layer", {"dropout": 0.25, "num_layers": 1}),
        ("states-batched", {"form": "unbatched"}),
        ("unpack-three", {}),
    ],
)
def test_the_numbers_of_a_message_set_the_options(
    modules: Modules, name: str, options: dict[str, Any]
) -> None:
    """As far as the message tells what the caller's module was."""
    numbers = next(numbers for known, _, numbers in RAISED if known == name)
    found = modules.call(
        "errors", "(m, hit) => m.optionsOf(hit)", {"id": name, "numbers": numbers}
    )
    assert found == options
