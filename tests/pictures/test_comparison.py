"""Pictures of two runs show how far they are apart, and where they part."""

import numpy as np
import pytest
import torch
from matplotlib.figure import Figure

from lstm_demo import run_batched
from lstm_demo.pictures import plot_comparison
from lstm_demo.pictures.comparison import parting_step
from tests.pictures.drawn import LENGTH, POST, post_runs, titles


def test_a_comparison_marks_where_the_runs_part():
    """The post's runs agree at the first step alone; the second is marked and named."""
    carried, reset = post_runs()
    figure = plot_comparison(carried, reset.output, labels=("carried", "reset"))
    upper, lower = figure.axes
    solid, dashed = upper.lines[0:6:2], upper.lines[1:6:2]
    for lines, run in ((solid, carried), (dashed, reset)):
        drawn = np.array([line.get_ydata() for line in lines])
        np.testing.assert_allclose(drawn, run.output[:, 0].T.numpy())
    assert len({line.get_marker() for line in dashed}) == 3
    (segments,) = (collection.get_segments() for collection in lower.collections)
    apart = (carried.output - reset.output).abs().amax(-1)[:, 0].numpy()
    np.testing.assert_allclose([segment[1, 1] for segment in segments], apart)
    assert apart[0] == 0
    for axes in figure.axes:
        assert any(list(line.get_xdata()) == [2, 2] for line in axes.lines)
    assert "it begins at step 2" in titles(figure)[1]
    assert "carried and reset" in figure.get_label()
    assert [text.get_text() for text in upper.get_legend().get_texts()] == [
        "carried",
        "reset",
    ]


def test_runs_that_agree_are_said_to_agree():
    """Nothing is marked, and the title says within what all steps are the same."""
    stepwise, _ = post_runs()
    figure = plot_comparison(stepwise, run_batched(POST.lstm, POST.inputs, POST.hx))
    assert titles(figure)[1].endswith("no difference above 1e-06")
    assert not any(len(set(line.get_xdata())) == 1 for line in figure.axes[0].lines)


def test_the_parting_step_is_the_first_beyond_the_tolerance():
    """A difference equal to the tolerance is none, and NaN is a difference."""
    a, b = np.zeros((4, 2)), np.zeros((4, 2))
    assert parting_step(a, b, 0) is None
    b[2, 1] = 0.5
    assert parting_step(a, b, 0.5) is None
    assert parting_step(a, b, 0.25) == 3
    b[1, 0] = np.nan
    assert parting_step(a, b, 0.5) == 2


def test_of_many_units_those_that_part_most_are_drawn():
    """Five of seven are drawn and named, one that becomes NaN first."""
    output = torch.zeros(LENGTH, 1, 7)
    other = output.clone()
    other[3, 0] = torch.tensor([0.1, 0.7, 0.2, 0.6, 0.5, 0.4, 0.3])
    figure = plot_comparison(output, other, tolerance=0)
    assert names(figure) == ["[1]", "[3]", "[4]", "[5]", "[6]"]
    assert "it begins at step 4" in titles(figure)[1]
    other[5:, 0, 0] = torch.nan
    figure = plot_comparison(output, other)
    figure.canvas.draw()
    assert names(figure) == ["[0]", "[1]", "[3]", "[4]", "[5]"]


def names(figure: Figure) -> list[str]:
    """Collect the names of the lines, whatever their heights are."""
    return sorted(text.get_text() for text in figure.axes[0].texts)


def test_runs_of_different_shapes_are_refused():
    """The message tells both shapes."""
    with pytest.raises(ValueError, match=r"got \(5, 2\) and \(4, 2\)"):
        plot_comparison(torch.zeros(5, 1, 2), torch.zeros(4, 1, 2))


def test_runs_that_end_in_nan_can_be_compared():
    """NaN and infinite numbers leave gaps, and part the runs where they begin."""
    output = torch.ones(LENGTH, 1, 2)
    other = output.clone()
    other[4:, 0, 1] = torch.inf
    other[6:] = torch.nan
    for runs in ((output, other), (other, output)):
        figure = plot_comparison(*runs)
        figure.canvas.draw()
        assert "it begins at step 5" in titles(figure)[1]
