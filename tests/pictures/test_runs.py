"""Pictures of gates and of two runs have the numbers of the records in them."""

from itertools import product

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex

from lstm_demo import LayerTrace, load_post, run_stepwise, trace_gates
from lstm_demo.pictures import plot_comparison, plot_gates
from lstm_demo.pictures.style import COLOUR_OF, two_decimals
from tests.pictures.drawn import LENGTH, random_gates, texts

POST = load_post()
CALL = POST.lstm, POST.inputs, POST.hx


def test_a_comparison_marks_where_the_runs_part():
    """The post's runs agree at the first step alone; the second is marked and named."""
    carried = run_stepwise(*CALL).output
    reset = run_stepwise(*CALL, carry_state=False).output
    figure = plot_comparison(carried, reset, labels=("carried", "reset"))
    upper, lower = figure.axes
    for first, run in enumerate((carried, reset)):
        drawn = np.array([line.get_ydata() for line in upper.lines[first:6:2]])
        np.testing.assert_allclose(drawn, run[:, 0].T.numpy())
    assert len({line.get_marker() for line in upper.lines[1:6:2]}) == 3
    (segments,) = (collection.get_segments() for collection in lower.collections)
    apart = (carried - reset).abs().amax(-1)[:, 0].numpy()
    np.testing.assert_allclose([segment[1, 1] for segment in segments], apart)
    for axes in figure.axes:
        assert any(list(line.get_xdata()) == [2, 2] for line in axes.lines)
    assert "the two differ from step 2 on" in lower.get_title("left")
    assert "carried and reset" in figure.get_label()
    names = [text.get_text() for text in upper.get_legend().get_texts()]
    assert names == ["carried", "reset"]
    # Where all steps agree nothing is marked, and the title says within what.
    upper, lower = plot_comparison(carried, carried + 5e-7, ("a", "b")).axes
    assert lower.get_title("left").endswith("no difference above 1e-06")
    assert not any(len(set(line.get_xdata())) == 1 for line in upper.lines)


@pytest.mark.parametrize("value", [torch.nan, torch.inf])
def test_a_run_that_is_not_finite_parts_where_it_ceases_to_be(value: float):
    """That step is named; the units that go on to the end are, too."""
    output = torch.zeros(LENGTH, 1, 5)
    other = output.clone()
    other[2:, 0, 0] = value
    for a, b in ((output, other), (other, output)):
        figure = plot_comparison(a, b, ("a", "b"))
        figure.canvas.draw()
        named = {"[1]", "[2]", "[3]", "[4]"}
        assert named <= set(texts(figure)) <= {"[0]", *named}
        assert "the two differ from step 3 on" in figure.axes[1].get_title("left")


@pytest.mark.parametrize("proj_size", [0, 4])
def test_gates_are_the_numbers_of_the_record_in_their_colours(proj_size: int):
    """i, f and o go from 0 to 1, g and h from -1 to 1; c, and a projected h, as they do."""
    layer = random_gates(proj_size)
    reach = {name: float(getattr(layer, name)[:, 0].abs().max()) for name in "hc"}
    reach_h = reach["h"] if proj_size else 1
    limits = [(0, 1)] * 3 + [(-1, 1), (-reach_h, reach_h), (-reach["c"], reach["c"])]
    panels = plot_gates(layer).axes
    for axes, name, limit in zip(panels, "ifoghc", limits, strict=False):
        (image,) = axes.images
        field = getattr(layer, name)[:, 0].T.numpy()
        np.testing.assert_allclose(image.get_array(), field)
        assert image.get_clim() == limit
        assert to_hex(image.cmap(1.0)) == COLOUR_OF[name]
        word, span = axes.get_title("left").replace("\N{MINUS SIGN}", "-").split(": ")
        assert word.split()[-1] == name
        ends = [two_decimals(value) for value in (field.min(), field.max())]
        ends = [end.replace("\N{MINUS SIGN}", "-") for end in ends]
        assert span.split(" … ") == ends  # as they stand in the cells


def test_small_maps_have_their_numbers_written_in_them():
    """The post's five steps are legible as numbers; long ones have none."""
    layer = trace_gates(*CALL).layers[0][0]
    panels = plot_gates(layer).axes
    for axes, name in zip(panels, "ifoghc", strict=False):
        field = getattr(layer, name)[:, 0]
        written = {text.get_position(): text.get_text() for text in axes.texts}
        assert written == {
            (step + 1, feature): two_decimals(field[step, feature].item())
            for step, feature in product(range(5), range(3))
        }
    assert not texts(plot_gates(random_gates()))


def test_a_map_of_zeros_has_a_scale():
    """A scale around 0 does not collapse where nothing differs from 0."""
    zeros = LayerTrace(*[torch.zeros(3, 1, 2)] * 7)
    assert plot_gates(zeros).axes[5].images[0].get_clim() == (-1, 1)


def test_gates_of_a_sequence_without_a_batch_are_the_same():
    """Without a batch axis, the fields of a record are (time, features)."""
    layer = random_gates()
    alone = LayerTrace(*(field[:, 0] for field in layer))
    for axes, other in zip(plot_gates(layer).axes, plot_gates(alone).axes, strict=True):
        assert axes.get_title("left") == other.get_title("left")
        for image, copy in zip(axes.images, other.images, strict=True):
            np.testing.assert_array_equal(image.get_array(), copy.get_array())
