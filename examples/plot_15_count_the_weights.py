r"""Count the weights
=================

All that an LSTM learns is in a few tensors, whose shapes follow from its options. Here you
take them apart: the order of the gates, the two biases, the first values.

You will see the formula that gives the post's 108 parameters, what the two biases are for,
and how to open the forget gate.
"""

# lesson: after plot_04_one_step_by_hand, plot_08_change_hidden_size
# lesson: tags weights, gates
# lesson: answers D9, K1

# %%
# The formula
# -----------
# The four tensors of a layer have 4H rows, for four gates of H = ``hidden_size`` units;
# ``weight_ih`` has I = ``input_size`` columns, ``weight_hh`` H. That makes :math:`4HI + 4HH
# + 8H` parameters, here 48 + 36 + 24. A second layer (``l1``) reads H features instead of
# I, and a second direction (``_reverse``) has all of it once more. ``shapes_of`` writes it
# down for K layers and D directions. Which of these four LSTMs has the most parameters?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import load_post, shapes_of, trace_gates

lstm, inputs, hx, _ = load_post()
made = lstm, nn.LSTM(4, 3, 2), nn.LSTM(4, 3, bidirectional=True), nn.LSTM(4, 3, bias=False)
for each in made:
    print(each, *shapes_of(each, length=5).formula, sep="\n    ")

# %%
# Two biases
# ----------
# An LSTM needs one bias for each row, and PyTorch has two, ``bias_ih`` and ``bias_hh``, to
# be `like cuDNN <https://github.com/pytorch/pytorch/issues/750>`_, the library that runs it
# on NVIDIA's GPUs. They are added. If you put all of it into one and zeros into the other,
# will ``output`` change? And will their gradients differ?

output, _ = lstm(inputs, hx)
output.sum().backward()
print(f"{torch.allclose(lstm.bias_ih_l0.grad, lstm.bias_hh_l0.grad, atol=1e-6) = }")
lstm.bias_ih_l0.data += lstm.bias_hh_l0.data
lstm.bias_hh_l0.data.zero_()
print(f"{torch.allclose(lstm(inputs, hx)[0], output, atol=1e-6) = }")

# %%
# So only the sum counts, to compare two LSTMs or bring weights from elsewhere. With equal
# gradients, a step of plain gradient descent moves it twice as far as a single bias.

# %%
# The first values
# ----------------
# A new LSTM draws every parameter evenly from :math:`-1/\sqrt{H}` to :math:`1/\sqrt{H}`.
# Which two numbers are these for ``hidden_size`` 100, and will the biases be zero?

torch.manual_seed(1)
large = nn.LSTM(input_size=4, hidden_size=100).requires_grad_(False)
for name, weight in large.named_parameters():
    print(f"{name:12} {weight.min():.4f} to {weight.max():.4f}, mean {weight.mean():.4f}")

# %%
# Open the forget gate
# --------------------
# The biases are drawn like the rest: that of the forget gate is near 0, and f near a half.
# To `start with a forget bias of 1 <https://github.com/pytorch/pytorch/issues/20102>`_, set
# the second quarter of one bias (the order is i, f, g, o) and clear that of the other. If
# you set both to 1, the sum is 2. Where will f go, from a half?

sequence = torch.randn(50, 1, 4)
f_before = trace_gates(large, sequence).layers[0][0].f.flatten()
large.bias_ih_l0[100:200] = 1
large.bias_hh_l0[100:200] = 0
f_after = trace_gates(large, sequence).layers[0][0].f.flatten()
print(f"mean of f: {f_before.mean():.2f}, then {f_after.mean():.2f}")

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("A bias of 1 opens the forget gate f of a new LSTM")
ax.hist(f_before, bins=60, range=(0, 1), label="as made")
ax.hist(f_after, bins=60, range=(0, 1), histtype="step", color="k", label="bias 1")
ax.set(xlabel="f", ylabel="how many")
ax.legend()
plt.show()

# %%
# What was claimed
# ----------------

counts = [sum(weight.numel() for weight in each.parameters()) for each in made]
assert counts == [108, 204, 216, 84]
assert counts == [shapes_of(each, length=5).parameters for each in made]
torch.testing.assert_close(lstm.bias_ih_l0.grad, lstm.bias_hh_l0.grad)
torch.testing.assert_close(lstm(inputs, hx)[0], output, atol=1e-6, rtol=1e-5)
for weight in nn.LSTM(4, 100).parameters():
    assert 0.09 < weight.abs().max() <= 100**-0.5 + 1e-6
assert abs(f_before.mean() - 0.5) < 0.02
assert abs(f_after.mean() - torch.sigmoid(torch.tensor(1.0))) < 0.02
