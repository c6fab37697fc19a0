r"""Go from the output to a prediction
==================================

An LSTM gives ``hidden_size`` numbers per step. A linear layer, called the head, turns them
into what you want: a class, a number or a word, for each step or for the whole sequence.

You will see where to attach a head, what Keras returns, and an LSTM in ``nn.Sequential``.
"""

# lesson: after plot_03_output_and_states
# lesson: tags output, training
# lesson: answers B5, B8

# %%
# One prediction per step, or one per sequence
# --------------------------------------------
# ``nn.Linear`` works on the last axis and leaves the others as they are. On ``output`` it
# makes a prediction for each step, *many to many*: a label for each word. *Many to one*, a
# class for the whole sequence, needs the last step, the only one that has seen all of it:
# ``h_n[-1]``. For 2 classes and 7 sequences of 5 steps, what shapes will both have?

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
lstm, head = nn.LSTM(4, 3, batch_first=True), nn.Linear(in_features=3, out_features=2)
inputs = torch.randn(7, 5, 4)
output, (h_n, c_n) = lstm(inputs)
print(f"{head(output).shape = }, {head(h_n[-1]).shape = }")

# %%
# What Keras calls it
# -------------------
# A `Keras LSTM <https://keras.io/api/layers/recurrent_layers/lstm/>`_ returns ``output`` if
# ``return_sequences=True``, else ``output[:, -1]``; ``return_state=True`` adds ``h_n[-1]``
# and ``c_n[-1]``. Will ``output[:, -1]`` equal ``h_n[-1]``, ``c_n[-1]`` or neither?

print(f"{torch.equal(output[:, -1], h_n[-1]) = }")
print(f"{torch.equal(output[:, -1], c_n[-1]) = }")

# %%
# ``h_n[-1]``, for ``output`` holds h. With padding or two directions, ``output[:, -1]`` is
# wrong: see *Pack padded sequences* and *Read in both directions*.

# %%
# In a Sequential
# ---------------
# ``nn.Sequential`` hands on all that a module returns, and an LSTM returns a pair. What
# will the linear layer say, if no module between the two takes the output out of the pair?


class TakeOutput(nn.Module):
    def forward(self, results):
        return results[0]


try:
    nn.Sequential(lstm, head)(inputs)
except TypeError as error:
    print(message := str(error))

# %%
# Train on the last step, look at all
# -----------------------------------
# Is the sum of 20 random numbers positive? The training asks at the last step only. Asked
# at each step about the sum so far, at how many will over nine answers in ten be right?

model = nn.Sequential(nn.LSTM(1, 16, batch_first=True), TakeOutput(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
for _ in range(150):
    numbers = torch.randn(128, 20, 1)
    loss = nn.BCEWithLogitsLoss()(model(numbers)[:, -1], (numbers.sum(dim=1) > 0).float())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

numbers = torch.randn(1000, 20, 1)
sums, chance = numbers.cumsum(dim=1), model(numbers).sigmoid().detach()
right = ((chance > 0.5) == (sums > 0)).float().mean(dim=(0, 2))
print(f"right in over 90% at {(right > 0.9).sum()} of 20 steps")
figure, axes = plt.subplots(2, sharex=True, layout="constrained", figsize=(6.4, 4.4))
figure.suptitle("Three sequences: the sum so far, and what the head says of it")
for row, style in ((1, "o-"), (3, "s--"), (5, "^:")):
    axes[0].plot(range(1, 21), sums[row], style, ms=4)
    axes[1].plot(range(1, 21), chance[row], style, ms=4)
axes[0].set_ylabel("sum so far")
axes[1].set(xlabel="time step $t$", ylabel="chance of > 0", xticks=range(0, 21, 5))
plt.show()

# %%
# At all 20: to have the sum at the end, the LSTM keeps it all along, where the head reads.

# %%
# What was claimed
# ----------------

assert torch.equal(output[:, -1], h_n[-1])
assert message == "linear(): argument 'input' (position 1) must be Tensor, not tuple"
assert (right > 0.9).all()
