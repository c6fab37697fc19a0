r"""Go from the output to a prediction
==================================

An LSTM gives ``hidden_size`` numbers per step. What you want is a class, a number or a
word, for each step or for the whole sequence. A linear layer, called the head, turns the
one into the other.

You will see the two ways to attach a head, what Keras' ``return_sequences`` and
``return_state`` are in PyTorch, and how to use an LSTM in ``nn.Sequential``.
"""

# lesson: after plot_07_compare_output_and_states
# lesson: tags output, training
# lesson: answers B5, B8

# %%
# One prediction per step
# -----------------------
# ``nn.Linear`` works on the last axis and leaves the others as they are. A head with two
# outputs follows an LSTM with three units, for a batch of 7 sequences of 5 steps. What
# shape will the predictions have?

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
head = nn.Linear(in_features=3, out_features=2)
inputs = torch.randn(7, 5, 4)

output, (h_n, c_n) = lstm(inputs)
per_step = head(output)
print(f"{output.shape = }")
print(f"{per_step.shape = }")

# %%
# This is *many to many*: a label for each word, a forecast at each moment. The head knows
# nothing of time; it does the same at each step.

# %%
# One prediction per sequence
# ---------------------------
# *Many to one*: a class for the whole sequence. Only the last step has seen all of it. With
# one layer and one direction, ``output[:, -1]`` and ``h_n[-1]`` both hold it. Where will
# the batch be in each of the two?

print(f"{output[:, -1].shape = }")
print(f"{h_n[-1].shape = }")
print(f"{torch.equal(output[:, -1], h_n[-1]) = }")
per_sequence = head(h_n[-1])
print(f"{per_sequence.shape = }")

# %%
# The batch is first in both, but for another reason: ``h_n`` is (layers, batch, features)
# with or without ``batch_first``, and ``[-1]`` takes the last layer. With padding or with
# two directions, ``output[:, -1]`` is the wrong thing to take: see *Pack padded sequences*
# and *Read in both directions*.

# %%
# What Keras calls it
# -------------------
# A `Keras LSTM <https://keras.io/api/layers/recurrent_layers/lstm/>`_ returns one thing or
# another, as its two options say. PyTorch returns it all, and you take what you need. What
# shapes come back when both options are set?

last, all_steps = h_n[-1], output
keras = {
    "LSTM(3)": last,
    "LSTM(3, return_sequences=True)": all_steps,
    "LSTM(3, return_state=True)": (last, h_n[-1], c_n[-1]),
    "LSTM(3, return_sequences=True, return_state=True)": (all_steps, h_n[-1], c_n[-1]),
}
for call, result in keras.items():
    results = result if isinstance(result, tuple) else (result,)
    print(call, *(tuple(tensor.shape) for tensor in results), sep="\n    ")

# %%
# In a Sequential
# ---------------
# ``nn.Sequential`` hands to each module all that the one before has returned. An LSTM
# returns a pair. What will the linear layer say?

try:
    nn.Sequential(lstm, head)(inputs)
except TypeError as error:
    message = str(error)
print(message)

# %%
# Put a module between the two that passes on the output alone:


class TakeOutput(nn.Module):
    """Keep the output of an LSTM and drop its states."""

    def forward(self, results):
        """Take what an LSTM returns."""
        output, _ = results
        return output


model = nn.Sequential(lstm, TakeOutput(), head)
print(f"{model(inputs).shape = }")

# %%
# Train on the last step, look at all
# -----------------------------------
# Is the sum of 20 random numbers positive? The head is trained on the last step only. The
# same head fits every step, so it can also be asked on the way, though it was never taught
# to. At which steps will it be right about the sum so far?

model = nn.Sequential(nn.LSTM(1, 16, batch_first=True), TakeOutput(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
for _ in range(150):
    numbers = torch.randn(128, 20, 1)
    positive = (numbers.sum(dim=1) > 0).float()
    loss = nn.functional.binary_cross_entropy_with_logits(model(numbers)[:, -1], positive)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

with torch.no_grad():
    numbers = torch.randn(1000, 20, 1)
    sums = numbers.cumsum(dim=1)
    chance = model(numbers).sigmoid()
right = ((chance > 0.5) == (sums > 0)).float().mean(dim=(0, 2))
for step in (1, 10, 20):
    print(f"step {step}: right about the sum so far in over 90%: {right[step - 1] > 0.9}")

figure, axes = plt.subplots(2, sharex=True, layout="constrained", figsize=(6.4, 4.4))
figure.suptitle("Three sequences: the sum so far, and what the head says of it")
for row, style in ((1, "o-"), (3, "s--"), (5, "^:")):
    axes[0].plot(range(1, 21), sums[row], style, ms=4, label=f"sequence {row}")
    axes[1].plot(range(1, 21), chance[row], style, ms=4)
axes[0].set_ylabel("sum so far")
axes[0].legend()
axes[1].set(xlabel="time step $t$", ylabel="chance of > 0", xticks=range(0, 21, 5))
plt.show()

# %%
# What was claimed
# ----------------

assert torch.equal(output[:, -1], h_n[-1])
torch.testing.assert_close(per_step[:, -1], per_sequence, atol=1e-6, rtol=1e-5)
for t in range(5):
    torch.testing.assert_close(head(output[:, t]), per_step[:, t], atol=1e-6, rtol=1e-5)
assert message == "linear(): argument 'input' (position 1) must be Tensor, not tuple"
assert (right > 0.9).all()
