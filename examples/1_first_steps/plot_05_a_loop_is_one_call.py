r"""A loop over the steps is one call
=================================

When do you need a loop over the time steps, and when is one call the same?

Many programs loop over the steps of a sequence that they have complete, and are
slow for no gain. Others need the loop, and do not know how to get the same
numbers from it. Here you write the loop, the single call, and the middle
between them: *chunks* of a few steps.
"""

# lesson: minutes 6
# lesson: level beginner
# lesson: after plot_04_carry_the_state
# lesson: tags loops, state

# %%
# The loop
# --------
# One call for each step. What is to be kept goes into a list, and the state
# goes on.

import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3)
lstm.requires_grad_(False)  # nothing is trained here: print plain numbers
x = torch.randn(5, 1, 4)  # 5 time steps, 1 sequence, 4 features

state = None
outputs = []
cells = []
for x_t in x.split(1):  # five pieces of one step each, (1, 1, 4)
    output_t, state = lstm(x_t, state)
    outputs.append(output_t)
    cells.append(state[1])  # c after this step
loop_output = torch.cat(outputs)  # put together along time
print(f"{loop_output.shape = }")

# %%
# One call
# --------
# The same in one line. The loop runs inside PyTorch, where it is much faster,
# as nothing goes back to Python between two steps.

output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }")
print(f"{torch.allclose(loop_output, output) = }")
print(f"{torch.allclose(state[0], h_n) = }, {torch.allclose(state[1], c_n) = }")

# %%
# ``allclose`` asks whether numbers are equal up to rounding. Sums that are
# taken in another order may differ in the last digit, so it is the right
# question here, and not ``==``.

# %%
# Chunks of two steps
# -------------------
# Between the two lies a loop over chunks. Each chunk starts from the state that
# the chunk before it has left. This is how to read a sequence that is too long
# for one call.

# lesson: figure
try:
    from lstm_demo import plot_chunks
except ModuleNotFoundError:
    print("The picture needs lstm_demo; all else runs without it.")
else:
    plot_chunks(5, 2, gradient=False)

# %%
# Five steps, cut after every second one, make chunks of 2, 2 and 1 steps. Will
# the outputs be the same as those of one call?
#
# Yes, at all steps
#     ✓ The LSTM sees the same inputs in the same order, and each step starts
#     from the state of the step before. Where the calls begin and end does not
#     matter.
# Only within the first chunk
#     ✗ That would be so if each chunk started from zeros. Here the state is
#     carried.
# No, the last chunk is too short
#     ✗ An LSTM reads any number of steps. The chunks need not have the same
#     length.

state = None
outputs = []
for chunk in x.split(2):
    chunk_output, state = lstm(chunk, state)
    print(f"{chunk.shape = }")
    outputs.append(chunk_output)
chunked_output = torch.cat(outputs)
print(f"{torch.allclose(chunked_output, output) = }")

# %%
# What only the loop shows
# ------------------------
# Each call ends with a state, and hands it to you. So the loop has kept
# :math:`c` of all five steps. With the chunks, three could have been kept. The
# single call gives only the last. This is the one thing that the single call
# does not give back: :math:`h` at every step stands in ``output``, but
# :math:`c` at every step stands nowhere.

for t, c in enumerate(cells, start=1):
    print(f"c after step {t}: {c[0, 0]}")
print(f"c_n:             {c_n[0, 0]}")

# %%
# Which one to take
# -----------------
# - *You have the whole sequence:* make one call. It is the fastest and the
#   shortest.
# - *It is too long for the memory* of your computer or graphics card: loop over
#   chunks.
# - *The next input is not there yet,* because it comes in live or depends on
#   what the LSTM has just answered: loop over steps.
#
# The numbers agree for an LSTM that reads in one direction and has no dropout
# at work. One that also reads backwards has to begin at the end of the sequence
# (*Two directions: bidirectional*), and dropout draws anew at each call
# (*Dropout between layers*). When you train, chunks save memory only if you cut
# the gradient between them with ``detach``, and then the gradients are no
# longer those of one call: *Reset, carry, detach: truncated backpropagation*.
#
# You need not write these loops again. ``run_stepwise`` and ``run_in_chunks``
# of the package ``lstm_demo`` are the two above, and return the states after
# each call as well.

# %%
# Remember
# --------
# - One call, a loop over steps and a loop over chunks give the same numbers if
#   the state is carried, in one direction and without dropout at work.
# - With a complete sequence, make one call.
# - :math:`c` at every step is to be had only from a loop.

# %%
# Try it
# ------
# Write the loop over chunks for an LSTM with ``batch_first=True`` and ``x`` of
# shape (1, 5, 4). In the loop two things change: the axis along which you
# split, and the one along which you put together. Which are they?

# lesson: solution
batch_lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
batch_x = x.transpose(0, 1)

state = None
outputs = []
for chunk in batch_x.split(2, dim=1):  # time is axis 1
    chunk_output, state = batch_lstm(chunk, state)
    outputs.append(chunk_output)
my_output = torch.cat(outputs, dim=1)

print(f"{my_output.shape = }")
torch.testing.assert_close(my_output, batch_lstm(batch_x)[0])

# %%

# lesson: check
torch.testing.assert_close(loop_output, output)
torch.testing.assert_close(chunked_output, output)
torch.testing.assert_close(cells[-1], c_n)
assert [len(chunk) for chunk in x.split(2)] == [2, 2, 1]
assert len(cells) == 5

# %%
# Next
# ----
# *hidden_size: what it is, and what it is not* clears up the number that is
# most often mistaken.
