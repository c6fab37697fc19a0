"""Pictures of states show the h and c of the record."""

from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_demo import run_batched, run_stepwise
from lstm_demo.gates.trace import trace_gates
from lstm_demo.pictures import plot_gates, plot_states
from tests.pictures.drawn import (
    BATCH,
    LENGTH,
    MINUS,
    POST,
    lines_with_markers,
    post_runs,
    random_gates,
    titles,
)


def test_states_are_the_numbers_of_the_run():
    """Each line is one feature of h or c at every step, told apart without colour."""
    run, _ = post_runs()
    figure = plot_states(run)
    for axes, states in zip(figure.axes, (run.h_calls, run.c_calls), strict=True):
        lines = lines_with_markers(axes)
        drawn = np.array([line.get_ydata() for line in lines])
        np.testing.assert_allclose(drawn, states[:, 0, 0].T.numpy())
        assert all(list(line.get_xdata()) == [1, 2, 3, 4, 5] for line in lines)
        assert len({line.get_marker() for line in lines}) == 3
        named = {text.get_text(): text.get_color() for text in axes.texts}
        assert named == {f"[{k}]": line.get_color() for k, line in enumerate(lines)}
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    assert titles(figure) == [f"{MINUS}0.47 ≤ h_t ≤ 0.45", f"{MINUS}0.63 ≤ c_t ≤ 0.73"]
    assert figure.axes[1].get_xlabel() == "t"


def test_states_of_any_row_and_sequence_can_be_drawn():
    """Row and sequence can be chosen, and words can be passed in."""
    run = run_stepwise(nn.LSTM(4, 2, num_layers=3), torch.randn(LENGTH, BATCH, 4))
    figure = plot_states(run, row=1, batch=2, title="x", time="paso", h="oculto", c="celda")
    for axes, states in zip(figure.axes, (run.h_calls, run.c_calls), strict=True):
        drawn = np.array([line.get_ydata() for line in lines_with_markers(axes)])
        np.testing.assert_allclose(drawn, states[:, 1, 2].T.numpy())
    first, *rest = titles(figure)
    assert first == "x"
    assert [title.split()[2] for title in rest] == ["oculto", "celda"]
    assert figure.axes[1].get_xlabel() == "paso"


def test_many_features_are_drawn_as_heat_maps_on_one_scale():
    """More than five features are rows of an image, with one scale for both."""
    layer = random_gates()
    figure = plot_states(layer, batch=1)
    images = [axes.images[0] for axes in figure.axes[:2]]
    for image, states in zip(images, (layer.h, layer.c), strict=True):
        np.testing.assert_allclose(image.get_array(), states[:, 1].T.numpy())
        assert image.get_clim() == (
            -layer.c[:, 1].abs().max(),
            layer.c[:, 1].abs().max(),
        )
    assert len(figure.axes) == 3


def test_states_of_a_trace_may_have_the_batch_first_or_be_packed():
    """A sequence is the same whichever way its record holds it, less its padding."""
    lstm = nn.LSTM(4, 3, dtype=torch.float64)
    inputs = torch.randn(LENGTH, BATCH, 4, dtype=torch.float64)
    plain = trace_gates(lstm, inputs).layers[0][0]
    turned = SimpleNamespace(h=plain.h.transpose(0, 1), c=plain.c.transpose(0, 1))
    packed = pack_padded_sequence(inputs, [4, 6, LENGTH], enforce_sorted=False)
    figures = [
        plot_states(plain, batch=1),
        plot_states(turned, batch=1, batch_first=True),
        plot_states(trace_gates(lstm, packed).layers[0][0], batch=1),
    ]
    drawn = [
        np.array([line.get_ydata() for axes in figure.axes for line in axes.lines[3:]])
        for figure in figures
    ]
    np.testing.assert_array_equal(drawn[0], drawn[1])
    np.testing.assert_allclose(drawn[0][:, :6], drawn[2], atol=1e-12)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"row": 2}, r"one of the 1 layers·directions, got 2"),
        ({"batch": 1}, r"a sequence from 0 to 0, got 1"),
        ({"batch": -1}, r"got -1"),
    ],
)
def test_states_that_are_not_there_are_refused(options, words):
    """The message says what there is."""
    with pytest.raises(ValueError, match=words):
        plot_states(post_runs()[0], **options)


@pytest.mark.parametrize("plot", [plot_states, plot_gates])
def test_a_whole_trace_is_refused(plot):
    """The message says how to take one layer and direction out of it."""
    trace = trace_gates(nn.LSTM(4, 3), torch.zeros(5, 2, 4))
    with pytest.raises(TypeError, match=r"got a GateTrace without .; .*trace.layers\["):
        plot(trace)
    plot(trace.layers[0][0])


@pytest.mark.parametrize(("plot", "count"), [(plot_states, 2), (plot_gates, 6)])
def test_axes_that_are_too_few_or_a_grid_are_refused(plot, count):
    """The message says how many there have to be, and how to make them."""
    layer = trace_gates(nn.LSTM(4, 3), torch.zeros(5, 2, 4)).layers[0][0]
    words = rf"axes must be {count} Matplotlib Axes in a row, got .*subplots\({count}\)"
    for grid in ((3,), (2, 3)):
        with pytest.raises(ValueError, match=words):
            plot(layer, plt.subplots(*grid)[1])


def test_an_empty_batch_cannot_be_drawn():
    """There is nothing to choose from."""
    layer = trace_gates(nn.LSTM(4, 3), torch.zeros(5, 0, 4)).layers[0][0]
    with pytest.raises(ValueError, match="the batch is empty"):
        plot_states(layer)


def test_a_run_without_c_at_every_step_is_refused():
    """One call for all steps does not tell c in between; the message says who does."""
    with pytest.raises(ValueError, match=r"made 1 calls for 5 steps.*use run_stepwise"):
        plot_states(run_batched(POST.lstm, POST.inputs))


def test_a_run_with_the_batch_first_is_drawn_if_that_is_said():
    """The number of steps is read off the time axis, wherever that is."""
    run = run_stepwise(nn.LSTM(4, 2, batch_first=True), torch.randn(BATCH, LENGTH, 4))
    line, *_ = lines_with_markers(plot_states(run, batch_first=True).axes[0])
    np.testing.assert_allclose(line.get_ydata(), run.output[0, :, 0].numpy())
    with pytest.raises(ValueError, match="made 11 calls for 3 steps"):
        plot_states(run)


def test_states_that_end_in_nan_can_be_drawn():
    """The scale is that of the finite numbers."""
    states = torch.ones(LENGTH, 1, 2)
    states[4:] = torch.nan
    figure = plot_states(SimpleNamespace(h=states, c=2 * states))
    figure.canvas.draw()
    assert figure.axes[0].get_ylim() == (-2.24, 2.24)
