r"""Read in both directions
=======================

With ``bidirectional=True`` a second LSTM reads the sequence from its end. Here you rebuild
both, find where each direction *ends*, and learn what to hand to a classifier.

You will see how much of the sequence each part of the result has read.
"""

# lesson: after plot_03_output_and_states
# lesson: tags layers, output
# lesson: answers A6, A7, B2, D1, D2, D3, D5, D9

# %%
# Two LSTMs, one of them reads backwards
# --------------------------------------
# The weights that end in ``_reverse`` go into an LSTM of their own, which gets the sequence
# flipped in time. Both put out 3 features, side by side: how wide will ``output`` be?

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(1)
both = nn.LSTM(input_size=4, hidden_size=3, bidirectional=True)
inputs = torch.randn(6, 5, 4, requires_grad=True)
output, (h_n, _) = both(inputs)
forward, backward = nn.LSTM(4, 3), nn.LSTM(4, 3)
weights = both.state_dict()
forward.load_state_dict({key: weights[key] for key in forward.state_dict()})
backward.load_state_dict({key: weights[f"{key}_reverse"] for key in forward.state_dict()})
(ahead, (ahead_h, _)), (back, (back_h, _)) = forward(inputs), backward(inputs.flip(0))
rebuilt = torch.cat([ahead, back.flip(0)], dim=-1)
print(f"{output.shape = }, {torch.allclose(rebuilt, output, atol=1e-6) = }")

# %%
# Six: 3 from each, the reverse ones flipped back, so that step t stands beside step t.

# %%
# Where each direction ends
# -------------------------
# ``h_n[0]`` is the state of the forward direction after its last step, ``h_n[1]`` that of
# the reverse one. At which step of ``output`` will each of them be found?

for half, end in zip(output.split(3, dim=-1), h_n, strict=True):
    print([t for t in range(6) if torch.equal(half[t], end)])

# %%
# At step 5 and at step 0, which the reverse direction reads last. `People trip over this
# <https://discuss.pytorch.org/t/bilstm-output-hidden-state-mismatch/49825>`_:
# ``output[-1]`` is where the forward direction ends and where the reverse one *begins*.
#
# A gradient tells which input steps a result depends on. Which of the six steps has each of
# these four read?

names = ["output[-1, :, :3]", "output[-1, :, 3:]", "h_n[-2]", "h_n[-1]"]
parts = [output[-1, :, :3], output[-1, :, 3:], h_n[-2], h_n[-1]]
grads = [torch.autograd.grad(part.sum(), inputs, retain_graph=True)[0] for part in parts]
reads = torch.stack(grads).abs().amax(dim=(2, 3)) > 0

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.6))
figure.suptitle("Which input steps each part has read (blue)")
ax.pcolormesh(reads, cmap="Blues", vmin=0, vmax=1, edgecolors="0.8", linewidth=1)
ax.set(yticks=torch.arange(4) + 0.5, yticklabels=names)
ax.set(xticks=torch.arange(6) + 0.5, xticklabels=range(6), xlabel="input step", ylim=(4, 0))
ax.grid(False)
plt.show()

# %%
# All six, except the reverse half of ``output[-1]``, which has read the last step only.

# %%
# What to hand to a classifier
# ----------------------------
# One vector for the whole sequence comes from where both directions have read all of it:
# the last two rows of ``h_n``, whatever ``num_layers`` is, since rows go `layer by layer
# <https://github.com/OpenNMT/OpenNMT-py/issues/61>`_; ``h_n.view(num_layers, 2, batch,
# hidden_size)`` separates layers from directions. What shape does the classifier get?

deep = nn.LSTM(input_size=4, hidden_size=3, num_layers=2, bidirectional=True)
deep_output, (deep_h_n, _) = deep(inputs)
summary = torch.cat([deep_h_n[-2], deep_h_n[-1]], dim=-1)
print(f"{deep_h_n.shape = }, {summary.shape = }")

# %%
# (5, 6): for each sequence of the batch, two rows of ``hidden_size`` numbers side by side.
#
# For one answer per step, take ``output``: at each step, one half knows the past and the
# other the future. Padded sequences have to be packed first (*Pack padded sequences*).

# %%
# What was claimed
# ----------------

torch.testing.assert_close((rebuilt, torch.cat([ahead_h, back_h])), (output, h_n))
assert torch.equal(h_n, torch.stack([output[5, :, :3], output[0, :, 3:]]))
assert reads.sum(dim=1).tolist() == [6, 1, 6, 6]
ends = deep_output[-1, :, :3], deep_output[0, :, 3:]
assert torch.equal(deep_h_n.view(2, 2, 5, 3)[-1], torch.stack(ends))
assert torch.equal(summary, torch.cat(ends, dim=-1))
