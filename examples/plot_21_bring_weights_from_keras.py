r"""Bring weights from Keras
========================

Keras and PyTorch compute the same LSTM and store it differently. A model trained in one can
run in the other, once its kernels are transposed. What is easily forgotten is a bias.

You will see both layouts side by side, how to go from one to the other and back, and a
check that uses neither library: the equations in NumPy.
"""

# lesson: after plot_15_count_the_weights
# lesson: tags weights, tools
# lesson: answers I5, K3, K4

# %%
# What Keras stores
# -----------------
# ``layer.get_weights()`` of a ``keras.layers.LSTM(3)`` that reads 4 features returns three
# arrays. Those below have their shapes and are made up, so that you need not install Keras.
# The columns are the gates, ``units`` (Keras' word for ``hidden_size``) columns each. What
# shapes does PyTorch have for the same?

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
# PyTorch keeps the gates as rows, so each kernel is transposed. It has two biases where
# Keras has one. The order of the gates is the same under other letters: i, f, c, o in Keras
# is i, f, g, o here. In other tools it may differ: compare numbers, as below, for even
# `documentation has been corrected <https://github.com/apple/coremltools/pull/93>`_ on
# this.

# %%
# From Keras to PyTorch
# ---------------------
# Only the sum of the two biases counts, so one takes all and the other is zero. What would
# happen to the result if ``bias_hh_l0`` were left as it was drawn?

inputs = np.cos(np.arange(40.0)).reshape(2, 5, 4)  # (batch, time, features)
from_keras = {
    "weight_ih_l0": torch.from_numpy(kernel.T),
    "weight_hh_l0": torch.from_numpy(recurrent_kernel.T),
    "bias_ih_l0": torch.from_numpy(bias),
}
lstm.load_state_dict(from_keras, strict=False)  # without bias_hh_l0
wrong, _ = lstm(torch.from_numpy(inputs))
lstm.load_state_dict({**from_keras, "bias_hh_l0": torch.zeros(12)})
output, (h_n, c_n) = lstm(torch.from_numpy(inputs))
difference = (wrong - output).abs().max()
print(f"the output would differ by up to {difference:.2f}")

# %%
# Nothing would fail: the numbers would be those of another network.
#
# The figure shows both layouts:

figure, (left, right) = plt.subplots(1, 2, layout="constrained", figsize=(6.8, 4.2))
figure.suptitle("Gates are side by side in Keras and one below the other in PyTorch")
left.imshow(kernel, cmap="PuOr", vmin=-1.5, vmax=1.5)
right.imshow(lstm.weight_ih_l0, cmap="PuOr", vmin=-1.5, vmax=1.5)
left.set(title="kernel", ylabel="input feature", xticks=range(1, 12, 3))
right.set(title="weight_ih_l0", xlabel="input feature", yticks=range(1, 12, 3))
left.set_xticklabels(["i", "f", "c", "o"])
right.set_yticklabels(["i", "f", "g", "o"])
left.vlines([2.5, 5.5, 8.5], -0.5, 3.5, color="black")
right.hlines([2.5, 5.5, 8.5], -0.5, 3.5, color="black")
left.grid(False)
right.grid(False)
plt.show()

# %%
# Check it without PyTorch
# ------------------------
# One step in NumPy, with the arrays as Keras stores them: a row of inputs times the kernel,
# the gates side by side. Do five such steps give what ``nn.LSTM`` gives?

h = c = np.zeros((2, 3))
for t in range(5):
    z = inputs[:, t] @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = np.split(z, 4, axis=1)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    c = f * c + i * np.tanh(g)
    h = o * np.tanh(c)
print(h.round(4), h_n[0].numpy().round(4), sep="\n")

# %%
# Keras 3.15 itself prints the same h for these arrays. A layer whose ``activation`` is not
# ``tanh``, or whose ``recurrent_activation`` is not ``sigmoid``, cannot be brought over,
# since ``nn.LSTM`` has no other; old Keras models may have ``hard_sigmoid``. And two models
# that are trained anew start from other weights: Keras draws them otherwise and sets the
# `bias of f to 1 <https://keras.io/api/layers/recurrent_layers/lstm/>`_. Who `compares how
# both train <https://discuss.pytorch.org/t/the-loss-in-pytorch-decreases-slower-than-in-keras/61598>`_
# also needs ``batch_first=True``: in Keras the batch comes first. People have asked about
# bringing weights over on `Stack Overflow <https://stackoverflow.com/questions/48361376>`_
# and in `PyTorch's forum
# <https://discuss.pytorch.org/t/pretrained-keras-lstm-weights-to-pytorch-lstm/110741>`_.

# %%
# What was claimed
# ----------------
# The way back to Keras transposes again and adds the two biases.

w_ih, w_hh, b_ih, b_hh = (weight.numpy() for weight in lstm.parameters())
assert np.array_equal(w_ih.T, kernel)
assert np.array_equal(w_hh.T, recurrent_kernel)
assert np.array_equal(b_ih + b_hh, bias)
np.testing.assert_allclose(h, h_n[0].numpy(), atol=1e-12)
np.testing.assert_allclose(c, c_n[0].numpy(), atol=1e-12)
by_keras = [[-0.1284, 0.3065, 0.2423], [0.2717, 0.2379, 0.0761]]  # Keras 3.15.1
assert h.round(4).tolist() == by_keras
assert difference > 0.1
