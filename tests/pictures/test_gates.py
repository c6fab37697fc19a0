"""Pictures of gates show the fields of the record on shared scales."""

from itertools import product
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import torch

from lstm_demo.pictures import plot_gates, plot_states
from lstm_demo.pictures.style import AROUND_0, BETWEEN_0_AND_1, number
from tests.pictures.drawn import MINUS, post_gates, random_gates, titles


def test_gates_are_the_numbers_of_the_record_on_shared_scales():
    """i, f and o go from 0 to 1, g and h from -1 to 1, and c has its own scale."""
    layer = random_gates()
    figure = plot_gates(layer, batch=2)
    reach = float(layer.c[:, 2].abs().max())
    limits = [(0, 1)] * 3 + [(-1, 1)] * 2 + [(-reach, reach)]
    for axes, name, limit in zip(figure.axes, "ifoghc", limits, strict=False):
        (image,) = axes.images
        field = getattr(layer, name)[:, 2].T.numpy()
        np.testing.assert_allclose(image.get_array(), field)
        assert image.get_clim() == limit
        assert image.cmap.name == (BETWEEN_0_AND_1 if name in "ifo" else AROUND_0)
        low, high = axes.get_title("left").replace(MINUS, "-").split(f" ≤ {name}_t ≤ ")
        assert 0 <= field.min() - float(low) < 0.01
        assert 0 <= float(high) - field.max() < 0.01
    assert len(figure.axes) == 6 + 3


def test_a_projected_h_has_a_scale_of_its_own():
    """The projection takes the bound of h away, so it shares no scale with g."""
    layer = random_gates(proj_size=4)
    figure = plot_gates(layer)
    reach = float(layer.h[:, 0].abs().max())
    assert figure.axes[3].images[0].get_clim() == (-1, 1)
    assert figure.axes[4].images[0].get_clim() == (-reach, reach)
    assert len(figure.axes) == 6 + 4


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


def test_gates_take_words_and_axes_from_the_caller():
    """Symbols, time and title can be passed in, and so can the axes."""
    figure, axes = plt.subplots(6)
    names = ("entrada", "olvido", "salida", "candidata", "h", "c")
    assert plot_gates(post_gates(), axes, symbols=names, time="paso") is figure
    assert [title.split()[2] for title in titles(figure)] == list(names)
    assert axes[-1].get_xlabel() == "paso"


def test_all_zeros_can_be_drawn():
    """A scale around 0 does not collapse where nothing differs from 0."""
    zeros = SimpleNamespace(**{name: torch.zeros(3, 1, 2) for name in "ifgohc"})
    assert plot_gates(zeros).axes[5].images[0].get_clim() == (-1, 1)
    assert plot_states(zeros).axes[0].get_ylim() == (-1.12, 1.12)
