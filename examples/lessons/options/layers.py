r"""Stack layers: num_layers
========================

What does num_layers=2 compute, and what does it give back?

One LSTM on top of another: the upper one reads h of the lower one at every
step. That is all ``num_layers=2`` does. But the result looks different from
what many expect: ``output`` shows only the top layer, and ``h_n`` has a row for
each.
"""

# lesson: minutes 6
# lesson: level beginner
# lesson: after output_and_states, hidden_size
# lesson: tags layers, output, weights

# %%
# Two layers in one picture
# -------------------------
# Here is an LSTM with two layers that reads three steps. Time runs to the
# right, layers are stacked upwards:

import torch
from torch import nn

torch.manual_seed(1)
stacked = nn.LSTM(input_size=4, hidden_size=3, num_layers=2)
x = torch.randn(6, 5, 4)  # (time, batch, features)

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_unrolled

plot_unrolled(stacked, x[:3, :1])
plt.show()

# %%
# Each box of layer 0 hands its h to the right, to itself at the next step, and
# upwards, to layer 1. So layer 1 reads 3 numbers per step, not 4. You see it in
# the shapes of the weights, whose names end in the layer:

for name, weight in stacked.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# Build it yourself
# -----------------
# Two LSTMs of one layer, with the same weights, do the same. The first reads
# the input, the second reads ``output`` of the first:

lower = nn.LSTM(input_size=4, hidden_size=3)
upper = nn.LSTM(input_size=3, hidden_size=3)
weights = stacked.state_dict()
lower.load_state_dict({name: weights[name] for name in lower.state_dict()})
upper.load_state_dict(
    {name: weights[name.replace("l0", "l1")] for name in upper.state_dict()}
)

between, (lower_h, lower_c) = lower(x)
upper_output, (upper_h, upper_c) = upper(between)
print(f"{between.shape = }, {upper_output.shape = }")

# %%
# Which row is which?
# -------------------
# Now the same in one call of ``stacked``. ``h_n`` has two rows. Which of them
# is ``output[-1]``?
#
# ``h_n[0]``
#     ✗ That is the lower layer after the last step. It is not in ``output`` at
#     all.
# ``h_n[1]``
#     ✓ Rows go from the bottom to the top, and ``output`` is h of the top
#     layer. So the last row of ``h_n`` is the last step of ``output``.
# Both, side by side
#     ✗ The features of ``output`` are those of one layer: 3, not 6.

output, (h_n, c_n) = stacked(x)
print(f"{output.shape = }, {h_n.shape = }")
print(f"{[torch.equal(output[-1], row) for row in h_n] = }")
print(f"{torch.allclose(output, upper_output, atol=1e-6) = }")
print(f"{torch.allclose(h_n, torch.cat([lower_h, upper_h]), atol=1e-6) = }")

# %%
# If you give a start, ``h_0`` and ``c_0`` have one row for each layer too, in
# the same order: (layers, batch, hidden_size).

# %%
# What is not returned
# --------------------
# h of layer 0 at the steps before the last is nowhere in the result. If you
# need it, build the stack yourself, as above, and keep ``between``. That also
# allows what ``num_layers`` does not: a ``hidden_size`` of its own for each
# layer, or something between the layers, such as a normalisation.

# %%
# Two cells, and two slips
# ------------------------
# ``nn.LSTMCell`` is one step of one layer. Two cells with *weights and states
# of their own* are two layers:

cells = [nn.LSTMCell(4, 3), nn.LSTMCell(3, 3)]
for cell, layer in zip(cells, (lower, upper), strict=True):
    own = layer.state_dict().items()
    cell.load_state_dict({name.removesuffix("_l0"): w for name, w in own})

states, top = [None, None], []
for x_t in x:
    for layer, cell in enumerate(cells):
        states[layer] = cell(x_t, states[layer])
        x_t = states[layer][0]  # h, which the cell above reads
    top.append(x_t)
print(f"{torch.allclose(torch.stack(top), output, atol=1e-6) = }")

# %%
# One cell that is called twice per step is not two layers, since both calls
# share the weights. (`An answer on GitHub
# <https://github.com/sgrvinod/a-PyTorch-Tutorial-to-Image-Captioning/issues/181>`_
# says it is, and is wrong.) And the state of the lower layer is not the start
# of the upper one: each layer starts from a state of its own. (``h[-1]`` of a
# cell is not the top layer but the last sequence: a cell has no axis of layers.)

from_below, _ = upper(between, (lower_h, lower_c))
print(f"{torch.allclose(from_below, output, atol=1e-6) = }")

# %%
# Remember
# --------
# - Layer 1 reads h of layer 0 at every step.
# - ``output`` is the top layer, all steps. ``h_n`` is all layers, last step.
# - ``h_n[-1]`` is the top layer, whatever ``num_layers`` is (with one
#   direction).

# %%
# Try it
# ------
# Start only the upper layer from random numbers: ``h_0`` and ``c_0`` with zeros
# in row 0. Which rows of ``h_n`` change? Only row 1: nothing flows downwards.

# lesson: solution
h_0, c_0 = torch.zeros(2, 5, 3), torch.zeros(2, 5, 3)
h_0[1], c_0[1] = torch.randn(5, 3), torch.randn(5, 3)
_, (changed_h_n, _) = stacked(x, (h_0, c_0))
print([torch.equal(changed_h_n[row], h_n[row]) for row in range(2)])

# %%

# lesson: check
close = {"atol": 1e-6, "rtol": 1e-5}
torch.testing.assert_close(output, upper_output, **close)
torch.testing.assert_close(h_n, torch.cat([lower_h, upper_h]), **close)
torch.testing.assert_close(c_n, torch.cat([lower_c, upper_c]), **close)
torch.testing.assert_close(torch.stack(top), output, **close)
assert states[1][0].shape == (5, 3)  # (batch, hidden_size)
torch.testing.assert_close(states[1][0][-1], h_n[-1, -1], **close)
assert not torch.allclose(from_below, output, atol=1e-2)
assert stacked.weight_ih_l0.shape == (12, 4)
assert stacked.weight_ih_l1.shape == (12, 3)
assert torch.equal(h_n[-1], output[-1])
assert not torch.allclose(h_n[0], output[-1], atol=1e-2)
assert torch.equal(changed_h_n[0], h_n[0])
assert not torch.equal(changed_h_n[1], h_n[1])

# %%
# Next
# ----
# *Two directions: bidirectional* reads each sequence from its end as well.
