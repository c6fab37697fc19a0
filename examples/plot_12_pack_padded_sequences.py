r"""Pack padded sequences
=====================

Sequences of different lengths share a tensor only if the short ones are padded, and the
LSTM does not know which steps are padding, unless you pack them.
Here you measure what padding spoils, and `what packing is for
<https://stackoverflow.com/questions/51030782>`_.

You will see which direction is wrong where, what a packed sequence holds, and what happens
when the lengths are not true.
"""

# lesson: after plot_10_read_both_directions
# lesson: tags lengths, output, axes
# lesson: answers E1, E2, E3, E4, E8, E9, E12

# %%
# The truth: each sequence alone
# ------------------------------
# A sequence alone needs no padding, so what it gives is what a batch should give as well.
# Here are sequences of 2, 5 and 3 steps, for an LSTM that reads in both directions.

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
padded = rnn.pad_sequence(sequences)
print(f"{padded.shape = }")
print(padded[:, 0])

# %%
# Padded, but not packed
# ----------------------
# ``compare`` says how far a batch is from the truth: in ``output`` at the valid steps and
# in ``h_n``, for the forward direction (the first 6 features, row 0) and the reverse one.
# Which of the numbers will be 0?


def compare(output, h_n):
    print("lengths  output[..., :6]  output[..., 6:]  h_n[0]  h_n[1]")
    apart = []
    for row, (right, (right_h_n, _)) in enumerate(alone):
        valid = output[: lengths[row], row] - right
        parts = valid[:, :6], valid[:, 6:], *(h_n[:, row] - right_h_n)
        apart.append([part.abs().max().item() for part in parts])
        print("{:7} {:16.3f} {:16.3f} {:7.3f} {:7.3f}".format(lengths[row], *apart[-1]))
    return torch.tensor(apart)


output, (h_n, _) = lstm(padded)
unpacked = compare(output, h_n)

# %%
# The forward direction meets the padding last: its ``output`` is right up to the end of
# each sequence, but ``h_n`` is taken after the padding. The reverse direction meets it
# *first*, and what it carries from there spoils every step of the short sequences.
#
# The figure shows the two outputs step by step. Grey is padding.

truth = rnn.pad_sequence([right for right, _ in alone])
shade = (output - truth).view(5, 3, 2, 6).abs().amax(dim=-1).permute(2, 1, 0)
shade[:, torch.arange(5) >= torch.tensor(lengths)[:, None]] = torch.nan

figure, axes = plt.subplots(1, 2, sharey=True, layout="constrained", figsize=(7, 2.8))
figure.suptitle("Without packing, the reverse output of short sequences is wrong")
for ax, part in zip(axes, shade, strict=True):
    ax.set_facecolor("0.85")
    image = ax.pcolormesh(part, cmap="Blues", vmin=0, vmax=0.06, ec="0.7", lw=1)
    ax.set(xticks=torch.arange(5) + 0.5, xticklabels=range(5), xlabel="time step")
    ax.set(yticks=torch.arange(3) + 0.5, yticklabels=lengths)
    ax.grid(False)
axes[0].invert_yaxis()
axes[0].set_ylabel("length")
axes[0].set_title("forward")
axes[1].set_title("reverse")
figure.colorbar(image, ax=axes, label="difference")
plt.show()

# %%
# Packed
# ------
# ``pack_padded_sequence`` takes the lengths as a list, or as a tensor `on the CPU
# <https://github.com/pytorch/pytorch/issues/43227>`_. With ``enforce_sorted=False`` the
# sequences may come in any order, and results are in that order. It has a ``batch_first``
# of its own; that of the module plays no part then. ``pad_packed_sequence`` turns the
# packed output into a padded tensor again. What will its padding hold?

packed = rnn.pack_padded_sequence(padded, lengths, enforce_sorted=False)
packed_output, (h_n, _) = lstm(packed)
output, _ = rnn.pad_packed_sequence(packed_output)
mended = compare(output, h_n)
print(output[:, 0, :3])

# %%
# All is right now, and the padding is exactly 0. ``h_n`` is the last *valid* step of each
# direction, ready for a classifier.
#
# From a list of sequences ``pack_sequence`` makes the same in one go, without padding.

# %%
# What a packed sequence holds
# ----------------------------
# Its ``data`` has the valid steps only, in the order of time. ``batch_sizes`` are `not the
# lengths <https://github.com/pytorch/pytorch/issues/1203>`_: they say how many sequences
# are still going on at each step. With the lengths 2, 5 and 3, what are they?

print(f"{packed.data.shape = }")
print(f"{packed.batch_sizes = }")

# %%
# ``pad_packed_sequence`` pads to the longest sequence of *this* batch. If the result has to
# be as long as the input was, say so with ``total_length``:

longer, _ = rnn.pad_packed_sequence(packed_output, total_length=8)
print(f"{longer.shape = }")

# %%
# Lengths that are not true
# -------------------------
# A length that is too short cuts the sequence off, and nobody tells you. (A length of 0 is
# `refused <https://github.com/pytorch/pytorch/issues/11514>`_: leave empty sequences out.)
# And one that is too long? Who will complain about the 7 below, packing or the LSTM?

for wrong in ([2, 4, 3], [2, 7, 3]):
    print(wrong, *(each.id for each in describe(lstm, padded, lengths=wrong).findings))
    broken = rnn.pack_padded_sequence(padded, wrong, enforce_sorted=False)
    print(f"{broken.data.shape = }, {broken.batch_sizes.sum() = }")
    try:
        lstm(broken)
    except RuntimeError as error:
        print(f"nn.LSTM: {error}")

# %%
# Packing has made a broken object of it, with 12 steps in ``batch_sizes`` and 10 in
# ``data``, and what the LSTM says does not name the lengths. ``describe`` tells of both
# mistakes before anything runs.

# %%
# What was claimed
# ----------------

assert mended.max() < 1e-6
for length, right in zip(lengths, (unpacked < 1e-6).tolist(), strict=True):
    assert right == [True, length == 5, length == 5, length == 5]
assert (shade[1, [0, 2]].nan_to_num(1) > 1e-3).all()
assert (output[2:, 0] == 0).all()
assert packed.batch_sizes.tolist() == [3, 3, 2, 1, 1]
assert torch.equal(rnn.pack_sequence(sequences, enforce_sorted=False).data, packed.data)
assert packed.data.shape == (sum(lengths), 4)
assert broken.batch_sizes.sum() == 12 > len(broken.data) == sum(lengths)
batch_lstm = nn.LSTM(4, 6, bidirectional=True, batch_first=True)
batch_lstm.load_state_dict(lstm.state_dict())
torch.testing.assert_close(batch_lstm(packed)[0].data.detach(), packed_output.data)
