r"""Two directions: bidirectional
=============================

Which numbers of a bidirectional LSTM stand for the whole sequence?

With ``bidirectional=True`` a second LSTM reads the sequence from its end. At
each step, one half of ``output`` knows the past and the other half the future.
That helps for labels per step. For one answer per sequence it sets a trap that
many fall into: the first half of ``output[-1]`` has read the whole sequence,
the second half only its last step.
"""

# lesson: minutes 8
# lesson: level intermediate
# lesson: after output_and_states, layers
# lesson: tags layers, output

# %%
# Two readers side by side
# ------------------------
# Follow the arrows: the lower boxes read to the right, the upper ones to the
# left. (To be readable, the picture has only the first three steps of a single
# sequence; ``l0`` is layer 0.) Their h are put side by side, so ``output`` has
# 2 times 3 features:

import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3, bidirectional=True)
x = torch.randn(6, 5, 4, requires_grad=True)  # (time, batch, features)
output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }, {h_n.shape = }")

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_h_n

plot_h_n(lstm, x[:3, :1])
plt.show()

# %%
# Where each direction ends
# -------------------------
# ``h_n[0]`` is the state of the forward direction after its last step,
# ``h_n[1]`` that of the reverse direction after *its* last step. At which step
# of ``output`` does the reverse direction end?
#
# At the last, like the forward one
#     ✗ There it *begins*: at the last step it has read one input, the last.
# At the first
#     ✓ It reads from the end, so it has seen everything when it gets to step 0.
#     And ``output[0]``, second half, is ``h_n[1]``.

for name, half, end in (
    ("forward", output[:, :, :3], h_n[0]),
    ("reverse", output[:, :, 3:], h_n[1]),
):
    print(name, [t for t in range(6) if torch.equal(half[t], end)])

# %%
# `Many have taken the wrong half
# <https://discuss.pytorch.org/t/bilstm-output-hidden-state-mismatch/49825>`_.
# The gradient makes it plain: it tells which input steps a result depends on.
# Blue squares have been read:

# %%

# lesson: figure
names = ["output[-1, :, :3]", "output[-1, :, 3:]", "h_n[-2]", "h_n[-1]"]
parts = [output[-1, :, :3], output[-1, :, 3:], h_n[-2], h_n[-1]]
grads = [torch.autograd.grad(p.sum(), x, retain_graph=True)[0] for p in parts]
reads = torch.stack(grads).abs().amax(dim=(2, 3)) > 0

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.6))
figure.suptitle("One half of output[-1] has read a single step")
ax.pcolormesh(
    reads, cmap="Blues", vmin=0, vmax=1.5, edgecolors="0.8", linewidth=1
)
ax.set(yticks=torch.arange(4) + 0.5, yticklabels=names, ylim=(4, 0))
ax.set(xticks=torch.arange(6) + 0.5, xticklabels=range(6), xlabel="input step")
ax.grid(False)
plt.show()

# %%
# What to hand to a classifier
# ----------------------------
# You want one vector per sequence, made only of states that have read
# everything. Those are the last two rows of ``h_n``. This works for any number
# of layers, because the rows go `layer by layer
# <https://github.com/OpenNMT/OpenNMT-py/issues/61>`_: layer 0 forward, layer 0
# reverse, layer 1 forward, layer 1 reverse, and so on.

deep = nn.LSTM(input_size=4, hidden_size=3, num_layers=2, bidirectional=True)
deep_output, (deep_h_n, _) = deep(x)
summary = torch.cat([deep_h_n[-2], deep_h_n[-1]], dim=-1)
print(f"{deep_h_n.shape = }, {summary.shape = }")

by_layer = deep_h_n.view(2, 2, 5, 3)  # (layers, directions, batch, features)
print(f"{torch.equal(by_layer[-1, 1], deep_h_n[-1]) = }")

# %%
# For one answer *per step*, give all of ``output`` to the head.

# %%
# With sequences of different lengths
# -----------------------------------
# If you pack them, all of this stays true for each sequence, up to its own
# length. After unpacking, the forward half ends at row ``lengths - 1``, the
# reverse half at row 0, and the rows after the end are 0:

from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

lengths = torch.tensor([6, 2, 4, 3, 5])
packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
packed_output, (packed_h_n, _) = lstm(packed)
rows, _ = pad_packed_sequence(packed_output)
last_valid = rows[lengths - 1, torch.arange(5)]

print(f"{torch.equal(last_valid[:, :3], packed_h_n[-2]) = }")
print(f"{torch.equal(rows[0, :, 3:], packed_h_n[-1]) = }")
print(f"{rows[-1].abs().amax(dim=-1) > 0 = }")  # only the sequence of 6 steps

# %%
# It is two LSTMs
# ---------------
# The weights that end in ``_reverse`` belong to the second reader. Put them
# into an LSTM of their own and flip the input in time: you get the second half
# of ``output``, flipped. (With more layers they meet: layer 1 reads both halves
# of layer 0, in each direction.)

backward = nn.LSTM(input_size=4, hidden_size=3)
weights = lstm.state_dict()
backward.load_state_dict(
    {name: weights[f"{name}_reverse"] for name in backward.state_dict()}
)
back, (back_h, _) = backward(x.flip(0))
print(f"{torch.allclose(back.flip(0), output[:, :, 3:], atol=1e-6) = }")

# %%
# Remember
# --------
# - ``output[t]`` is the forward h and the reverse h at step t, side by side.
# - One vector per sequence: ``torch.cat([h_n[-2], h_n[-1]], dim=-1)``.
# - ``output[-1]`` is not it: its second half has read one step.

# %%
# Try it
# ------
# Flip the input in time. Do the two halves of ``output`` change places? Try it
# with this LSTM, and then with one in which both readers have the same weights.

# lesson: solution
twins = nn.LSTM(input_size=4, hidden_size=3, bidirectional=True)
for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
    getattr(twins, f"{name}_reverse").data.copy_(getattr(twins, name))
for module in (lstm, twins):
    there, back_again = module(x)[0], module(x.flip(0))[0].flip(0)
    swapped = torch.cat([there[:, :, 3:], there[:, :, :3]], dim=-1)
    print(torch.allclose(back_again, swapped, atol=1e-6))

# %%

# lesson: check
assert torch.equal(h_n, torch.stack([output[5, :, :3], output[0, :, 3:]]))
assert reads.sum(dim=1).tolist() == [6, 1, 6, 6]
ends = deep_output[-1, :, :3], deep_output[0, :, 3:]
assert torch.equal(summary, torch.cat(ends, dim=-1))
assert torch.equal(last_valid[:, :3], packed_h_n[-2])
assert torch.equal(rows[0, :, 3:], packed_h_n[-1])
assert (rows[-1].abs().amax(dim=-1) > 0).tolist() == [True] + 4 * [False]
torch.testing.assert_close(back.flip(0), output[:, :, 3:])
torch.testing.assert_close(back_h[0], h_n[1])
assert torch.allclose(back_again, swapped, atol=1e-6)  # of the twins

# %%
# Next
# ----
# *Every kind of LSTM: what output and h_n hold* puts layers and directions
# together.
