r"""Time, batch, features: the axes and batch_first
===============================================

Which axis of the input is time, which is the batch, and what does
``batch_first`` change?

The input of an LSTM is a block of numbers with three axes. Two of them, time
and batch, are easy to mix up, and PyTorch cannot notice from the block alone.
The network runs, the shapes look right, and it learns badly or not at all.

Here you learn to keep the axes apart, and you get a test that tells when they
have changed places.
"""

# lesson: minutes 9
# lesson: level beginner
# lesson: after in_and_out
# lesson: tags axes

# %%
# A block with three axes
# -----------------------
# - *Time* is the axis along which the LSTM remembers. Its size is often called
#   ``seq_len``, the length of the sequence.
# - The *batch* holds sequences that are read side by side. They never see each
#   other.
# - The *features* are the numbers of one step. Their number is ``input_size``:
#   if each word is represented by 4 numbers, ``input_size`` is 4, however many
#   words there are.
#
# The order that PyTorch expects is (time, batch, features). (You may leave the
# batch out, and then there are two axes: see *LSTMCell, and input without a
# batch*.) To see what an axis is for, pick one place on it and look at what is
# left. All sizes differ here, so that you can tell the axes apart by them.

import torch
from torch import nn

torch.manual_seed(1)
x = torch.randn(7, 5, 4)  # 7 time steps, 5 sequences, 4 features
print(f"{x[1].shape = }")  # one time step of all sequences
print(f"{x[:, 1].shape = }")  # one sequence, all its steps
print(f"{x[:, :, 1].shape = }")  # one feature, everywhere

# %%

# lesson: figure
try:
    from lstm_demo.pictures import plot_axes
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    plot_axes(x)

# %%
# batch_first
# -----------
# Datasets are often kept the other way round: a list of sequences, (batch,
# time, features). Then make the LSTM with ``batch_first=True``. Here are both
# LSTMs, without it and with it, with the same weights and the same data.

lstm = nn.LSTM(input_size=4, hidden_size=3).requires_grad_(False)
batch_lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
# Copy the weights. This has nothing to do with the states h and c.
batch_lstm.load_state_dict(lstm.state_dict())
batch_lstm.requires_grad_(False)
batch_x = x.transpose(0, 1)
print(f"{x.shape = }, {batch_x.shape = }")

# %%
# ``output`` of the first LSTM has the shape (7, 5, 3), and its ``h_n``
# (1, 5, 3): layers, batch, ``hidden_size``.
#
# What will come out of the one with ``batch_first=True``?
#
# ``output`` (5, 7, 3) and ``h_n`` (5, 1, 3)
#     ✗ You might expect that, but ``h_n`` keeps its order.
# ``output`` (5, 7, 3) and ``h_n`` (1, 5, 3)
#     ✓ Only what has a time axis changes.
# ``output`` (7, 5, 3) and ``h_n`` (1, 5, 3)
#     ✗ ``output`` follows the input.

output, (h_n, c_n) = lstm(x)
batch_output, (batch_h_n, batch_c_n) = batch_lstm(batch_x)
print(f"{output.shape = }, {h_n.shape = }")
print(f"{batch_output.shape = }")
print(f"{batch_h_n.shape = }")

# %%
# ``batch_first`` concerns only the tensors that have a time axis: the input and
# ``output``. The states have none, so ``h_n``, ``c_n``, ``h_0`` and ``c_0``
# keep their order. People have taken this for `a bug
# <https://github.com/pytorch/pytorch/issues/34036>`_ and proposed `a change
# <https://github.com/pytorch/pytorch/issues/4145>`_, but it has stayed that
# way. All shapes are on `PyTorch's page
# <https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_.

# %%
# ``batch_first=True`` does not rearrange your data. It only tells the LSTM
# which axis is which. If you give this LSTM the ``x`` from the beginning, which
# has time first, it reads 7 sequences of 5 steps:

same_output, (same_h_n, _) = batch_lstm(x)
print(f"{same_output.shape = }")
print(f"{same_h_n.shape = }")

# %%
# Swapped, and nobody complains
# -----------------------------
# Now the mistake. ``batch_x`` has the batch first, and it goes to the LSTM that
# was made *without* ``batch_first``. The second call also passes a state to
# start from, which was made for 5 sequences.

swapped, (swapped_h_n, _) = lstm(batch_x)
print(f"{swapped.shape = }, {swapped_h_n.shape = }")

try:
    lstm(batch_x, (h_n, c_n))
except RuntimeError as error:
    print(error)

# %%
# The first call raises no error, and its ``output`` has the shape that you hope
# for, (5, 7, 3), as above. Yet 5 sequences of 7 steps were read as 7 sequences
# of 5 steps. Only the 7 in ``h_n`` gives it away. The second call fails,
# because its states are for 5 sequences and not for 7. Its ``h_0`` is the
# ``h_n`` from before, and the message calls it ``hidden[0]``.

# %%
# A test by values
# ----------------
# Where batch and time have the same size, no shape can give a swap away. This
# test can: change *one* step of *one* sequence, and see which outputs change.
# Only outputs of that sequence may change, and only from that step on, because
# an LSTM reads forward and the sequences of a batch do not influence one
# another.
#
# Each row is a sequence, each column a time step, and ``#`` marks an output
# that has changed. We change sequence 1 at step 3, both counted from 0: the
# second row, the fourth column. The sizes stay 5 and 7 here, so that rows and
# columns are easy to tell apart. With equal sizes you do just the same.

changed_x = batch_x.clone()
changed_x[1, 3] += 1

# [0] is output. The largest change of its 3 numbers; 1e-6 ignores rounding.
right = (batch_lstm(changed_x)[0] - batch_output).abs().amax(dim=-1) > 1e-6
wrong = (lstm(changed_x)[0] - swapped).abs().amax(dim=-1) > 1e-6
print("batch_first=True")
for sequence in right:
    print(" ".join("#" if changed else "." for changed in sequence))
print("batch_first=False, swapped")
for sequence in wrong:
    print(" ".join("#" if changed else "." for changed in sequence))

# %%
# With ``batch_first=True`` the change runs along its row, through time.
# Swapped, it runs down the column, from one sequence to the next, because that
# is where the LSTM now looks for time.

# %%
# Swap axes with transpose, never with reshape
# --------------------------------------------
# Instead of using ``batch_first=True``, you can swap the axes of the block
# itself. That is what ``transpose(0, 1)`` does. ``reshape`` can give you the
# same shape, but does it put the numbers in the same places? Here are two
# sequences, 1, 2, 3 and 10, 20, 30, each in its row. They go from (batch, time)
# to (time, batch).
#
# What will ``reshape(3, 2)`` make of them?
#
# The same as ``transpose(0, 1)``
#     ✗ Only the shape is the same.
# Steps that mix the two sequences
#     ✓ The second step is 3 and 10, which had never been together.
# An error
#     ✗ Six numbers fit into (3, 2), so PyTorch has no reason to complain.

sequences = torch.tensor([[1, 2, 3], [10, 20, 30]])  # (batch, time)
print("transpose(0, 1):", *sequences.transpose(0, 1).tolist(), sep="\n")
print("reshape(3, 2):", *sequences.reshape(3, 2).tolist(), sep="\n")

# %%
# ``transpose`` turns rows into columns. ``reshape`` reads all numbers in order,
# 1, 2, 3, 10, 20, 30, and starts a new row after every two. You get the same
# shape, but with the numbers in other places.
#
# The picture does both to the ``x`` from above, this time in the other
# direction: from (time, batch, features) to (batch, time, features). On its
# left each row is a time step, here counted from 1 to 7, and each column a
# sequence, A to E, since time is the first axis of ``x``. A cell stands for the
# 4 features of a step, which stay together.

# lesson: figure
try:
    from lstm_demo.pictures import plot_transpose_and_reshape
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    plot_transpose_and_reshape(x)

# %%
# With ``transpose`` every sequence stays in one piece. With ``reshape`` pieces
# of several sequences end up in one. ``view``, a ``reshape`` that never copies
# the numbers in memory, mixes them in the same way, or raises an error.

# %%
# Remember
# --------
# - The axes are (time, batch, features), or (batch, time, features) with
#   ``batch_first``.
# - ``batch_first`` changes the order of the axes of the input and ``output``,
#   never that of ``h_0``, ``c_0``, ``h_n`` and ``c_n``.
# - A swap raises no error by itself, only together with a state that was made
#   for another batch size. Look at the batch in ``h_n``, or change one step and
#   see which outputs change.
# - To swap two axes, use ``transpose``. ``reshape`` and ``view`` shred the
#   sequences.

# %%
# Try it
# ------
# Your data has the shape (32, 50, 8): 32 sequences, 50 steps, 8 features. Make
# an LSTM with ``hidden_size=16`` that reads it as it is. What are the shapes of
# ``output`` and ``h_n``?

# lesson: solution
data = torch.randn(32, 50, 8)
my_lstm = nn.LSTM(input_size=8, hidden_size=16, batch_first=True)
my_output, (my_h_n, _) = my_lstm(data)
print(f"{my_output.shape = }")
print(f"{my_h_n.shape = }")
assert my_output.shape == (32, 50, 16)
assert my_h_n.shape == (1, 32, 16)

# %%

# lesson: check
torch.testing.assert_close(batch_output.transpose(0, 1), output)
torch.testing.assert_close(batch_h_n, h_n)
assert swapped.shape == batch_output.shape == (5, 7, 3)
assert h_n.shape == (1, 5, 3)
assert same_output.shape == (7, 5, 3)
assert same_h_n.shape == (1, 7, 3)
assert swapped_h_n.shape == (1, 7, 3)

changed_right = right.nonzero().tolist()
changed_wrong = wrong.nonzero().tolist()
assert changed_right == [[1, step] for step in (3, 4, 5, 6)]
assert changed_wrong == [[sequence, 3] for sequence in (1, 2, 3, 4)]

assert sequences.transpose(0, 1).tolist() == [[1, 10], [2, 20], [3, 30]]
assert sequences.reshape(3, 2).tolist() == [[1, 2], [3, 10], [20, 30]]

# %%
# Next
# ----
# *output, h_n, c_n: which is which* says which of the three results you need.
