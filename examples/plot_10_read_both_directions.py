r"""Read in both directions
=======================

With ``bidirectional=True`` a second LSTM reads the sequence from its end.
Here you rebuild it from two LSTMs, find where each direction *ends*, and learn what to hand
to a classifier.

You will see how much of the sequence each part of the result has read.
"""

# lesson: after plot_07_compare_output_and_states
# lesson: tags layers, output
# lesson: answers A6, A7, B2, D1, D2, D3, D5, D7, D8, D9

# %%
# Two LSTMs, one of them reads backwards
# --------------------------------------
# The weights of the second direction have the ending ``_reverse``. They go into an LSTM of
# their own, which gets the sequence flipped in time; its output is flipped back, so that
# step t of each output belongs to step t of the input. Then they are put side by side. How
# wide is ``output``, with ``hidden_size`` 3?

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(1)
both = nn.LSTM(input_size=4, hidden_size=3, bidirectional=True)
inputs = torch.randn(6, 5, 4)
output, (h_n, c_n) = both(inputs)
print(f"{output.shape = }, {h_n.shape = }")

# %%
# Rebuilt, it is the same up to rounding:

forward, backward = nn.LSTM(4, 3), nn.LSTM(4, 3)
weights = both.state_dict()
forward.load_state_dict({name: weights[name] for name in forward.state_dict()})
backward.load_state_dict(
    {name: weights[f"{name}_reverse"] for name in backward.state_dict()}
)
ahead, (ahead_h, _) = forward(inputs)
back, (back_h, _) = backward(inputs.flip(0))
rebuilt = torch.cat([ahead, back.flip(0)], dim=-1)
print(f"{(rebuilt - output).abs().max().item():.4f} is the largest difference")

# %%
# Where each direction ends
# -------------------------
# ``h_n[0]`` is the state of the forward direction after its last step, ``h_n[1]`` that of
# the reverse one. At which step of ``output`` will each of them be found?

forward_half, reverse_half = output.split(3, dim=-1)
print([t for t in range(6) if torch.equal(forward_half[t], h_n[0])])
print([t for t in range(6) if torch.equal(reverse_half[t], h_n[1])])

# %%
# The last step of the reverse direction is step 0. This is `what people trip over
# <https://discuss.pytorch.org/t/bilstm-output-hidden-state-mismatch/49825>`_:
# ``output[-1]`` is where the forward direction ends and where the reverse one *begins*.
#
# A gradient tells which input steps a result depends on. Which of the six steps has each of
# these four read?


def has_read(result):
    """Tell for each input step whether a result depends on it."""
    (gradient,) = torch.autograd.grad(result(inputs).sum(), inputs)
    return gradient.abs().amax(dim=(1, 2)) > 0


inputs.requires_grad_()
results = {
    "output[-1, :, :3]": lambda x: both(x)[0][-1, :, :3],
    "output[-1, :, 3:]": lambda x: both(x)[0][-1, :, 3:],
    "h_n[-2]": lambda x: both(x)[1][0][-2],
    "h_n[-1]": lambda x: both(x)[1][0][-1],
}
reads = torch.stack([has_read(result) for result in results.values()])

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.6))
figure.suptitle("Which steps of the input each result has read")
ax.pcolormesh(reads, cmap="Blues", vmin=0, vmax=1, edgecolors="0.8", linewidth=1)
ax.set(yticks=torch.arange(4) + 0.5, yticklabels=results)
ax.set(xticks=torch.arange(6) + 0.5, xticklabels=range(6), xlabel="input step")
ax.invert_yaxis()
ax.grid(False)
plt.show()

# %%
# The reverse half of ``output[-1]`` has read only the last step; the others, all of them.

# %%
# What to hand to a classifier
# ----------------------------
# One vector for the whole sequence has to come from where both directions have read all
# of it: the last two rows of ``h_n``, side by side. With more layers they are still the
# last two, since the rows go `layer by layer
# <https://github.com/OpenNMT/OpenNMT-py/issues/61>`_; ``h_n.view(num_layers, 2, batch,
# hidden_size)`` separates layers from directions. What shape does the classifier get?

deep = nn.LSTM(input_size=4, hidden_size=3, num_layers=2, bidirectional=True)
deep_output, (deep_h_n, _) = deep(inputs)
layers = deep_h_n.view(2, 2, 5, 3)
summary = torch.cat([deep_h_n[-2], deep_h_n[-1]], dim=-1)
print(f"{deep_h_n.shape = }, {layers.shape = }")
print(f"{summary.shape = }")

# %%
# Two rows of ``hidden_size`` numbers, side by side, for each sequence of the batch.
#
# For one answer per step, take ``output`` as it is: at each step, one half knows the past
# and the other the future. And where sequences are padded, pack them first, or the
# reverse direction begins with the padding (*Pack padded sequences*).

# %%
# What was claimed
# ----------------

torch.testing.assert_close(rebuilt, output, atol=1e-6, rtol=1e-5)
torch.testing.assert_close(torch.cat([ahead_h, back_h]), h_n, atol=1e-6, rtol=1e-5)
assert torch.equal(forward_half[5], h_n[0])
assert torch.equal(reverse_half[0], h_n[1])
assert reads.sum(dim=1).tolist() == [6, 1, 6, 6]
assert torch.equal(layers[-1, 0], deep_output[-1, :, :3])
assert torch.equal(layers[-1, 1], deep_output[0, :, 3:])
assert torch.equal(summary, torch.cat([layers[-1, 0], layers[-1, 1]], dim=-1))
