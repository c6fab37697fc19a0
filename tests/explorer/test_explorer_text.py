"""Numbers as people type them, and as Python prints them."""

import json
import random

import pytest

from tests.explorer.modules import Modules
from tests.explorer.reference import show

READ = "(m, typed) => m.number(100)(typed.trim()) ?? null"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.5", 0.5),
        ("0,5", 0.5),
        (",5", 0.5),
        ("5.", 5),
        (" -1.25 ", -1.25),
        ("\u22120,75", -0.75),
        ("+3", 3),
        ("100", 100),
        ("1,234", 1.234),
        ("-0", 0),
    ],
)
def test_a_comma_and_a_point_both_make_a_number(
    modules: Modules, typed: str, value: float
) -> None:
    """`0,5` and `0.5` are both a half."""
    found = modules.call("address", READ, typed)
    assert found == value
    assert json.dumps(found) != "-0"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1.234,5",
        "0,5,1",
        "\u0660",
        "0x10",
        "3abc",
        "1e3",
        "1e400",
        "NaN",
        "Infinity",
        "100.1",
        *("1234", "0.1234567", "--1", ".", "1 2", "½", "<b>1</b>"),
    ],
)
def test_whatever_else_is_typed_is_no_number(modules: Modules, typed: str) -> None:
    """There is no guess: null, and the page keeps the old value."""
    assert modules.call("address", READ, typed) is None


@pytest.mark.parametrize("typed", ["5, 3", "5 3", "[5, 3]", "(5,3)", "5,3,", " 5 ,3 "])
def test_a_list_is_read_however_it_is_written(modules: Modules, typed: str) -> None:
    """As people write it, and as Python prints it."""
    assert modules.call("address", "(m, text) => m.integers(1, 9, 4)(text)", typed) == [
        5,
        3,
    ]


@pytest.mark.parametrize("typed", ["", "5,,3", "5.5", "[5", "0", "1 2 3 4 5", "5;3", "[]"])
def test_what_is_no_list_of_whole_numbers_is_refused(modules: Modules, typed: str) -> None:
    """Out of bounds, too long, or something else."""
    read = "(m, text) => m.integers(1, 9, 4)(text) ?? null"
    assert modules.call("address", read, typed) is None


def test_four_decimals_are_pythons(modules: Modules) -> None:
    """Ties of binary, ties of decimal notation, both signs, tiny and large."""
    rng = random.Random(5)  # noqa: S311 - numbers to print
    numbers = [rng.uniform(-1, 1) * 10 ** rng.randint(-6, 4) for _ in range(3000)]
    numbers += [n / 32 for n in range(-200, 200)]
    numbers += [n / 20000 for n in range(-401, 401)]
    numbers += [0.0, -0.0, -0.00004, 0.00005, 0.12345, 70000.03125]
    found = modules.call("lstm", "(m, numbers) => numbers.map(m.show)", numbers)
    assert found == [show(number) for number in numbers]
