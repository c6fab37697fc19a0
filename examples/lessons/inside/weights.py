r"""The weights: names, shapes, number of parameters
================================================

Which weights does an LSTM have, what is in their rows, and how many numbers are
they?

All that an LSTM learns is in a few tensors. You meet them when you load a saved
model, copy weights from elsewhere, give a bias a value of your own, or wonder
how large a network is.
"""

# lesson: minutes 7
# lesson: level intermediate
# lesson: after one_step_by_hand, hidden_size
# lesson: tags weights, gates

# %%
# Four tensors
# ------------
# One layer that reads in one direction has four tensors. Their names say what
# they read (``ih``: input to hidden, ``hh``: hidden to hidden) and in which
# layer (``l0``).

import torch
from torch import nn

from lstm_demo import trace_gates

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3).requires_grad_(False)
for name, weight in lstm.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_weights

plot_weights(lstm)
plt.show()

# %%
# Each has 12 rows: 4 blocks of ``hidden_size`` = 3, one row for each unit. The
# blocks belong to :math:`i`, :math:`f`, :math:`g` and :math:`o`, in this order.
# The columns are what is read: 4 numbers of the input, or 3 numbers of
# :math:`h`. A bias has one number for each row.

# %%
# Which rows are whose
# --------------------
# To see whose they are, change some rows. Here 5 is added to the rows 3, 4 and
# 5 of one bias.
#
# What will that open?
#
# The forget gates of all three units
#     ✓ Rows 3, 4 and 5 are the second block, that of :math:`f`. It has one row
#     for each of the three units.
# All gates of one unit
#     ✗ The rows of a unit do not stand together. Unit 1 has the rows 1, 4, 7
#     and 10, one in each block.
# The input gates of all three units
#     ✗ Those are the first block, the rows 0, 1 and 2.

x = torch.randn(50, 1, 4)
before = trace_gates(lstm, x).layers[0][0]
changed = nn.LSTM(input_size=4, hidden_size=3).requires_grad_(False)
changed.load_state_dict(lstm.state_dict())
changed.bias_ih_l0[3:6] += 5
after = trace_gates(changed, x).layers[0][0]
for gate in ("i", "f", "g", "o"):
    means = getattr(before, gate).mean(), getattr(after, gate).mean()
    print(f"{gate}: mean {means[0]:.2f}, then {means[1]:.2f}")

# %%
# :math:`f` goes up to almost 1. (The others move a little, since they read an
# :math:`h` that has changed.)
#
# Other libraries keep the same blocks in another order. So whoever copies
# weights has to sort the blocks first.

# %%
# How many they are
# -----------------
# With H for ``hidden_size`` and I for ``input_size``, a layer has :math:`4HI`
# weights for the input, :math:`4HH` for :math:`h`, and :math:`8H` in its two
# biases:
#
# .. math::
#
#    4HI + 4HH + 8H
#
# Here that is 48 + 36 + 24 = 108. A second layer has the same four tensors once
# more, named ``l1``; its input is the :math:`h` of the layer below. A second
# direction has them once more as well, named ``_reverse``; it reads the same
# input from the end.
#
# Which of the two adds more parameters, a second layer or a second direction?
#
# The second layer
#     ✗ The second layer reads only the 3 numbers of :math:`h`. The first reads
#     the 4 of the input.
# The second direction
#     ✓ It reads the same 4 numbers as the first direction, so it has as many
#     weights: 108. The second layer reads only 3 numbers, so it has 96.
# Both the same
#     ✗ They would, if ``input_size`` and ``hidden_size`` were equal.


def count(module):
    return sum(weight.numel() for weight in module.parameters())


two_layers = nn.LSTM(input_size=4, hidden_size=3, num_layers=2)
two_directions = nn.LSTM(input_size=4, hidden_size=3, bidirectional=True)
for module in (lstm, two_layers, two_directions):
    print(f"{module}: {count(module)} parameters")

for name, weight in two_directions.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# You need not do this sum yourself. ``shapes_of`` writes it down for every kind
# of LSTM:

from lstm_demo import shapes_of

for line in shapes_of(two_layers, length=5).formula:
    print(line)

# %%
# Two biases
# ----------
# One bias for each row would do. PyTorch has two, ``bias_ih`` and ``bias_hh``,
# as `cuDNN <https://github.com/pytorch/pytorch/issues/750>`_ has, NVIDIA's
# library for its GPUs. Only their sum matters:

summed = nn.LSTM(input_size=4, hidden_size=3).requires_grad_(False)
summed.load_state_dict(lstm.state_dict())
summed.bias_ih_l0 += summed.bias_hh_l0
summed.bias_hh_l0.zero_()
print(f"{torch.allclose(summed(x)[0], lstm(x)[0], atol=1e-6) = }")

# %%
# So compare the sums when you compare two LSTMs. And whoever sets a bias to 1
# sets the other to 0, or it is not 1.

# %%
# The first values
# ----------------
# A new LSTM draws every number, biases too, evenly from :math:`-1/\sqrt{H}` to
# :math:`1/\sqrt{H}`. With ``hidden_size=100`` that is from :math:`-0.1` to 0.1:

large = nn.LSTM(input_size=4, hidden_size=100).requires_grad_(False)
for name, weight in large.named_parameters():
    print(f"{name:12} {weight.min():.4f} … {weight.max():.4f}")

# %%
# Some programs for translation draw all of them again from a fixed range,
# :math:`-0.1` to 0.1 like `Luong and others, 2015
# <https://arxiv.org/abs/1508.04025>`_ or :math:`-0.08` to 0.08 like `Sutskever
# and others, 2014 <https://arxiv.org/abs/1409.3215>`_. That is `a habit
# <https://github.com/facebookresearch/fairseq/issues/985>`_, and need not be
# better: with 100 units it is PyTorch's own range, and with 512 PyTorch's goes
# from :math:`-0.044` to 0.044. What often helps is the recipe *Start with an open
# forget gate and orthogonal weights*.

# %%
# Remember
# --------
# - ``weight_ih`` reads the input, ``weight_hh`` reads :math:`h`. Each has 4H
#   rows.
# - The rows are four blocks in the order :math:`i, f, g, o`.
# - A layer has :math:`4HI + 4HH + 8H` parameters.
# - Of the two biases only the sum matters.

# %%
# Try it
# ------
# How many parameters does ``nn.LSTM(10, 20, num_layers=2)`` have? Use the
# formula once for each layer. Which I does the second layer have?

# lesson: solution
first = 4 * 20 * 10 + 4 * 20 * 20 + 8 * 20
second = 4 * 20 * 20 + 4 * 20 * 20 + 8 * 20  # it reads 20 numbers of h
made = nn.LSTM(10, 20, num_layers=2)
print(f"{first + second = }, {count(made) = }")
assert first + second == count(made) == 5920

# %%

# lesson: check
assert count(lstm) == 48 + 36 + 24 == 108
assert count(two_layers) == 108 + 96
assert count(two_directions) == 108 + 108
assert count(two_layers) == shapes_of(two_layers, length=5).parameters

opened = {gate: getattr(after, gate).mean() for gate in ("i", "f", "g", "o")}
assert opened["f"] > 0.98
for gate in ("i", "g", "o"):
    assert abs(opened[gate] - getattr(before, gate).mean()) < 0.2

torch.testing.assert_close(summed(x)[0], lstm(x)[0], atol=1e-6, rtol=1e-5)
for weight in large.parameters():
    assert 0.09 < weight.abs().max() <= 0.1 + 1e-6
assert 0.04 < nn.LSTM(4, 512).weight_hh_l0.abs().max() < 0.0442

# Both biases get the same gradient, so training moves their sum twice as fast.
trained = nn.LSTM(input_size=4, hidden_size=3)
trained(x)[0].sum().backward()
torch.testing.assert_close(trained.bias_ih_l0.grad, trained.bias_hh_l0.grad)

# %%
# Next
# ----
# *Bring weights from Keras* sorts the blocks of another library into this
# order.
