"""Pictures of gates show the fields of the record on shared scales."""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from lstm_demo.gates.trace import trace_gates
from lstm_demo.pictures import plot_gates
from lstm_demo.pictures.style import COLOURS_OF, number
from tests.pictures.drawn import (
    BATCH,
    LENGTH,
    MINUS,
    post_gates,
    random_gates,
    titles,
)


@pytest.mark.parametrize("proj_size", [0, 4])
def test_gates_are_the_numbers_of_the_record_in_their_colours(proj_size: int):
    """i, f and o go from 0 to 1, g and h from -1 to 1; c, and a projected h, as they do."""
    layer = random_gates(proj_size=proj_size)
    figure = plot_gates(layer, batch=2)
    reach = {name: float(getattr(layer, name)[:, 2].abs().max()) for name in "hc"}
    reach_h = reach["h"] if proj_size else 1
    limits = [(0, 1)] * 3 + [(-1, 1), (-reach_h, reach_h), (-reach["c"], reach["c"])]
    for axes, name, limit in zip(figure.axes, "ifoghc", limits, strict=False):
        (image,) = axes.images
        field = getattr(layer, name)[:, 2].T.numpy()
        np.testing.assert_allclose(image.get_array(), field)
        assert image.get_clim() == limit
        assert to_hex(image.cmap(1.0)) == COLOURS_OF[name][0]
        word, span = axes.get_title("left").replace(MINUS, "-").split(": ")
        assert word.split()[-1] == name
        low, high = span.split(" … ")
        assert 0 <= field.min() - float(low) < 0.01
        assert 0 <= float(high) - field.max() < 0.01


def test_small_maps_have_their_numbers_written_in_them():
    """The post's five steps are legible as numbers; long sequences have none."""
    layer = post_gates()
    figure = plot_gates(layer)
    for axes, name in zip(figure.axes, "ifoghc", strict=False):
        field = getattr(layer, name)[:, 0]
        written = {text.get_position(): text.get_text() for text in axes.texts}
        assert written == {
            (step + 1, feature): number(field[step, feature].item())
            for step, feature in product(range(5), range(3))
        }
    assert not any(axes.texts for axes in plot_gates(random_gates()).axes)


def test_gates_can_be_called_otherwise():
    """Their names are in the reader's language, or those of the caller."""
    (first, *_), figure = (
        titles(plot_gates(post_gates())),
        plot_gates(post_gates(), symbols="abcdef"),
    )
    assert first.startswith("input gate i: ")
    assert [title[:2] for title in titles(figure)] == [f"{letter}:" for letter in "abcdef"]


def test_all_zeros_can_be_drawn():
    """A scale around 0 does not collapse where nothing differs from 0."""
    zeros = SimpleNamespace(**{name: torch.zeros(3, 1, 2) for name in "ifgohc"})
    assert plot_gates(zeros).axes[5].images[0].get_clim() == (-1, 1)


def test_gates_may_have_the_batch_first_or_be_packed():
    """A sequence is the same whichever way its record holds it, less its padding."""
    lstm = nn.LSTM(4, 3, dtype=torch.float64)
    inputs = torch.randn(LENGTH, BATCH, 4, dtype=torch.float64)
    plain = trace_gates(lstm, inputs).layers[0][0]
    turned = SimpleNamespace(
        **{name: getattr(plain, name).transpose(0, 1) for name in "ifgoch"}
    )
    packed = pack_padded_sequence(inputs, [4, 6, LENGTH], enforce_sorted=False)
    figures = [
        plot_gates(plain, batch=1),
        plot_gates(turned, batch=1, batch_first=True),
        plot_gates(trace_gates(lstm, packed).layers[0][0], batch=1),
    ]
    drawn = [
        np.array([axes.images[0].get_array() for axes in figure.axes[:6]])
        for figure in figures
    ]
    np.testing.assert_array_equal(drawn[0], drawn[1])
    np.testing.assert_allclose(drawn[0][..., :6], drawn[2], atol=1e-12)


@pytest.mark.parametrize(("batch", "words"), [(3, "from 0 to 2, got 3"), (-1, "got -1")])
def test_sequences_that_are_not_there_are_refused(batch: int, words: str):
    """The message says what there is."""
    with pytest.raises(ValueError, match=words):
        plot_gates(random_gates(), batch=batch)


def test_a_whole_trace_is_refused():
    """The message says how to take one layer and direction out of it."""
    trace = trace_gates(nn.LSTM(4, 3), torch.zeros(5, 2, 4))
    with pytest.raises(TypeError, match=r"got a GateTrace without .; .*trace.layers\["):
        plot_gates(trace)


def test_an_empty_batch_cannot_be_drawn():
    """There is nothing to choose from."""
    layer = trace_gates(nn.LSTM(4, 3), torch.zeros(5, 0, 4)).layers[0][0]
    with pytest.raises(ValueError, match="the batch is empty"):
        plot_gates(layer)
