"""The shapes that `shapes_of` tells are those of the module itself."""

import re

import numpy as np
import torch
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_demo.shapes.options import Options
from lstm_demo.shapes.shapes import Shapes, shapes_of
from lstm_demo.shapes.table import Table

# All differ, whatever is multiplied: K·D is 1, 2, 3, 4 or 6, D·H 14, D·P 10, 4H 28.
LENGTH, BATCH, INPUT, HIDDEN, PROJ = 9, 8, 13, 7, 5
LENGTHS = (9, 4, 7, 1, 2, 9, 3, 6)
ALIVE = {"batched": (BATCH,), "unbatched": (1,), "packed": None}
"""How many sequences there are at each step, where it is the same number."""
ANY = st.builds(
    Options,
    st.just(INPUT),
    st.just(HIDDEN),
    st.integers(1, 3),
    bias=st.booleans(),
    batch_first=st.booleans(),
    bidirectional=st.booleans(),
    proj_size=st.sampled_from([0, PROJ]),
)


def run_module(lstm: nn.LSTM, mode: str) -> tuple[Shapes, dict[str, tuple]]:
    """Call the module with what `shapes_of` says, and collect all shapes."""
    if mode == "packed":
        shapes = shapes_of(lstm, lengths=LENGTHS)
        padded = torch.zeros(LENGTH, BATCH, INPUT, dtype=torch.float64)
        inputs = pack_padded_sequence(padded, LENGTHS, enforce_sorted=False)
        given = {"input.data": inputs.data, "batch_sizes": inputs.batch_sizes}
    else:
        shapes = shapes_of(lstm, LENGTH, BATCH if mode == "batched" else None)
        inputs = torch.zeros(shapes.named("input").sizes, dtype=torch.float64)
        given = {"input": inputs}
    for name in ("h_0", "c_0"):
        given[name] = torch.zeros(shapes.named(name).sizes, dtype=torch.float64)
    alive = inputs.batch_sizes.tolist() if mode == "packed" else ALIVE[mode] * LENGTH
    assert shapes.batch_sizes() == tuple(alive)
    output, (h_n, c_n) = lstm(inputs, (given["h_0"], given["c_0"]))
    returned = {"output.data": output.data} if mode == "packed" else {"output": output}
    tensors = given | returned | {"h_n": h_n, "c_n": c_n} | lstm.state_dict()
    return shapes, {name: tuple(tensor.shape) for name, tensor in tensors.items()}


@settings(max_examples=200, deadline=None)  # there are 144 in all
@given(options=ANY, mode=st.sampled_from([*ALIVE]))
def test_every_shape_is_that_of_the_module(options: Options, mode: str):
    """Names, order, sizes, letters and count are the module's, and so are the options."""
    assert Options.of(eval(str(options), {"nn": nn})) == options  # noqa: S307, our own text
    lstm = nn.LSTM(**options._asdict(), dtype=torch.float64)
    shapes, expected = run_module(lstm, mode)
    assert {shape.name: shape.sizes for shape in shapes.every()} == expected
    assert [shape.name for shape in shapes.every()] == list(expected)
    # The count, and its formula in letters and in numbers.
    module = sum(weight.numel() for weight in lstm.parameters())
    letters, numbers = shapes.formula
    numbers, result = numbers.split(" = ")
    assert shapes.parameters == int(result) == module
    assert evaluate(numbers, options) == evaluate(letters, options) == module
    # Each letter has its size as value, each axis name but features has one size.
    named: dict[str, set[int]] = {}
    for shape in shapes.every():
        for axis, letter, size in zip(shape.axes, shape.letters, shape.sizes, strict=True):
            assert evaluate(letter, options) == size
            named.setdefault(axis, set()).add(size)
    del named["features"]
    assert all(len(sizes) == 1 for sizes in named.values()), named


def evaluate(formula: str, options: Options) -> int:
    """Put numbers for the letters and work the formula out."""
    values = {"ΣL": sum(LENGTHS), "L": LENGTH, "N": BATCH, "I": INPUT, "H": HIDDEN}
    values |= {"P": PROJ, "K": options.num_layers, "D": options.directions}
    spelled = re.sub(r"(\d)([A-Z])", r"\1*\2", formula).replace("·", "*")
    for letter, value in values.items():
        spelled = spelled.replace(letter, str(value))
    assert re.fullmatch(r"[\d*+() -]+", spelled)
    return eval(spelled)  # noqa: S307, arithmetic only, as the line above makes sure


def test_sizes_are_any_whole_numbers():
    """Integers of NumPy and of torch give the shapes of an ``int``, and its table."""
    options = Options(np.int64(4), torch.tensor(3), np.uint8(2), proj_size=np.int32(1))
    expected = shapes_of(Options(4, 3, 2, proj_size=1), 5, 2)
    shapes = shapes_of(options, np.int64(5), torch.tensor(2))
    assert shapes == expected
    assert str(shapes) == str(expected)
    lengths = shapes_of(Options(4, 3), lengths=np.array([5, 2]))
    assert str(lengths) == str(shapes_of(Options(4, 3), lengths=[5, 2]))


def test_shapes_print_as_a_table():
    """It has the axes, letters and sizes of each tensor, and the count."""
    shapes = shapes_of(Options(4, 3, bias=False), 5, 2)
    table = shapes.table()
    assert str(shapes) == str(table)
    assert table.head == ("name", "axes", "letters", "shape")
    assert [" ".join(row) for row in table.rows[2:5] + table.rows[7:]] == [
        "c_0 (layers·directions, batch, features) (K·D, N, H) (1, 2, 3)",
        "output (time, batch, features) (L, N, D·H) (5, 2, 3)",
        "h_n (layers·directions, batch, features) (K·D, N, H) (1, 2, 3)",
        "weight_hh_l0 (gates·hidden, hidden) (4H, H) (12, 3)",
    ]
    assert table.foot == "Parameters: D·(4H·I + 4H·H) = 1·(12·4 + 12·3) = 84."
    packed, alone = shapes_of(Options(4, 3), lengths=[5, 2]), shapes_of(Options(4, 3), 5)
    assert [each.table().caption for each in (shapes, alone, packed)] == [
        "Shapes of nn.LSTM(4, 3, bias=False) for N = 2 sequences of L = 5 time steps.",
        "Shapes of nn.LSTM(4, 3) for one sequence of L = 5 time steps, without a batch.",
        "Shapes of nn.LSTM(4, 3) for packed sequences of the lengths 5, 2.",
    ]
    assert shapes_of(Options(4, 3), 3, 0).batch_sizes() == (0, 0, 0)


def test_html_is_a_table_that_can_be_read_aloud():
    """It has a caption, a scope for each head, and the cells of the text, as text."""
    shapes = shapes_of(Options(4, 3), 5, 2)
    sharp = Table("<b>a</b>", ("&lt;", "<i>"), (("&amp;", "<b>3</b>"),), "&lt;")
    for table, shown in ((shapes.table(), shapes), (sharp, sharp)):
        html = BeautifulSoup(shown._repr_html_(), "html.parser")
        cells = [(cell.get("scope"), cell.get_text()) for cell in html(["th", "td"])]
        expected = [("col", head) for head in table.head]
        for name, *row in table.rows:
            expected += [("row", name), *((None, cell) for cell in row)]
        assert cells == expected
        assert html.table.caption.get_text() == table.caption
        assert [each.get_text() for each in html("p")] == [table.foot]
