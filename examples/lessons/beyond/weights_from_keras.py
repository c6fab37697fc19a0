r"""Bring weights from Keras
========================

How do I run a model that was trained in Keras in PyTorch, and get the same
numbers?

Keras and PyTorch compute the same LSTM and store it differently. So a model
that was trained in one can run in the other, if nothing is forgotten on the
way. What is forgotten raises no error: the numbers are simply those of another
network. This lesson goes through the weights, two directions and masks, and
ends with a checklist.
"""

# lesson: minutes 10
# lesson: level intermediate
# lesson: after weights, directions
# lesson: tags weights, tools

# %%
# What Keras stores
# -----------------
# ``layer.get_weights()`` of a ``keras.layers.LSTM(3)`` that reads 4 features
# returns three arrays. Here they are made up, so that you need not install
# Keras. Keras calls ``hidden_size`` ``units``, and each gate takes ``units``
# columns:

import numpy as np
import torch
from torch import nn

kernel = np.sin(np.arange(48.0)).reshape(4, 12)
recurrent_kernel = np.sin(np.arange(36.0)).reshape(3, 12)
bias = np.sin(np.arange(12.0))

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True).double()
for name, weight in lstm.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# PyTorch has a row where Keras has a column, and two biases where Keras has
# one. The order of the gates is the same. What Keras calls :math:`c`, PyTorch
# calls :math:`g`:

# %%

# lesson: figure
import matplotlib.pyplot as plt

figure, (left, right) = plt.subplots(
    1, 2, layout="constrained", figsize=(6.4, 3.8)
)
figure.suptitle("Gates: columns in Keras, rows in PyTorch")
for ax, weight in ((left, kernel), (right, kernel.T)):
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
# Other tools may have another order, and `documentation may err
# <https://github.com/apple/coremltools/pull/93>`_. So compare numbers, as
# below.

# %%
# From Keras to PyTorch
# ---------------------
# Transpose both kernels. One of PyTorch's biases takes the bias of Keras:


def from_keras(kernel, recurrent_kernel, bias, suffix="_l0"):
    """The same weights by the names that PyTorch gives them."""
    bias = torch.from_numpy(bias)
    return {
        f"weight_ih{suffix}": torch.from_numpy(kernel.T),
        f"weight_hh{suffix}": torch.from_numpy(recurrent_kernel.T),
        f"bias_ih{suffix}": bias,
        f"bias_hh{suffix}": torch.zeros_like(bias),
    }


# %%
# What belongs in the other one, ``bias_hh_l0``?
#
# The same bias once more
#     ✗ PyTorch adds its two biases, so the bias would count twice.
# Zeros
#     ✓ Only the sum of the two biases counts, and the sum has to be the bias of
#     Keras.
# Nothing, leave it as it is
#     ✗ It holds random numbers since the module was made. They are small enough
#     that the result looks plausible, and it is wrong.

x = torch.from_numpy(np.cos(np.arange(40.0)).reshape(2, 5, 4))
weights = from_keras(kernel, recurrent_kernel, bias)
results = {}
for name, bias_hh in (
    ("zeros", torch.zeros(12)),
    ("the same bias", weights["bias_ih_l0"]),
    ("as it was", lstm.bias_hh_l0.detach().clone()),
):
    lstm.load_state_dict({**weights, "bias_hh_l0": bias_hh})
    results[name] = lstm(x)[1][0][0].detach()  # h of the last step
    print(f"{name:14}{results[name][0].numpy().round(4)}")

# %%
# Check it without either library
# -------------------------------
# Three different results, and no error. Which one is right? An LSTM in NumPy,
# with the arrays as Keras has them, is short enough to be trusted:


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def last_h(x, kernel, recurrent_kernel, bias, squash=sigmoid):
    h = c = np.zeros((len(x), 3))
    for t in range(x.shape[1]):
        z = x[:, t] @ kernel + h @ recurrent_kernel + bias
        i, f, g, o = np.split(z, 4, axis=1)
        c = squash(f) * c + squash(i) * np.tanh(g)
        h = squash(o) * np.tanh(c)
    return h


lstm.load_state_dict(weights)
by_hand = last_h(x.numpy(), kernel, recurrent_kernel, bias)
print(by_hand[0].round(4))

# %%
# Zeros are right. Keras 3.15.1 gives the same numbers.

# %%
# A model from before Keras 2.3.0
# -------------------------------
# Old models hold a trap: until Keras 2.3.0 the gates used ``hard_sigmoid`` in
# place of ``sigmoid``, `unless told otherwise
# <https://github.com/keras-team/keras/releases/tag/2.3.0>`_. It is a straight
# line between 0 and 1: ``0.2 * z + 0.5``, cut off at both ends.
# (``torch.nn.functional.hardsigmoid`` and Keras 3 have another slope, 1/6.) The
# weights alone do not tell. Look for ``recurrent_activation`` in
# ``layer.get_config()``.


def old_hard_sigmoid(z):
    return np.clip(0.2 * z + 0.5, 0, 1)


old = last_h(x.numpy(), kernel, recurrent_kernel, bias, old_hard_sigmoid)
print(old[0].round(4))

# %%
# The difference is too small to look like a mistake and too large to be
# rounding. ``nn.LSTM`` has no such option. Run an old model with a loop like
# the one above, in torch, or train it a little more with the new gates.

# %%
# Bidirectional: the backward half
# --------------------------------
# ``Bidirectional(LSTM(3))`` has six arrays: three of the forward layer, then
# three of the backward layer. The latter are PyTorch's weights that end in
# ``_reverse``.
#
# Without ``return_sequences``, Keras returns 6 numbers for each sequence. Which
# are they in PyTorch?
#
# The last step of ``output``
#     ✗ There the reverse direction has read one step only, the last.
# The two rows of ``h_n``, side by side
#     ✓ Keras joins what both directions hold when each has read everything.

backward = [np.cos(array * 7) for array in (kernel, recurrent_kernel, bias)]
both = nn.LSTM(4, 3, batch_first=True, bidirectional=True).double()
both.load_state_dict(weights | from_keras(*backward, "_l0_reverse"))
output, (h_n, _) = both(x)

flipped = x.flip(1).numpy()
in_keras = np.concatenate([by_hand, last_h(flipped, *backward)], axis=1)
for name, summary in (
    ("output[:, -1]", output[:, -1]),
    ("h_n", torch.cat([h_n[-2], h_n[-1]], dim=-1)),
):
    print(name, np.allclose(summary.detach(), in_keras))

# %%
# With ``return_sequences=True``, Keras turns the backward half around and puts
# it beside the forward half. That is ``output``. A backward layer on its own
# (``go_backwards=True``) does not turn it around: its first step is the one
# that it read first, the last of the sequence.

# %%
# Masks are lengths
# -----------------
# ``Masking`` and ``Embedding(mask_zero=True)`` let Keras skip padded steps and
# keep the state. In PyTorch you pack:

from torch.nn.utils.rnn import pack_padded_sequence

lengths = torch.tensor([5, 3])
packed = pack_padded_sequence(x, lengths, batch_first=True)
_, (masked_h, _) = lstm(packed)
short = last_h(x[1:, :3].numpy(), kernel, recurrent_kernel, bias)
print(np.allclose(masked_h[0, 1].detach(), short))

# %%
# Two differences remain. After the end of a sequence Keras repeats the last h,
# and an unpacked ``output`` has zeros. And ``pad_sequences`` in Keras pads at
# the *front* by default. Move that padding to the end before you pack.

# %%
# A checklist
# -----------
# If the numbers differ, go through these in order:
#
# - Both kernels transposed? ``bias_hh_l0`` zeros?
# - ``batch_first=True``? Keras puts the batch first.
# - ``recurrent_activation`` a sigmoid, and ``activation`` tanh?
# - The backward half loaded, and the right summary of both directions read?
# - Masks replaced by lengths, padding at the end?
# - The input the same, to the last digit, with the same scale? Compare in
#   ``float64`` for one short sequence.
#
# If you `compare how both train
# <https://discuss.pytorch.org/t/the-loss-in-pytorch-decreases-slower-than-in-keras/61598>`_,
# know that Keras draws other weights and sets the `bias of the forget gate to 1
# <https://keras.io/api/layers/recurrent_layers/lstm/>`_.

# %%
# Remember
# --------
# - ``weight_ih`` is ``kernel.T``, ``weight_hh`` is ``recurrent_kernel.T``,
#   ``bias_ih`` is ``bias``, ``bias_hh`` is zeros.
# - ``recurrent_activation`` of an old model may be ``hard_sigmoid``.
# - Nothing that is forgotten raises an error: compare numbers.

# %%
# Try it
# ------
# Go the way back: make the three arrays of Keras from an LSTM that was trained
# in PyTorch. This time neither bias is zero, so add them.


# lesson: solution
def to_keras(lstm):
    state = {name: w.numpy() for name, w in lstm.state_dict().items()}
    return (
        state["weight_ih_l0"].T,
        state["weight_hh_l0"].T,
        state["bias_ih_l0"] + state["bias_hh_l0"],
    )


trained = nn.LSTM(4, 3, batch_first=True).double()
there = last_h(x.numpy(), *to_keras(trained))
print(np.allclose(there, trained(x)[1][0][0].detach()))

# %%

# lesson: check
assert by_hand.round(4).tolist() == [
    [-0.1284, 0.3065, 0.2423],
    [0.2717, 0.2379, 0.0761],
]  # what Keras 3.15.1 gives
np.testing.assert_allclose(results["zeros"], by_hand, atol=1e-12)
for wrong in (results["the same bias"], results["as it was"], old):
    assert 0.03 < np.abs(np.asarray(wrong) - by_hand).max() < 0.5
summary = torch.cat([h_n[-2], h_n[-1]], dim=-1).detach()
np.testing.assert_allclose(summary, in_keras, atol=1e-12)
assert np.abs(output[:, -1].detach().numpy() - in_keras).max() > 0.03
np.testing.assert_allclose(masked_h[0, 1:].detach(), short, atol=1e-12)
slope = nn.functional.hardsigmoid(torch.tensor([0.0, 1.0])).diff()
torch.testing.assert_close(slope, torch.tensor([1 / 6]))
for mine, theirs in zip(
    to_keras(lstm), (kernel, recurrent_kernel, bias), strict=True
):
    assert np.array_equal(mine, theirs)
np.testing.assert_allclose(there, trained(x)[1][0][0].detach(), atol=1e-12)

# %%
# Next
# ----
# *Export to ONNX, and quantize* takes an LSTM to programs without PyTorch.
