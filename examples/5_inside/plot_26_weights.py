r"""Count the weights
=================

All that an LSTM learns is in a few tensors, whose shapes follow from its options. Here you
take them apart: the order of the gates, the two biases, the first values.

You will see the formula that gives the post's 108 parameters, what the two biases are for,
and what a bias of 1 makes of the forget gate.
"""

# lesson: after plot_24_one_step_by_hand, plot_06_hidden_size
# lesson: tags weights, gates
# lesson: answers D9, K1

# %%
# The formula
# -----------
# The four tensors of a layer have 4H rows, for four gates of H = ``hidden_size`` units;
# ``weight_ih`` has I = ``input_size`` columns, ``weight_hh`` H. That makes :math:`4HI + 4HH
# + 8H` parameters, here 48 + 36 + 24. A second layer reads H features instead of I, and a
# second direction has all of it once more. ``shapes_of`` writes it down for K layers and D
# directions. Which of these four LSTMs has the most parameters?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import load_post, shapes_of, trace_gates

lstm, inputs, hx, _ = load_post()
made = lstm, nn.LSTM(4, 3, 2), nn.LSTM(4, 3, bidirectional=True), nn.LSTM(4, 3, bias=False)
for each in made:
    print(each, *shapes_of(each, length=5).formula, sep="\n    ")

# %%
# The one that reads in both directions, 216. A second layer reads only 3 features.

# %%
# Two biases
# ----------
# An LSTM needs one bias for each row; PyTorch adds two, ``bias_ih`` and ``bias_hh``, like
# `cuDNN <https://github.com/pytorch/pytorch/issues/750>`_, NVIDIA's library for its GPUs.
# Do their gradients differ? Will ``output``, if one holds the sum and the other zeros?

output, _ = lstm(inputs, hx)
output.sum().backward()
print(f"{torch.allclose(lstm.bias_ih_l0.grad, lstm.bias_hh_l0.grad, atol=1e-6) = }")
lstm.bias_ih_l0.data += lstm.bias_hh_l0.data
lstm.bias_hh_l0.data.zero_()
print(f"{torch.allclose(lstm(inputs, hx)[0], output, atol=1e-6) = }")

# %%
# No, and no: only the sum counts, to compare LSTMs or bring weights from elsewhere. A step
# of plain gradient descent moves the sum twice as far as it would move a single bias.

# %%
# The first values
# ----------------
# A new LSTM draws every parameter, biases too, evenly from :math:`-1/\sqrt{H}` to
# :math:`1/\sqrt{H}`: for ``hidden_size`` 100, from -0.1 to 0.1.

torch.manual_seed(1)
large = nn.LSTM(input_size=4, hidden_size=100).requires_grad_(False)
for name, weight in large.named_parameters():
    print(f"{name:12} {weight.min():.4f} to {weight.max():.4f}, mean {weight.mean():.4f}")

# %%
# With biases near 0, the forget gate f is near a half. To `start with a forget bias of 1
# <https://github.com/pytorch/pytorch/issues/20102>`_, set the second quarter of one bias
# (i, f, g, o) to 1 and of the other to 0: twice 1 is 2. How large will f be on average?

sequence = torch.randn(50, 1, 4)
f_before = trace_gates(large, sequence).layers[0][0].f.flatten()
large.bias_ih_l0[100:200], large.bias_hh_l0[100:200] = 1, 0
f_after = trace_gates(large, sequence).layers[0][0].f.flatten()
print(f"mean of f: {f_before.mean():.2f}, then {f_after.mean():.2f}")

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("The forget gate f of a new LSTM")
ax.hist(f_before, bins=60, range=(0, 1), label="as made")
ax.hist(f_after, bins=60, range=(0, 1), histtype="step", color="k", label="bias 1")
ax.set(xlabel="f", ylabel="how many")
ax.legend()
plt.show()

# %%
# Near 0.73, which is :math:`\sigma(1)`, for what the gate adds to its bias is near 0.

# %%
# What was claimed
# ----------------

counts = [sum(weight.numel() for weight in each.parameters()) for each in made]
assert counts == [108, 204, 216, 84]
assert counts == [shapes_of(each, length=5).parameters for each in made]
torch.testing.assert_close(lstm.bias_ih_l0.grad, lstm.bias_hh_l0.grad)
torch.testing.assert_close(lstm(inputs, hx)[0], output, atol=1e-6, rtol=1e-5)
assert all(0.09 < each.abs().max() <= 0.1 + 1e-6 for each in nn.LSTM(4, 100).parameters())
assert abs(f_before.mean() - 0.5) < 0.02
assert abs(f_after.mean() - torch.sigmoid(torch.tensor(1.0))) < 0.02
