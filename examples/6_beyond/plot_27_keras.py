r"""Bring weights from Keras
========================

Keras and PyTorch compute the same LSTM and store it differently. A model trained in one can
run in the other, if nothing is forgotten on the way.

You will see both layouts, the way there and back, and a check that uses neither library.
"""

# lesson: after plot_26_weights
# lesson: tags weights, tools
# lesson: answers I5, K3, K4

# %%
# What Keras stores
# -----------------
# ``layer.get_weights()`` of a ``keras.layers.LSTM(3)`` that reads 4 features returns three
# arrays, here made up, so that you need not install Keras. Each gate takes ``units``
# columns (Keras' ``hidden_size``). What shapes does PyTorch have for the same?

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

torch.manual_seed(0)
kernel = np.sin(np.arange(48.0)).reshape(4, 12)
recurrent_kernel = np.sin(np.arange(36.0)).reshape(3, 12)
bias = np.sin(np.arange(12.0))

lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True).double().requires_grad_(False)
for name, weight in lstm.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# The kernels transposed (PyTorch keeps gates as rows), and two biases where Keras has one.
# The order is the same: i, f, c, o in Keras is i, f, g, o here. Other tools may differ, and
# `documentation may err <https://github.com/apple/coremltools/pull/93>`_: compare numbers.

# %%
# From Keras to PyTorch
# ---------------------
# Only the sum of the two biases counts, so one is Keras' bias and the other zero. (The way
# back adds them.) What would happen if ``bias_hh_l0`` were left as it was drawn?

lstm.weight_ih_l0.copy_(torch.from_numpy(kernel.T))
lstm.weight_hh_l0.copy_(torch.from_numpy(recurrent_kernel.T))
lstm.bias_ih_l0.copy_(torch.from_numpy(bias))
inputs = np.cos(np.arange(40.0)).reshape(2, 5, 4)  # (batch, time, features)
as_drawn, _ = lstm(torch.from_numpy(inputs))
lstm.bias_hh_l0.zero_()
output, (h_n, c_n) = lstm(torch.from_numpy(inputs))
difference = (as_drawn - output).abs().max()
print(f"{difference = :.2f}")
figure, (left, right) = plt.subplots(1, 2, layout="constrained", figsize=(6.8, 4.2))
figure.suptitle("Gates are side by side in Keras and one below the other in PyTorch")
for ax, weight in ((left, kernel), (right, lstm.weight_ih_l0)):
    ax.imshow(weight, cmap="PuOr", vmin=-1.5, vmax=1.5)
    ax.grid(False)
left.set(title="kernel", ylabel="input feature", xticks=range(1, 12, 3))
left.set_xticklabels(["i", "f", "c", "o"])
left.vlines([2.5, 5.5, 8.5], -0.5, 3.5, color="black")
right.set(title="weight_ih_l0", xlabel="input feature", yticks=range(1, 12, 3))
right.set_yticklabels(["i", "f", "g", "o"])
right.hlines([2.5, 5.5, 8.5], -0.5, 3.5, color="black")
plt.show()

# %%
# Nothing would fail: the numbers would be those of another network.

# %%
# Check it without PyTorch
# ------------------------
# One step in NumPy, with the arrays as Keras has them. Do five give what ``nn.LSTM`` does?

h = c = np.zeros((2, 3))
for t in range(5):
    z = inputs[:, t] @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = np.split(z, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    c = f * c + i * np.tanh(g)
    h = o * np.tanh(c)
print(h.round(4), h_n[0].numpy().round(4), sep="\n")

# %%
# Yes, and Keras 3.15.1 prints the same h. If you `compare how both train
# <https://discuss.pytorch.org/t/the-loss-in-pytorch-decreases-slower-than-in-keras/61598>`_,
# know that Keras draws other weights, sets the `bias of f to 1
# <https://keras.io/api/layers/recurrent_layers/lstm/>`_, and puts the batch first.

# %%
# What was claimed
# ----------------

assert np.array_equal(lstm.weight_ih_l0.T, kernel)
assert np.array_equal(lstm.weight_hh_l0.T, recurrent_kernel)
assert np.array_equal(lstm.bias_ih_l0 + lstm.bias_hh_l0, bias)
np.testing.assert_allclose((h, c), (h_n[0], c_n[0]), atol=1e-12)
assert h.round(4).tolist() == [[-0.1284, 0.3065, 0.2423], [0.2717, 0.2379, 0.0761]]
assert difference > 0.1
