r"""A loop over the steps equals one call
=====================================

When do you need a loop over the time steps, and when is one call the same?

Many programs have the whole sequence and still loop over its steps, so they are
slow for no gain. Others need the loop, but forget to carry the state and get
other numbers. Here you write the loop, the single call, and what lies between:
*chunks* of a few steps.
"""

# lesson: minutes 6
# lesson: level beginner
# lesson: after carry_the_state
# lesson: tags loops, state

# %%
# The loop
# --------
# Make one call for each step. Lists collect what you want to keep, and the
# state goes into the next call.

import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3)
lstm.requires_grad_(False)  # no training here; keeps what is printed short
x = torch.randn(5, 1, 4)  # 5 time steps, 1 sequence, 4 features

state = None
outputs = []
c_at_each_step = []
for x_t in x.split(1):  # five pieces of one step each, (1, 1, 4)
    output_t, state = lstm(x_t, state)
    outputs.append(output_t)
    c_at_each_step.append(state[1])  # the state is (h, c)
loop_output = torch.cat(outputs)  # put together along time
print(f"{loop_output.shape = }")

# %%
# One call
# --------
# The same in one line. The loop now runs inside PyTorch, and nothing goes back
# to Python between two steps. That saves time: *Count the calls: one call or a
# loop* counts what it saves.

output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }")
print(f"{torch.allclose(loop_output, output) = }")
print(f"{torch.allclose(state[0], h_n) = }, {torch.allclose(state[1], c_n) = }")

# %%
# ``allclose`` asks whether numbers are equal within a small tolerance. Sums
# that are taken in another order may differ in the last digits, so ``==`` would
# be too strict here, between two computations.

# %%
# Chunks of two steps
# -------------------
# Between one call for each step and one call for all of them lies a loop over
# chunks. Each chunk starts from the state in which the chunk before it ended.
# This is how to read a sequence that is too long for one call.

# lesson: figure
try:
    from lstm_demo.pictures import plot_chunks
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    plot_chunks(5, 2, gradient=False)

# %%
# Five steps, cut after every second one, make chunks of 2, 2 and 1 steps. Will
# the outputs be the same as those of one call?
#
# Yes, at all steps
#     ✓ No step notices where a call begins or ends.
# Only within the first chunk
#     ✗ That would be so if each chunk started from zeros.
# No, the last chunk is too short
#     ✗ An LSTM reads any number of steps.

state = None
outputs = []
for chunk in x.split(2):
    chunk_output, state = lstm(chunk, state)
    print(f"{chunk.shape = }")
    outputs.append(chunk_output)
chunked_output = torch.cat(outputs)
print(f"{torch.allclose(chunked_output, output) = }")

# %%
# The LSTM sees the same inputs in the same order, and each step starts from the
# state of the step before. So it makes no difference where the calls begin and
# end, or whether the chunks have the same length.

# %%
# What only the loop shows
# ------------------------
# Each call ends with a state and gives it to you. So the loop has kept
# :math:`c` of all five steps. With the chunks you could have kept three. The
# single call gives only the last one, ``c_n``: its ``output`` has :math:`h` at
# every step, but :math:`c` at every step is not in any of its results. If you
# only want :math:`c` after step 3, call the LSTM with ``x[:3]``: it is the
# ``c_n`` of that call.

# c after each step of the loop, and after the single call
for t, c in enumerate(c_at_each_step, start=1):
    print(f"step {t}: {c[0, 0]}")
print(f"c_n:    {c_n[0, 0]}")

# %%
# Which one to choose
# -------------------
# - *You have the whole sequence:* make one call. It is the fastest and the
#   shortest.
# - *It is too long for the memory* of your computer or graphics card: loop over
#   chunks.
# - *The next input is not there yet,* because it comes in live or depends on
#   what the LSTM has just answered: loop over steps.
#
# The numbers agree for an LSTM that reads in one direction, without active
# dropout. One that also reads backwards has to begin at the end of the sequence
# (*Two directions: bidirectional*). Dropout sets a few numbers to zero at
# random, and different ones at each call (*Dropout between layers*). If you
# also train over chunks, there is one more thing to decide (*Reset, carry,
# detach: truncated backpropagation*).

# %%
# You need not write these loops again
# ------------------------------------
# The package ``lstm_demo`` has each of the three ways as a function. All three
# return the same kind of result: ``output``, ``h_n`` and ``c_n``, as
# ``nn.LSTM`` does, and also the states after each call, ``h_calls`` and
# ``c_calls``. The first axis of those two counts the calls, and the others are
# those of ``h_n``: (calls, layers, batch, hidden_size).

try:
    from lstm_demo import run_batched, run_in_chunks, run_stepwise
except ModuleNotFoundError:
    print("This part needs lstm_demo; all else runs without it.")
else:
    steps = run_stepwise(lstm, x)
    chunks = run_in_chunks(lstm, x, chunk_size=2)
    whole = run_batched(lstm, x)
    print(f"{steps.c_calls.shape = }")  # five calls
    print(f"{chunks.c_calls.shape = }")
    print(f"{whole.c_calls.shape = }")
    print(f"step 3: {steps.c_calls[2, 0, 0]}")

    # each equals what was written by hand above
    torch.testing.assert_close(steps.output, loop_output)
    torch.testing.assert_close(steps.c_calls, torch.stack(c_at_each_step))
    torch.testing.assert_close(chunks.output, chunked_output)
    torch.testing.assert_close(whole.output, output)
    for run in (steps, chunks, whole):
        torch.testing.assert_close((run.h_n, run.c_n), (h_n, c_n))

# %%
# The functions need the whole sequence. Where the next input is not there yet,
# write the loop over steps yourself.

# %%
# Remember
# --------
# - One call, a loop over steps and a loop over chunks give the same numbers if
#   the state is carried, in one direction and without active dropout.
# - With a complete sequence, make one call.
# - ``nn.LSTM`` gives you :math:`c` at every step only in a loop over steps.

# %%
# Try it
# ------
# Write the loop over chunks for an LSTM with ``batch_first=True`` and ``x`` of
# shape (1, 5, 4). In the loop two things change: the axis along which you split
# and the one along which you join. Before, it was 0 for both. Which is it now?

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
torch.testing.assert_close(c_at_each_step[-1], c_n)
assert [len(chunk) for chunk in x.split(2)] == [2, 2, 1]
assert len(c_at_each_step) == 5
torch.testing.assert_close(lstm(x[:3])[1][1], c_at_each_step[2])

# %%
# Next
# ----
# *hidden_size: what it is, and what it is not* explains the number that is most
# often misunderstood.
