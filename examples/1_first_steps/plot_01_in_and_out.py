r"""What goes into an LSTM and what comes out
=========================================

What do you give to ``nn.LSTM``, and what are the three tensors that it gives
back?

An LSTM (*long short-term memory*) is a neural network for sequences: the words
of a sentence, the hours of a weather record, the samples of a sound. It reads
them in order and remembers what it has read, so that something early can change
what it answers late.

Using one looks easy, and it raises few errors. Most trouble begins afterwards:
its three results look alike, and people take the wrong one. After this page you
will not.
"""

# lesson: minutes 7
# lesson: level beginner
# lesson: tags axes, output

# %%
# One picture
# -----------
# An LSTM reads a sequence one *time step* after the other. At each step it
# takes the new input and what it remembers, and it updates two things.
# :math:`h`, the *hidden state*, is what it shows. :math:`c`, the *cell state*,
# is its memory, which you get only once, after the last step of a call. (The
# *cell* is the box in the picture.)
#
# Here is an LSTM that reads five steps. It is one and the same box, drawn five
# times. The inputs come from below, and what the LSTM remembers travels from
# left to right.

# lesson: figure
try:
    from lstm_demo import plot_unrolled
except ModuleNotFoundError:
    print("The picture needs lstm_demo; all else runs without it.")
else:
    import torch
    from torch import nn

    plot_unrolled(nn.LSTM(input_size=4, hidden_size=3), torch.zeros(5, 1, 4))

# %%
# The three results can be read off it. ``output`` is the whole top row:
# :math:`h` at *every* step. ``h_n`` and ``c_n`` are what leaves on the right:
# :math:`h` and :math:`c` after the *last* step.

# %%
# What goes in
# ------------
# Now the same in PyTorch. The sequence ``x`` has five time steps, one per line,
# and each step brings 4 numbers, so ``input_size`` is 4. We choose
# ``hidden_size=3``: then :math:`h` and :math:`c` have 3 numbers each.
#
# The inner brackets are there because an LSTM can read several sequences side
# by side, a *batch*. This batch holds a single sequence.

import torch
from torch import nn

torch.manual_seed(8)
lstm = nn.LSTM(input_size=4, hidden_size=3)
lstm.requires_grad_(False)  # nothing is trained here: print plain numbers

x = torch.tensor(
    [
        [[-0.7739, 0.0496, -0.6174, 2.2406]],
        [[1.3194, -1.3208, -0.2356, -0.3233]],
        [[0.0477, 1.0690, 1.0751, 0.3943]],
        [[1.1772, -0.7236, -0.2669, 0.2690]],
        [[-0.5728, 2.2614, -0.5147, 0.5446]],
    ]
)
print(f"{x.shape = }")  # 5 time steps, 1 sequence, 4 numbers per step

# %%
# What comes out
# --------------
# One call reads all five steps. It returns ``output`` and a pair,
# ``(h_n, c_n)``.

output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }")  # h at every step
print(f"{h_n.shape = }")  # h after the last step
print(f"{c_n.shape = }")  # c after the last step

# %%
# Read the shapes from the back. The 3 is ``hidden_size``. The 1 before it is
# the batch, our single sequence. In ``output`` the 5 counts the time steps. In
# ``h_n`` and ``c_n`` there are no steps to count, since only the last one is
# left. Their first 1 counts *layers*: an LSTM may be built of several, one
# above the other, and ours has one.

# %%
# Where the numbers meet
# ----------------------
# The weights of this LSTM are random, as nobody has trained it. So what its
# numbers are does not matter today. What matters is where the same numbers turn
# up twice.
#
# Code counts from 0: what the picture calls :math:`h_1` is ``output[0]``.
#
# Which step of ``output`` holds the same numbers as ``h_n``?
#
# The first
#     ✗ The first is :math:`h` after one step. ``h_n`` is what is left when all
#     five are read.
# The last
#     ✓ ``output`` has :math:`h` of every step, and ``h_n`` is :math:`h` after
#     the last one.
# None
#     ✗ ``output`` and ``h_n`` are both :math:`h`. Look at the picture: the
#     arrow to ``h_n`` leaves the same box as the last arrow to ``output``.

for t in range(5):
    print(f"output[{t}] = {output[t, 0]}")
print(f"h_n       = {h_n[0, 0]}")
print(f"c_n       = {c_n[0, 0]}")

# %%
# You find ``h_n`` once more in ``output[4]``, since both are :math:`h` after
# the last step. You do not find ``c_n`` anywhere else: the memory of the last
# step is handed to you, that of the earlier steps is not.

# %%
# A post that gets it wrong
# -------------------------
# The five inputs come from a tutorial, *Inputs y Outputs de una LSTM en
# código*. It reads them as you did, but in a loop, one step per call. It calls
# them "5 input sentences", and it says that after each step the result contains
# the hidden state. It runs without an error.
#
# In short, this is its loop. The second argument of each call is the state to
# start from. (The post starts from random states. We take zeros, which
# ``nn.LSTM`` takes as well if you give it none, so that we can compare.)
#
# Can you see what is wrong with it?
#
# The shape of ``x_t``
#     ✗ ``x[t : t + 1]`` keeps the time axis: one step of one sequence,
#     (1, 1, 4). An LSTM may read a single step.
# Each call starts from the same state
#     ✓ ``h_n`` and ``c_n`` come out and go nowhere. The next call gets ``h_0``
#     and ``c_0`` again, as if nothing had been read.
# Nothing
#     ✗ Follow ``h_n`` from one turn of the loop to the next. Who reads it?

h_0 = c_0 = torch.zeros(1, 1, 3)
for t in range(5):
    x_t = x[t : t + 1]  # one step, and the time axis stays: (1, 1, 4)
    output_t, (h_n, c_n) = lstm(x_t, (h_0, c_0))
print(f"last h of the post's loop: {output_t[0, 0]}")
print(f"last h of a single call:   {output[4, 0]}")

# %%
# The two do not agree. ``h_n`` and ``c_n`` come out and go nowhere, so the loop
# treats the five steps of *one* sequence as if they were five separate
# sentences. Many copies of this loop exist. It is the mistake that this site
# was made for, and *Carry the state from step to step* mends it in one line.

# %%
# Remember
# --------
# - In goes a sequence and, if you like, a state to start from, ``(h_0, c_0)``.
# - Out come ``output``, :math:`h` at every step, and ``(h_n, c_n)``, :math:`h`
#   and :math:`c` after the last step.
# - The last step of ``output`` is ``h_n``. The :math:`c` of earlier steps is
#   not returned.

# %%
# Try it
# ------
# Give the LSTM only the first three steps, ``x[:3]``. You have already seen the
# ``h_n`` that will come out: where?

# lesson: solution
_, (h_3, _) = lstm(x[:3])
print(f"h_n of three steps: {h_3[0, 0]}")
print(f"output[2]:          {output[2, 0]}")

# h does not know what comes after it.
torch.testing.assert_close(h_3[0], output[2])

# %%

# lesson: check
assert x.shape == (5, 1, 4)
assert output.shape == (5, 1, 3)
assert h_n.shape == c_n.shape == (1, 1, 3)

_, (h_last, c_last) = lstm(x)
rows_like_h_n = [t for t in range(5) if torch.equal(output[t], h_last[0])]
rows_like_c_n = [t for t in range(5) if torch.equal(output[t], c_last[0])]
assert rows_like_h_n == [4]
assert rows_like_c_n == []

torch.testing.assert_close(lstm(x, (h_0, c_0))[0], output)  # zeros, or none
assert (output_t[0] - output[4]).abs().max() > 0.3

# %%
# Next
# ----
# *Time, batch, features: the axes and batch_first* shows what happens when two
# axes change places, and why no error tells you.
