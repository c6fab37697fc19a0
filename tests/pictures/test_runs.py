"""Pictures of gates and of two runs have the numbers of the records in them."""

from itertools import product

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_demo import LayerTrace, load_post, run_stepwise, trace_gates
from lstm_demo.pictures import plot_comparison, plot_gates
from lstm_demo.pictures.style import COLOURS_OF, number
from tests.pictures.drawn import BATCH, LENGTH, random_gates, texts

POST = load_post()
CALL = POST.lstm, POST.inputs, POST.hx


def test_a_comparison_marks_where_the_runs_part():
    """The post's runs agree at the first step alone; the second is marked and named."""
    carried, reset = run_stepwise(*CALL), run_stepwise(*CALL, carry_state=False)
    figure = plot_comparison(carried, reset.output, labels=("carried", "reset"))
    upper, lower = figure.axes
    for first, run in enumerate((carried, reset)):
        drawn = np.array([line.get_ydata() for line in upper.lines[first:6:2]])
        np.testing.assert_allclose(drawn, run.output[:, 0].T.numpy())
    assert len({line.get_marker() for line in upper.lines[1:6:2]}) == 3
    (segments,) = (collection.get_segments() for collection in lower.collections)
    apart = (carried.output - reset.output).abs().amax(-1)[:, 0].numpy()
    np.testing.assert_allclose([segment[1, 1] for segment in segments], apart)
    for axes in figure.axes:
        assert any(list(line.get_xdata()) == [2, 2] for line in axes.lines)
    assert "the two differ from step 2 on" in lower.get_title("left")
    assert "carried and reset" in figure.get_label()
    names = [text.get_text() for text in upper.get_legend().get_texts()]
    assert names == ["carried", "reset"]
    # Where all steps agree nothing is marked, and the title says within what.
    upper, lower = plot_comparison(carried, carried.output + 5e-7).axes
    assert lower.get_title("left").endswith("no difference above 1e-06")
    assert not any(len(set(line.get_xdata())) == 1 for line in upper.lines)


def test_of_many_units_those_that_part_most_are_drawn():
    """Five of seven are drawn and named, first those that become NaN or infinite."""
    output = torch.zeros(LENGTH, 1, 7)
    other = output.clone()
    other[3, 0] = torch.tensor([0.1, 0.7, 0.2, 0.6, 0.5, 0.4, 0.3])
    figure = plot_comparison(output, other, tolerance=0)
    assert sorted(texts(figure)) == ["[1]", "[3]", "[4]", "[5]", "[6]"]
    assert "the two differ from step 4 on" in figure.axes[1].get_title("left")
    other[2:, 0, 0] = torch.nan
    other[6:, 0, 1] = torch.inf
    for runs in ((output, other), (other, output)):
        figure = plot_comparison(*runs)
        figure.canvas.draw()
        assert sorted(texts(figure)) == ["[0]", "[1]", "[3]", "[4]", "[5]"]
        assert "the two differ from step 3 on" in figure.axes[1].get_title("left")


@pytest.mark.parametrize("proj_size", [0, 4])
def test_gates_are_the_numbers_of_the_record_in_their_colours(proj_size: int):
    """i, f and o go from 0 to 1, g and h from -1 to 1; c, and a projected h, as they do."""
    layer = random_gates(proj_size)
    reach = {name: float(getattr(layer, name)[:, 2].abs().max()) for name in "hc"}
    reach_h = reach["h"] if proj_size else 1
    limits = [(0, 1)] * 3 + [(-1, 1), (-reach_h, reach_h), (-reach["c"], reach["c"])]
    panels = plot_gates(layer, batch=2).axes
    for axes, name, limit in zip(panels, "ifoghc", limits, strict=False):
        (image,) = axes.images
        field = getattr(layer, name)[:, 2].T.numpy()
        np.testing.assert_allclose(image.get_array(), field)
        assert image.get_clim() == limit
        assert to_hex(image.cmap(1.0)) == COLOURS_OF[name][0]
        word, span = axes.get_title("left").replace("\N{MINUS SIGN}", "-").split(": ")
        assert word.split()[-1] == name
        ends = [
            number(end).replace("\N{MINUS SIGN}", "-") for end in (field.min(), field.max())
        ]
        assert span.split(" … ") == ends  # as they stand in the cells


def test_small_maps_have_their_numbers_written_in_them():
    """The post's five steps are legible as numbers, by any name; long ones have none."""
    layer = trace_gates(*CALL).layers[0][0]
    panels = plot_gates(layer, symbols="abcdef").axes
    for axes, name, symbol in zip(panels, "ifoghc", "abcdef", strict=False):
        assert axes.get_title("left").startswith(f"{symbol}: ")
        field = getattr(layer, name)[:, 0]
        written = {text.get_position(): text.get_text() for text in axes.texts}
        assert written == {
            (step + 1, feature): number(field[step, feature].item())
            for step, feature in product(range(5), range(3))
        }
    assert not texts(plot_gates(random_gates()))
    # A scale around 0 does not collapse where nothing differs from 0.
    zeros = LayerTrace(*[torch.zeros(3, 1, 2)] * 7)
    assert plot_gates(zeros).axes[5].images[0].get_clim() == (-1, 1)


def test_gates_may_have_the_batch_first_or_be_packed():
    """A sequence is the same whichever way its record holds it, less its padding."""
    lstm = nn.LSTM(4, 3, dtype=torch.float64)
    inputs = torch.randn(LENGTH, BATCH, 4, dtype=torch.float64)

    def drawn(layer, **options) -> np.ndarray:
        figure = plot_gates(layer, batch=1, **options)
        return np.array([axes.images[0].get_array() for axes in figure.axes[:6]])

    plain = trace_gates(lstm, inputs).layers[0][0]
    turned = LayerTrace(*(field.transpose(0, 1) for field in plain))
    packed = pack_padded_sequence(inputs, [4, 6, LENGTH], enforce_sorted=False)
    expected = drawn(plain)
    np.testing.assert_array_equal(drawn(turned, batch_first=True), expected)
    got = drawn(trace_gates(lstm, packed).layers[0][0])
    np.testing.assert_allclose(got, expected[..., :6], atol=1e-12)
