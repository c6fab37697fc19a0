r"""Count the weights
=================

All that an LSTM learns is in a few tensors. Their shapes follow from the options, and so
does their number.
Here you take them apart: the order of the gates, the two biases, the first values.

You will see the formula that gives the post's 108 parameters, what the two biases are for,
and how to open the forget gate.
"""

# lesson: after plot_04_one_step_by_hand, plot_08_change_hidden_size
# lesson: tags weights, gates
# lesson: answers D9, K1

# %%
# Name by name
# ------------
# ``ih`` reads the input, ``hh`` the hidden state. ``l0`` is the layer. Each tensor holds
# four gates, one below the other; so what is the first axis for ``hidden_size`` 3?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import load_post, shapes_of, trace_gates

lstm, inputs, hx, _ = load_post()
for name, weight in lstm.named_parameters():
    print(f"{name}: {tuple(weight.shape)}, {weight.numel()}")

# %%
# The formula
# -----------
# With I for ``input_size`` and H for ``hidden_size``, one layer has :math:`4HI + 4HH +
# 8H` parameters, here 48 + 36 + 24. A second layer reads H features instead of I, and a
# second direction has all of it once more. ``shapes_of`` has the formula for any module,
# with K for ``num_layers`` and D for the directions, 1 or 2. Which of these four will have
# the most parameters?

counts = []
for options in ({}, {"num_layers": 2}, {"bidirectional": True}, {"bias": False}):
    made = nn.LSTM(input_size=4, hidden_size=3, **options)
    shapes = shapes_of(made, length=5)
    counts.append((shapes.parameters, sum(weight.numel() for weight in made.parameters())))
    print(options, *shapes.formula, sep="\n    ")

# %%
# Two biases
# ----------
# An LSTM needs one bias for each row, and PyTorch has two, ``bias_ih`` and ``bias_hh``,
# to be `like cuDNN <https://github.com/pytorch/pytorch/issues/750>`_, the library that
# runs it on NVIDIA's GPUs. They are added. If you put all of it into one and zeros into
# the other, will ``output`` change? And will their gradients differ?

output, _ = lstm(inputs, hx)
output.sum().backward()
print(f"{torch.allclose(lstm.bias_ih_l0.grad, lstm.bias_hh_l0.grad, atol=1e-6) = }")

with torch.no_grad():
    lstm.bias_ih_l0 += lstm.bias_hh_l0
    lstm.bias_hh_l0.zero_()
    print(f"{torch.allclose(lstm(inputs, hx)[0], output, atol=1e-6) = }")

# %%
# So only the sum counts. If you compare two LSTMs or bring weights from elsewhere,
# compare and set the sum. Both biases get the same gradient, so a step of plain gradient
# descent moves the sum twice as far as it would move a single bias.

# %%
# The first values
# ----------------
# A new LSTM draws every parameter evenly from :math:`-1/\sqrt{H}` to :math:`1/\sqrt{H}`,
# whatever ``input_size`` is. Which two numbers are these for ``hidden_size`` 100, and will
# the biases be zero?

torch.manual_seed(1)
large = nn.LSTM(input_size=4, hidden_size=100)
for name, weight in large.named_parameters():
    print(f"{name:12} {weight.min():.4f} to {weight.max():.4f}, mean {weight.mean():.4f}")

# %%
# The biases are drawn like the rest. So that of the forget gate starts near 0, and f near
# one half.

# %%
# Open the forget gate
# --------------------
# To `start with a forget bias of 1 <https://github.com/pytorch/pytorch/issues/20102>`_,
# set the second quarter of one bias (the order is i, f, g, o) and clear that of the
# other. If you set both to 1, the sum is 2. Where will f go, from one half?

sequence = torch.randn(50, 1, 4)
f_before = trace_gates(large, sequence).layers[0][0].f.detach().flatten()
with torch.no_grad():
    large.bias_ih_l0[100:200] = 1
    large.bias_hh_l0[100:200] = 0
f_after = trace_gates(large, sequence).layers[0][0].f.detach().flatten()
print(f"mean of f: {f_before.mean():.2f}, then {f_after.mean():.2f}")

figure, axes = plt.subplots(1, 2, layout="constrained", figsize=(7, 3.2))
figure.suptitle("New weights, and the forget gate f without and with a bias of 1")
axes[0].hist(nn.LSTM(4, 100).weight_hh_l0.detach().flatten(), bins=40)
axes[0].set(xlabel="weight_hh", ylabel="how many")
axes[1].hist(f_before, bins=40, range=(0, 1), label="as made")
axes[1].hist(f_after, bins=40, range=(0, 1), histtype="step", color="k", label="bias 1")
axes[1].set(xlabel="f")
axes[1].legend(loc="upper left")
plt.show()

# %%
# *Trace the gates of a whole sequence* shows what an open forget gate does for the memory.

# %%
# What was claimed
# ----------------

assert [count for count, _ in counts] == [108, 204, 216, 84]
assert all(count == counted for count, counted in counts)
torch.testing.assert_close(lstm.bias_ih_l0.grad, lstm.bias_hh_l0.grad)
torch.testing.assert_close(lstm(inputs, hx)[0], output, atol=1e-6, rtol=1e-5)
for weight in nn.LSTM(4, 100).parameters():
    assert 0.09 < weight.abs().max() <= 100**-0.5 + 1e-6
assert abs(f_before.mean() - 0.5) < 0.02
assert abs(f_after.mean() - torch.sigmoid(torch.tensor(1.0))) < 0.02
