r"""output, h_n, c_n: which is which
================================

Which of the three results do you need, and where do they hold the same numbers?

An LSTM returns three tensors, and `which of them equals which
<https://stackoverflow.com/questions/48302810>`_ is one of the most frequently
asked questions about it. The answer is short, and it is easiest to see with
several sequences at once.

If you take the wrong one, your network sees another step (``output[0]``), all
steps of one sequence (``output[-1]`` with ``batch_first``), or the memory in
place of the hidden state (``c_n``). The shapes of ``output[0]`` and ``c_n``
fit, so the network trains all the same, on the wrong numbers.
"""

# lesson: minutes 7
# lesson: level beginner
# lesson: after axes
# lesson: tags output, state

# %%
# The same picture, several sequences
# -----------------------------------
# Here an LSTM reads 5 sequences side by side, with 6 time steps each.

import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3)
lstm.requires_grad_(False)  # no training here; keeps what is printed short
x = torch.randn(6, 5, 4)  # 6 time steps, 5 sequences, 4 features
output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }")

# %%
# ``output`` has a row of 3 numbers for every step of every sequence. How many
# such rows does ``h_n`` have?
#
# 6, one for each step
#     ✗ Only the last step is left in ``h_n``.
# 5, one for each sequence
#     ✓ Each sequence ends with an :math:`h` of its own.
# 1, for the whole batch
#     ✗ The sequences of a batch never see each other.

print(f"{h_n.shape = }")
print(f"{c_n.shape = }")

# %%
# The shape is (layers, batch, ``hidden_size``). The 1 is the single layer of
# this LSTM. The 5 are the sequences: each has a memory of its own, so there are
# 5 rows. In the picture, ``output`` is the top row, :math:`h` at every step.
# The states leave on the right.

# lesson: figure
try:
    from lstm_demo.pictures import plot_unrolled
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    plot_unrolled(lstm, x, lit=("output", "h_n", "c_n"))

# %%
# Where h_n is in output
# ----------------------
# Compare each step of ``output`` with ``h_n``:

for t in range(6):
    print(f"{t = }: {torch.equal(output[t], h_n[0]) = }")

# %%
# Only the last step, ``output[5]`` or ``output[-1]``, is the same. (``equal``
# compares to the last digit, which is no problem here: both come from one
# call.) In the picture below, the box on the right is what ``h_n`` holds:
# ``h_n[0]`` alone, which belongs to layer 0. The arrow → says that this layer
# reads forward; there are also layers that read backwards.

# lesson: figure
# sphinx_gallery_thumbnail_number = 2
try:
    from lstm_demo.pictures import plot_h_n
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    plot_h_n(lstm, x)

# %%
# c_n is not in output
# --------------------
# Now look for :math:`c`. Here is all that ``output`` holds of the first
# sequence, and below it what ``c_n`` holds of it.

for t in range(6):
    print(f"output[{t}, 0] = {output[t, 0]}")
print(f"c_n[0, 0]    = {c_n[0, 0]}")

# %%
# ``output`` shows :math:`h` and never :math:`c`. The two are related, number by
# number: :math:`h = o \cdot \tanh(c)`. Here tanh squeezes :math:`c` between
# :math:`-1` and 1. The *output gate* :math:`o`, between 0 and 1, decides how
# much of that is shown. Take the first number after the last step: :math:`c` is
# 0.8151, its tanh is 0.6724, and ``output`` shows 0.2525. So there the gate is
# 0.2525 / 0.6724 = 0.3755. From :math:`h` alone you cannot get :math:`c` back:
# you would also need the gate. For now that is enough. *One step by hand: the
# equations of an LSTM* shows the rest.

# %%
# With batch_first
# ----------------
# In many examples, ``output[-1]`` stands for "the last step". Now the LSTM is
# made with ``batch_first=True``, so ``output`` has the shape (5, 6, 3).
#
# What is ``output[-1]`` now?
#
# The last step of all sequences
#     ✗ That is now ``output[:, -1]``.
# All steps of the last sequence
#     ✓ The first axis is now another one.
# The same as ``h_n[0]``
#     ✗ ``h_n[0]`` still has 5 rows, one for each sequence.

batch_lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
batch_lstm.load_state_dict(lstm.state_dict())
batch_lstm.requires_grad_(False)
batch_output, (batch_h_n, _) = batch_lstm(x.transpose(0, 1))
print(f"{batch_output[-1].shape = }")
print(f"{batch_output[:, -1].shape = }")
print(f"{torch.equal(batch_output[:, -1], batch_h_n[0]) = }")

# %%
# ``[-1]`` counts along the first axis, and in ``output`` that is now the batch.
# In ``h_n`` it is still the layers. So ``h_n[-1]`` is the safer way to ask for
# the last step: :math:`h` of the last layer after the last step, with or
# without ``batch_first``. (Have shorter sequences been filled up to one length?
# Then their last step is filling: see *Different lengths: pad and pack*.)
#
# With one layer, ``h_n[0]`` is the same. (Two directions are another story:
# *Two directions: bidirectional*.)

# %%
# Which one you need
# ------------------
# - *One answer for each sequence*, such as "is this review friendly?": take
#   ``h_n[-1]``, of shape (batch, ``hidden_size``).
# - *One answer for each step*, such as a tag for each word: take the whole
#   ``output``, of shape (time, batch, ``hidden_size``).
# - *Go on reading later*, from where this call has stopped: keep the pair
#   ``(h_n, c_n)``.
#
# In the first two cases a linear layer computes the answer from these numbers:
# *From output to a prediction: the head and the training loop*.
#
# All this holds for one layer that reads in one direction. With more layers, or
# two directions, the first axis of ``h_n`` gets longer, and *Every kind of
# LSTM: what output and h_n hold* tells you which is which.

# %%
# Remember
# --------
# - ``output`` is :math:`h` at every step, of every sequence.
# - ``h_n`` is :math:`h` after the last step: one row for each sequence, also
#   with ``batch_first``.
# - The last step of ``output`` is ``output[-1]``; with ``batch_first``, it is
#   ``output[:, -1]``.
# - ``c_n`` is never in ``output``.

# %%
# Try it
# ------
# Many people write ``output, h_n, c_n = lstm(x)``, without the inner
# parentheses. What will happen?

# lesson: solution
try:
    output, h_n, c_n = lstm(x)
except ValueError as error:
    message = str(error)
print(message)
assert "expected 3, got 2" in message

# Two values come back: output, and a pair. Both of these are right:
output, (h_n, c_n) = lstm(x)
output, state = lstm(x)
assert len(state) == 2

# %%

# lesson: check
assert output.shape == (6, 5, 3)
assert h_n.shape == c_n.shape == (1, 5, 3)

steps_like_h_n = [t for t in range(6) if torch.equal(output[t], h_n[0])]
assert steps_like_h_n == [5]
for sequence in range(5):
    c = c_n[0, sequence]
    assert not any(torch.equal(row, c) for row in output.reshape(-1, 3))

c, shown = c_n[0, 0, 0], output[5, 0, 0]
assert round(shown.item(), 4) == 0.2525
assert round(torch.tanh(c).item(), 4) == 0.6724
assert round((shown / torch.tanh(c)).item(), 4) == 0.3755

torch.testing.assert_close(batch_h_n, h_n)
assert torch.equal(h_n[-1], h_n[0])
assert torch.equal(batch_output[:, -1], batch_h_n[0])
torch.testing.assert_close(batch_output[-1], output[:, -1])

# %%
# Next
# ----
# *Carry the state from step to step* uses ``(h_n, c_n)`` to go on reading.
