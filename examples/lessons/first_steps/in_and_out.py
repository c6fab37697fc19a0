r"""Your first LSTM: what goes in and what comes out
================================================

What do you give to ``nn.LSTM``, and what are the three tensors that it gives
back?

An LSTM (*long short-term memory*, a short-term memory that lasts long) is a
neural network for sequences: the words of a sentence, the hours of a weather
record, the samples of a sound. It reads them in order and remembers what it has
read, so that something early can change what it answers late. In PyTorch it is
called ``nn.LSTM``.

Calling one is easy, and it rarely raises an error. The trouble begins
afterwards: its three results look alike, and it is easy to take the wrong one.
Here you learn to tell them apart.
"""

# lesson: minutes 8
# lesson: level beginner
# lesson: tags axes, output

# %%
# One picture
# -----------
# An LSTM reads a sequence one *time step* after the other. At each step it
# takes the new input and what it remembers, and it updates two lists of
# numbers, :math:`h` and :math:`c`:
#
# - :math:`h`, the *hidden state*, is what the LSTM lets you see. It is called
#   hidden because it lies between the input of a network and the final answer,
#   which other layers compute from :math:`h`.
# - :math:`c`, the *cell state*, is its memory. You get it only once, after the
#   last step of a call.
#
# Here is an LSTM that reads five steps. It is one and the same box, the *cell*,
# drawn five times. The inputs come from below, and what the LSTM remembers
# travels from left to right. Beside each arrow that goes up is the shape of one
# step: (batch, numbers). The batch is the group of sequences that are read side
# by side; here there is only one. The shapes with three numbers are explained
# further down.

# lesson: figure
try:
    from lstm_demo.pictures import plot_unrolled
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    import torch
    from torch import nn

    plot_unrolled(nn.LSTM(input_size=4, hidden_size=3), torch.zeros(5, 1, 4))

# %%
# The three results can be read off it. ``output`` is the whole top row:
# :math:`h` at *every* step. ``h_n`` and ``c_n`` are what leaves on the right:
# :math:`h` and :math:`c` after the *last* step.

# %%
# Why there are two
# -----------------
# A plain recurrent network, which also reads step by step, has only :math:`h`,
# and rewrites all of it each time. So what it read early is soon lost.
#
# An LSTM rewrites :math:`h` at each step, too. But each number of :math:`c` is
# multiplied by a factor between 0 and 1, and then something is added to it.
# Where the factor is nearly 1, what was there lasts: with 0.99, after 20 steps
# 82 % of it is left. With 0.5, not even a millionth is. Three *gates* decide
# what to keep in :math:`c`, what to write into it, and how much of it to show
# in :math:`h`. They can wait until *One step by hand: the equations of an
# LSTM*.

# %%
# What goes in
# ------------
# Now the same in PyTorch. In the code below, the sequence ``x`` has five time
# steps, one per line, and each step brings 4 numbers, so ``input_size`` is 4.
# We choose ``hidden_size=3``: then :math:`h` and :math:`c` have 3 numbers each.
#
# The inner pair of brackets holds the 4 numbers of a step. The pair around it
# is the *batch*: an LSTM can read several sequences side by side. This batch
# holds a single one.

import torch
from torch import nn

torch.manual_seed(8)
lstm = nn.LSTM(input_size=4, hidden_size=3)
lstm.requires_grad_(False)  # no training here; keeps what is printed short

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
# The *weights* of an LSTM are the numbers that training would set. Nobody has
# trained this one, so they are random, and what it answers has no meaning yet.
# What matters is where the same numbers turn up twice.
#
# Code counts from 0: what the picture calls :math:`h_1` is ``output[0]``. The
# second 0 of ``output[0, 0]`` is the sequence, our only one.
#
# Which step of ``output`` holds the same numbers as ``h_n``?
#
# The first
#     ✗ After the first step, four are still to be read.
# The last
#     ✓ Both come out of the last box of the picture.
# None
#     ✗ Look at the two arrows of :math:`h` that leave the last box.

for t in range(5):
    print(f"output[{t}, 0] = {output[t, 0]}")
print(f"h_n[0, 0]    = {h_n[0, 0]}")
print(f"c_n[0, 0]    = {c_n[0, 0]}")

# %%
# You find ``h_n`` once more in ``output[4]``, since both are :math:`h` after
# the last step. You do not find ``c_n`` anywhere else: you get the memory after
# the last step, but not after the earlier ones.

# %%
# A loop that forgets
# -------------------
# The five inputs come from a Spanish blog post, "Inputs y Outputs de una LSTM
# en código" (Inputs and outputs of an LSTM in code). The post reads them in a
# loop, one step per call. Here is that loop, shortened. The second argument of
# each call is the state to start from. (The post starts from random states.
# Here we start from zeros, as ``nn.LSTM`` does if you give it no state, so that
# we can compare.)
#
# The loop runs without an error. Can you see what is wrong with it?
#
# The shape of ``x_t``
#     ✗ An LSTM may read a single step, and (1, 1, 4) is one.
# Each call starts from the same state
#     ✓ It is as if nothing had been read before.
# Nothing
#     ✗ Follow ``h_n`` from one turn of the loop to the next: who reads it?

h_0 = c_0 = torch.zeros(1, 1, 3)
for t in range(5):
    x_t = x[t : t + 1]  # one step, and the time axis stays: (1, 1, 4)
    output_t, (h_n, c_n) = lstm(x_t, (h_0, c_0))
# h_n and c_n are now those of its last call.
print(f"the loop: {output_t[0, 0]}")  # h after its last step
print(f"one call: {output[4, 0]}")

# %%
# The two do not agree. ``h_n`` and ``c_n`` come out and go nowhere: the next
# call starts from ``h_0`` and ``c_0`` again. So the loop treats the five steps
# of *one* sequence as if they were five separate sequences.
#
# This site was made because of that mistake. *Carry the state from step to
# step* fixes it in one line. The whole post, with every number that it printed,
# is in *Inputs and outputs of an LSTM in code: the post, run again*.

# %%
# Remember
# --------
# - In goes a sequence and, if you like, a state to start from, ``(h_0, c_0)``.
# - Out come ``output``, :math:`h` at every step, and ``(h_n, c_n)``, :math:`h`
#   and :math:`c` after the last step.
# - Here, with one layer that reads forward, the last step of ``output`` holds
#   the same numbers as ``h_n``. The :math:`c` of earlier steps is not returned.

# %%
# Try it
# ------
# Give the LSTM only the first three steps, ``x[:3]``. You have already seen the
# ``h_n`` that will come out: where?

# lesson: solution
_, (h_3, _) = lstm(x[:3])
print(f"h_n[0, 0]    = {h_3[0, 0]}")
print(f"output[2, 0] = {output[2, 0]}")

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
assert round(0.99**20, 2) == 0.82
assert 0.5**20 < 1e-6
assert (output_t[0] - output[4]).abs().max() > 0.3

# %%
# Next
# ----
# *Time, batch, features: the axes and batch_first* shows what happens when two
# axes change places.
