r"""Pack padded sequences
=====================

Sequences of different lengths share a tensor only if the short ones are padded, and the
LSTM reads the padding as data. Here you measure what that spoils, and `what packing is for
<https://stackoverflow.com/questions/51030782>`_.

You will see which direction is wrong where, and what a packed sequence holds.
"""

# lesson: after plot_10_read_both_directions
# lesson: tags lengths, output, axes
# lesson: answers E1, E2, E3, E4, E8, E9, E12

# %%
# Padded, but not packed
# ----------------------
# Sequences of 2, 5 and 3 steps are read in both directions: each alone, which gives the
# truth, and as a padded batch. The picture shows how far they are apart, in ``output`` at
# each step and in ``h_n``; grey is padding. Which squares will be blue?

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.nn.utils import rnn

from lstm_demo import describe

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=6, bidirectional=True).requires_grad_(False)
lengths = [2, 5, 3]
sequences = [torch.randn(length, 4) for length in lengths]
alone = [lstm(sequence) for sequence in sequences]
truth = rnn.pad_sequence([output for output, _ in alone], padding_value=torch.nan)
true_h_n = torch.stack([h_n for _, (h_n, _) in alone], dim=1)
padded = rnn.pad_sequence(sequences)
output, (h_n, _) = lstm(padded)
steps = (output - truth).view(5, 3, 2, 6).permute(2, 1, 0, 3)  # direction, sequence, step
apart = torch.cat([steps, (h_n - true_h_n).unsqueeze(2)], dim=2).abs().amax(dim=-1)
figure, axes = plt.subplots(1, 2, sharey=True, layout="constrained", figsize=(7, 2.8))
figure.suptitle("How far a padded batch is from each sequence alone")
for ax, part in zip(axes, apart, strict=True):
    image = ax.pcolormesh(part, cmap="Blues", vmin=0, vmax=0.06, ec="0.7", lw=1)
    ax.set(xticks=torch.arange(6) + 0.5, xticklabels=[*range(5), "$h_n$"])
    ax.set(yticks=torch.arange(3) + 0.5, yticklabels=lengths, facecolor="0.85")
    ax.grid(False)
axes[0].set(ylim=(3, 0), xlabel="time step", ylabel="length", title="forward")
axes[1].set(xlabel="time step", title="reverse")
figure.colorbar(image, ax=axes, label="difference", extend="max")
plt.show()

# %%
# The forward direction meets the padding last: only ``h_n`` is taken after it. The reverse
# one meets it *first*, and what it carries from there spoils every step.

# %%
# Packed
# ------
# The lengths stay `on the CPU <https://github.com/pytorch/pytorch/issues/43227>`_, and come
# in any order with ``enforce_sorted=False``. What you get is no tensor: ``data`` has the
# valid steps in the order of time, and ``batch_sizes``, `not the lengths
# <https://github.com/pytorch/pytorch/issues/1203>`_, tells how many sequences go on at
# each step. ``pad_packed_sequence`` gives a tensor again, as long as the longest sequence
# or as ``total_length``. What will ``batch_sizes`` be, and what will the padding hold?

packed = rnn.pack_padded_sequence(padded, lengths, enforce_sorted=False)
packed_output, (h_n, _) = lstm(packed)
output, _ = rnn.pad_packed_sequence(packed_output, total_length=6)
print(f"{packed.data.shape = }, {packed.batch_sizes = }")
print(output[:, 0, :3])

# %%
# Exactly 0: take ``h_n``, of the last *valid* step, not ``output[-1]``. The rest is true.

# %%
# Lengths that are not true
# -------------------------
# A length of 0 is `refused <https://github.com/pytorch/pytorch/issues/11514>`_: leave empty
# sequences out. One that is too short cuts the sequence off, and nobody tells you. One that
# is too long leaves more steps in ``batch_sizes`` than in ``data``. ``describe`` finds both
# before anything runs. Who else will complain about the 7 below, packing or the LSTM?

for wrong in ([2, 4, 3], [2, 7, 3]):
    print(wrong, describe(lstm, padded, lengths=wrong).findings[0].id)
    broken = rnn.pack_padded_sequence(padded, wrong, enforce_sorted=False)
try:
    lstm(broken)
except RuntimeError as error:
    print(f"nn.LSTM: {error}")

# %%
# What was claimed
# ----------------

assert (apart > 1e-6).sum(dim=-1).tolist() == [[1, 0, 1], [2 + 1, 0, 3 + 1]]
assert (apart[:, [0, 2], 5] > 1e-6).all()
torch.testing.assert_close((output[:5], h_n), (truth.nan_to_num(), true_h_n))
assert (output[2:, 0] == 0).all()
assert packed.batch_sizes.tolist() == [3, 3, 2, 1, 1]
assert broken.batch_sizes.sum() == 12 > len(broken.data) == sum(lengths)
