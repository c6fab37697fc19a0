r"""Leave padding out of the loss
=============================

For a target at each step, in a padded batch. Padding that stays in the loss
teaches the model to predict padding, and short sequences count for less than
they should.
"""

import torch
from torch import nn

torch.manual_seed(0)
lengths = torch.tensor([2, 5, 3])
output = torch.randn(3, 5, 6)  # (batch, time, hidden_size)
valid = torch.arange(5) < lengths.unsqueeze(1)  # (batch, time), True or False
print(valid.int())

# %%
# *Classes*: put ``ignore_index`` where there is no target. It says what the loss
# counts, as packing says what the LSTM reads: here you need both.

scores = nn.Linear(6, 4)(output)  # four classes
classes = torch.randint(4, (3, 5)).masked_fill(~valid, -100)
loss = nn.functional.cross_entropy(scores.flatten(0, 1), classes.flatten())

# %%
# *Numbers*: choose the valid steps first, and take the loss of those alone. If
# there is a NaN where a target is missing, the other order gives NaN gradients.

answers, wanted = nn.Linear(6, 1)(output).squeeze(-1), torch.randn(3, 5)
masked = (answers[valid] - wanted[valid]).square().mean()

# %%
# Not the mean over all: it divides by 15 steps where 10 are valid.

diluted = ((answers - wanted).square() * valid).mean()
print(f"{masked / diluted = :.2f}")
torch.testing.assert_close(masked / diluted, torch.tensor(1.5))

# %%
# Over *several batches*, add up losses and valid steps, and divide once. The
# mean of the means counts a step more in a batch that has few of them.
# Perplexity is exp of that one mean, not the mean of the exps:

batches = zip(scores.split(2), classes.split(2), strict=True)
total, steps, means = 0.0, 0, []
for part, wanted in batches:
    step_losses = nn.functional.cross_entropy(
        part.flatten(0, 1), wanted.flatten(), reduction="sum"
    )
    valid_steps = (wanted != -100).sum()
    total, steps = total + step_losses.item(), steps + valid_steps.item()
    means.append(step_losses / valid_steps)
perplexity = torch.tensor(total / steps).exp()
print(f"{steps = }, {perplexity = :.2f}")
torch.testing.assert_close(perplexity, loss.exp())
assert abs(sum(means) / 2 - loss) > 1e-3

# %%
# By hand it is the same loss:

by_hand = nn.functional.cross_entropy(scores[valid], classes[valid])
torch.testing.assert_close(loss, by_hand)
