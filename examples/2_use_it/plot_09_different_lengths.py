r"""Pack padded sequences
=====================

Sequences of different lengths share a tensor only if the short ones are padded, and the
LSTM reads the padding as data. Here you measure what that spoils, and what packing is for.

You will see where each direction goes wrong, and what a packed sequence holds.
"""

# lesson: tags lengths, output, axes
# lesson: answers E1, E2, E3, E4, E8, E9, E12

# %%
# Padded, but not packed
# ----------------------
# Sequences of 2, 5 and 3 steps are read in both directions, alone and as a padded batch.
# The picture shows how far the two are apart; grey is padding. Which squares will be blue?

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
# Forward, only ``h_n`` of the short sequences, for it is taken after the padding; reverse,
# every square of theirs, for the padding is read *first*. The longest sequence has none.

# %%
# Packed
# ------
# The lengths stay `on the CPU <https://github.com/pytorch/pytorch/issues/43227>`_, in any
# order with ``enforce_sorted=False``. You get a ``PackedSequence``: its ``data`` has all
# first steps, then all second ones, and so on; ``batch_sizes``, how many there are of each.
# Which numbers will these be, and what will the unpacked ``output`` hold as padding?

packed = rnn.pack_padded_sequence(padded, lengths, enforce_sorted=False)
packed_output, (h_n, _) = lstm(packed)
output, _ = rnn.pad_packed_sequence(packed_output, total_length=6)
print(f"{packed.data.shape = }, {packed.batch_sizes = }")
print(output[:, 0, :3])

# %%
# Three have a first and a second step, two a third, one a fourth and a fifth. The padding
# is 0: take ``h_n``, of the last *valid* step, not ``output[-1]``. All else is now right.

# %%
# Lengths that are not true
# -------------------------
# A length of 0 is refused: leave empty sequences out. One too short cuts the sequence off
# without any message. One too long leaves more steps in ``batch_sizes`` than in ``data``.
# ``describe`` finds both. Who else will complain about the 7 below, packing or the LSTM?

for wrong in ([2, 4, 3], [2, 7, 3]):
    print(wrong, describe(lstm, padded, lengths=wrong).findings[0].id)
    try:
        broken = rnn.pack_padded_sequence(padded, wrong, enforce_sorted=False)
        lstm(broken)
    except RuntimeError as error:
        print(message := str(error))

# %%
# Only the LSTM, and its message does not name the 7.

# %%
# What was claimed
# ----------------

assert (apart > 1e-6).sum(dim=-1).tolist() == [[1, 0, 1], [2 + 1, 0, 3 + 1]]
assert (apart[:, [0, 2], 5] > 1e-6).all()
torch.testing.assert_close((output[:5], h_n), (truth.nan_to_num(), true_h_n))
assert (output[2:, 0] == 0).all()
assert packed.batch_sizes.tolist() == [3, 3, 2, 1, 1]
assert "7" not in message
assert broken.batch_sizes.sum() == 12 > len(broken.data) == sum(lengths)
