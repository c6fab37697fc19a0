r"""Different lengths: pad and pack
===============================

What do I do with sequences of different lengths?

A tensor is rectangular, and sentences, recordings and patients' visits are not.
So short sequences are filled up with zeros: they are *padded*. The LSTM does
not know which zeros are padding. It reads them like any other input, raises no
error, and your ``h_n`` is wrong for every sequence that is shorter than the
longest. *Packing* tells it where each sequence ends.
"""

# lesson: minutes 8
# lesson: level beginner
# lesson: after output_and_states
# lesson: tags lengths, output, axes

# %%
# Pad: make the tensor rectangular
# --------------------------------
# Here are three sequences of 2, 5 and 3 steps. ``pad_sequence`` makes one
# tensor of them, (time, batch, features) = (5, 3, 4). To see the padding, look
# at feature 0 alone, with one line for each sequence:

import torch
from torch import nn
from torch.nn.utils.rnn import (
    pack_padded_sequence,
    pad_packed_sequence,
    pad_sequence,
)

torch.manual_seed(1)
lengths = torch.tensor([2, 5, 3])
sequences = [torch.randn(length, 4) for length in lengths]

padded = pad_sequence(sequences)
print(f"{padded.shape = }")
print(padded[:, :, 0].T)

# %%
# What packing will make of it
# ----------------------------
# The picture shows the three sequences as bars, the longest first. A, B and C
# are those of 2, 5 and 3 steps, and B2 is step 2 of B. The number in brackets
# is the place of a sequence in your batch. Packing cuts the bars into columns
# and lays the columns one after another: first all first steps, then all second
# steps, and so on. There is no padding left.

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_packing

plot_packing(pack_padded_sequence(padded, lengths, enforce_sorted=False))
plt.show()

# %%
# What goes wrong without it
# --------------------------
# First each sequence goes through the LSTM alone, without any padding: that is
# the right result. Then the padded tensor goes in as it is.
#
# For which sequences will ``h_n`` be right?
#
# For all three, since zeros add nothing
#     ✗ Reading zeros is not the same as reading nothing.
# Only for the longest
#     ✓ It is the only one without padding.
# For none
#     ✗ The sequences of a batch never mix, and one of them has no padding.

lstm = nn.LSTM(input_size=4, hidden_size=6)
own = []
with torch.no_grad():  # no training here
    for sequence in sequences:
        _, (h, _) = lstm(sequence.unsqueeze(1))  # a batch of 1
        own.append(h)
    alone = torch.cat(own, dim=1)  # (layers, batch, hidden_size)
    output, (h_n, c_n) = lstm(padded)

for row, length in enumerate(lengths):
    same = torch.allclose(h_n[:, row], alone[:, row], atol=1e-6)
    print(f"{length} steps: h_n is right: {same}")

# %%
# The batch is read to step 5, and ``h_n`` is h after that step. For the
# sequence of 2 steps, steps 3 to 5 are padding; for that of 3 steps, steps 4
# and 5 are. Reading zeros is not the same as reading nothing. The biases still
# count, the gates still move h and c, and so the state drifts away.

# %%
# Pack: tell it where each sequence ends
# --------------------------------------
# ``pack_padded_sequence`` takes the padded tensor and the lengths. The lengths
# stay `on the CPU <https://github.com/pytorch/pytorch/issues/43227>`_, even if
# all else is on a GPU. With ``enforce_sorted=False`` they may come in any
# order.

packed = pack_padded_sequence(padded, lengths, enforce_sorted=False)
print(f"{packed.data.shape = }")
print(f"{packed.batch_sizes = }")

# %%
# ``data`` has 2 + 5 + 3 = 10 rows: the padding is gone. ``batch_sizes`` reads
# like a roll call: at steps 1 and 2 all three sequences are present, at step 3
# two of them, and at steps 4 and 5 only the longest.
#
# An LSTM takes a packed sequence in place of a tensor, and returns a packed
# output. ``h_n`` needs no unpacking. Inside, the longest sequence comes first,
# but ``h_n`` comes back in your order:

with torch.no_grad():
    packed_output, (h_n, c_n) = lstm(packed)
print(f"{torch.allclose(h_n, alone, atol=1e-6) = }")

# %%
# Unpack, if you need every step
# ------------------------------
# ``pad_packed_sequence`` undoes the packing: the tensor with padding comes
# back, and the lengths beside it. Look at unit 0 of ``output``, one line for
# each sequence:

output, output_lengths = pad_packed_sequence(packed_output)
print(output[:, :, 0].T)
print(f"{output_lengths = }")

# %%
# Where a sequence has ended, ``output`` is 0. So ``output[-1]`` is useless for
# the short ones, and ``h_n`` is what you want: it holds each sequence's own
# last *valid* step.

# %%
# Two directions need it even more
# --------------------------------
# An LSTM with ``bidirectional=True`` reads each sequence from the end, too, and
# meets the padding *first*. Without packing, the second direction is then wrong
# at every step of a short sequence, not only in ``h_n``. In the picture ✓ is
# right, ✗ is wrong, and grey is padding:

# lesson: figure
both = nn.LSTM(input_size=4, hidden_size=6, bidirectional=True).requires_grad_(
    False
)
outputs = pad_sequence([both(sequence)[0] for sequence in sequences])
wrong = (both(padded)[0] - outputs).abs().view(5, 3, 2, 6).amax(dim=-1) > 1e-6
figure, axes = plt.subplots(
    1, 2, sharey=True, layout="constrained", figsize=(6.4, 2.4)
)
figure.suptitle("Not packed: the reverse direction is wrong in short sequences")
for direction, ax in enumerate(axes):
    for row, length in enumerate(lengths.tolist()):
        for step in range(5):
            valid = step < length
            bad = valid and wrong[step, row, direction]
            colour = "0.9" if not valid else "C1" if bad else "C0"
            ax.barh(row, 0.9, left=step + 0.55, height=0.8, color=colour)
            sign = "" if not valid else "✗" if bad else "✓"
            ax.text(
                step + 1,
                row,
                sign,
                ha="center",
                va="center",
                color="w",
                size=14,
            )
    ax.set(
        xlabel="time step",
        xticks=range(1, 6),
        yticks=range(3),
        ylim=(2.6, -0.6),
    )
    ax.grid(False)
axes[0].set(title="forward", ylabel="steps", yticklabels=lengths.tolist())
axes[1].set_title("reverse")
plt.show()

# %%
# *Two directions: bidirectional* shows which rows to take then.

# %%
# Give the true lengths
# ---------------------
# A length that is too *short* cuts a sequence off, and nothing tells you. A
# length of 0 is refused, so leave empty sequences out. A length that is too
# *large* raises no error in the packing. The LSTM complains later, and its
# message does not say which length is wrong:

too_long = pack_padded_sequence(padded, [2, 7, 3], enforce_sorted=False)
try:
    lstm(too_long)
except RuntimeError as error:
    message = str(error)
print(message)

# %%
# ``describe`` from ``lstm_demo`` compares the lengths with the data before the
# LSTM reads them. ``lengths-cut-data`` means that there are data after the end
# of a sequence, and ``lengths-beyond-padding`` that a length is larger than the
# number of steps in the padded tensor:

from lstm_demo import describe

for given in ([2, 4, 3], [2, 7, 3]):
    print(given, describe(lstm, padded, lengths=given).findings[0].id)

# %%
# Remember
# --------
# - An LSTM reads padding like data. No error tells you.
# - Pad, pack, run, then take ``h_n``: each sequence's own last valid step.
# - ``output[-1]`` (or ``output[:, -1]``) is of no use for a short sequence.
#   Packed, it is 0; not packed, it is h after reading padding.

# %%
# Try it
# ------
# With one direction you can also do without packing: take ``output`` of the
# *padded* tensor at row ``lengths - 1`` of each sequence. Is it the same as
# ``h_n`` of the packed sequences?

# lesson: solution
# The same: padding that comes later cannot change what came before.
with torch.no_grad():
    output, _ = lstm(padded)
last_valid = output[lengths - 1, torch.arange(3)]
print(f"{torch.allclose(last_valid, h_n[0], atol=1e-6) = }")

# %%

# lesson: check
with torch.no_grad():
    unpacked_h_n = lstm(padded)[1][0]
correct = ((unpacked_h_n - alone).abs().amax(dim=(0, 2)) < 1e-6).tolist()
assert correct == [False, True, False]
torch.testing.assert_close(h_n, alone)
assert packed.batch_sizes.tolist() == [3, 3, 2, 1, 1]
assert len(packed.data) == lengths.sum() == 10
assert output_lengths.tolist() == [2, 5, 3]
unpacked, _ = pad_packed_sequence(packed_output)
valid = torch.arange(5)[:, None] < lengths  # (time, batch)
assert (unpacked[~valid] == 0).all()
assert (output[-1, lengths < 5] != 0).all()
assert (~valid).nonzero().tolist() == [[2, 0], [3, 0], [3, 2], [4, 0], [4, 2]]
assert not (wrong[:, :, 0] & valid).any()
assert (wrong[:, :, 1] & valid).sum(dim=0).tolist() == [2, 0, 3]
torch.testing.assert_close(last_valid, h_n[0])
assert "7" not in message

# %%
# Next
# ----
# *Classify sequences of different lengths, end to end* does the whole job on
# real data.
