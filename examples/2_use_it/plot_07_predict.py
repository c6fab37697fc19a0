r"""From output to a prediction: the head and the training loop
===========================================================

How do the numbers of an LSTM become a class, a number or a word?

An LSTM returns ``hidden_size`` numbers per step, and none of them is an answer
yet. A linear layer, called the *head*, turns them into one. Where you attach
the head decides what you predict: something at each step, or one thing for the
whole sequence. At the end of this lesson you train both parts together.
"""

# lesson: minutes 9
# lesson: level beginner
# lesson: after plot_03_output_and_states
# lesson: tags output, training

# %%
# Where the head goes
# -------------------
# Here are 7 sequences of 5 steps, an LSTM, and a head for two classes. There
# are three usual places for the head. *Many to one*: one answer for the whole
# sequence, such as its class. *Many to many*: one answer per step, such as a
# label for each word. *One to many*: one start, and each answer is the next
# input, such as a text that is being written.

import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
head = nn.Linear(in_features=3, out_features=2)
x = torch.randn(7, 5, 4)  # (batch, time, features)

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo import plot_heads

plot_heads(lstm, head, x)
plt.show()

# %%
# An answer for each step
# -----------------------
# ``nn.Linear`` works on the last axis and leaves the other axes as they are.
# Given the whole ``output``, it makes an answer at each step of each sequence:
# 2 numbers, one for each class.

output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }")
print(f"{head(output).shape = }")

# %%
# One answer for the sequence
# ---------------------------
# Now you want one class per sequence. What do you give to the head?
#
# ``output[:, 0]``, the first step
#     ✗ The first step has read only the first input. It cannot know what
#     follows.
# ``c_n[-1]``, the memory at the end
#     ✗ It has read everything, but it is not what an LSTM shows: the output
#     gate has not chosen from it yet, and its numbers may be large.
# ``h_n[-1]``, h after the last step
#     ✓ It has read the whole sequence, and it is made to be shown. Here
#     ``output[:, -1]`` is the same. ``h_n[-1]`` is the safer habit, because it
#     stays right when sequences are packed.

print(f"{head(h_n[-1]).shape = }")
print(f"{torch.equal(h_n[-1], output[:, -1]) = }")

# %%
# If you come from Keras: ``return_sequences=True`` returns what is called
# ``output`` here, without it you get ``output[:, -1]``, and
# ``return_state=True`` adds ``h_n[-1]`` and ``c_n[-1]`` (`Keras's page
# <https://keras.io/api/layers/recurrent_layers/lstm/>`_).

# %%
# Put them into one module
# ------------------------
# ``nn.Sequential`` hands on everything that a module returns. An LSTM returns a
# tuple, and a linear layer wants a tensor:

try:
    nn.Sequential(lstm, head)(x)
except TypeError as error:
    message = str(error)
print(message)

# %%
# So write a small module of your own. It takes the tuple apart and answers at
# each step:


class SumIsPositive(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=16, batch_first=True)
        self.head = nn.Linear(in_features=16, out_features=1)

    def forward(self, numbers):
        output, _ = self.lstm(numbers)
        return self.head(output).squeeze(-1)  # (batch, time)


model = SumIsPositive()
print(f"{model(torch.randn(7, 5, 1)).shape = }")

# %%
# Train it
# --------
# The task: 20 random numbers go in, one at a time. Is their sum positive? The
# answer is one number per step. Above 0 means yes.
#
# Training repeats five lines. The model answers. The *loss* says how wrong the
# answers are. ``backward`` finds the *gradient*, which tells for each weight
# whether more of it would make the loss larger or smaller. The optimizer, here
# Adam, moves each weight a little against its gradient. ``zero_grad`` clears
# the gradients for the next round. We ask only at the last step, ``[:, -1]``:

optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
loss_of = nn.BCEWithLogitsLoss()  # for answers that are yes or no
for step in range(121):
    numbers = torch.randn(64, 20, 1)
    wanted = (numbers.sum(dim=(1, 2)) > 0).float()
    loss = loss_of(model(numbers)[:, -1], wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 40 == 0:
        print(f"{step = }, {loss.item() = :.2f}")

# %%
# The loss starts at 0.69, which is what guessing costs, and falls.

# %%
# Ask at every step
# -----------------
# The head was trained at the last step alone, but it can read h at any step.
# Compare its answer at step :math:`t` with the sum of the first :math:`t`
# numbers. At how many of the 20 steps is it right more than nine times in ten?
#
# Only at the last
#     ✗ That is where it was trained. But to know the sum at the end, the LSTM
#     has to keep a sum all the way.
# At all 20
#     ✓ The LSTM never learns which step will be the last one asked about: it
#     keeps the sum so far in h, and the same head reads it anywhere.

numbers = torch.randn(1000, 20, 1)
sum_so_far = numbers.cumsum(dim=1).squeeze(-1)
with torch.no_grad():  # we only look: no gradients needed
    answers = model(numbers)
right = ((answers > 0) == (sum_so_far > 0)).float().mean(dim=0)
print(f"{(right > 0.9).sum() = }")

# %%
# The picture follows three sequences. Above is the sum so far, below what the
# model says of it, as a probability: 1 is a sure yes, 0 a sure no.

# lesson: figure
figure, axes = plt.subplots(
    2, sharex=True, layout="constrained", figsize=(6.4, 4.4)
)
figure.suptitle(
    "Three sequences: the answer follows the sign of the sum so far"
)
for row, style in ((1, "o-"), (3, "s--"), (5, "^:")):
    axes[0].plot(range(1, 21), sum_so_far[row], style, ms=4)
    axes[1].plot(range(1, 21), answers[row].sigmoid(), style, ms=4)
axes[0].axhline(0, color="0.5", lw=1)
axes[0].set_ylabel("sum so far")
axes[1].set(
    xlabel="time step $t$", ylabel="probability of > 0", xticks=range(0, 21, 5)
)
plt.show()

# %%
# Remember
# --------
# - ``head(output)`` gives an answer for each step, ``head(h_n[-1])`` one for
#   the sequence.
# - An LSTM returns a tuple, so it does not fit into ``nn.Sequential``: write a
#   module.
# - Ask at the last *valid* step. With padding or two directions
#   ``output[:, -1]`` is not it: see *Different lengths: pad and pack* and *Two
#   directions: bidirectional*.

# %%
# Try it
# ------
# Give the head the mean of ``output`` over time in place of its last step, as
# many text classifiers do. Train again, twice as long. It can still tell,
# nearly as well: the head reads every h now, and its answers are averaged.

# lesson: solution
torch.manual_seed(0)
model = SumIsPositive()
optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
for _ in range(240):
    numbers = torch.randn(64, 20, 1)
    wanted = (numbers.sum(dim=(1, 2)) > 0).float()
    loss = loss_of(model(numbers).mean(dim=1), wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

numbers = torch.randn(1000, 20, 1)
said = model(numbers).mean(dim=1) > 0
mean_right = (said == (numbers.sum(dim=(1, 2)) > 0)).float().mean()
print(f"{mean_right = :.2f}, {right[-1] = :.2f}")

# %%

# lesson: check
assert head(output).shape == (7, 5, 2)
assert head(h_n[-1]).shape == (7, 2)
assert torch.equal(h_n[-1], output[:, -1])
assert (
    message
    == "linear(): argument 'input' (position 1) must be Tensor, not tuple"
)
assert (right > 0.9).all()
assert mean_right > 0.9

# %%
# Next
# ----
# *Words become numbers: Embedding and LSTM* puts an ``nn.Embedding`` below the
# LSTM, so that it can read letters and words.
