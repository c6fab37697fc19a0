r"""Attention over the outputs, with a mask
=======================================

Let the model choose which steps count: each step gets a weight, and the weights
of a sequence add up to 1. The padding gets minus infinity before the softmax,
so its weight is exactly 0.
"""

import torch
from torch import nn


class AttentionPool(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.score = nn.Linear(hidden_size, 1)

    def forward(self, output, lengths):
        steps = torch.arange(output.shape[1], device=output.device)
        padding = steps >= lengths.unsqueeze(1)  # (batch, time)
        scores = self.score(output).squeeze(-1).masked_fill(padding, -torch.inf)
        weights = scores.softmax(dim=1)
        return weights.unsqueeze(1).bmm(output).squeeze(1), weights


# %%
# One vector per sequence, and the weights to look at:

torch.manual_seed(0)
lengths = torch.tensor([2, 5, 3])
output, _ = nn.LSTM(4, 6, batch_first=True)(torch.randn(3, 5, 4))
pooled, weights = AttentionPool(6)(output, lengths)
print(f"{pooled.shape = }")
print(weights)
assert weights[0, 2:].count_nonzero() == 0
torch.testing.assert_close(weights.sum(dim=1), torch.ones(3))

# %%
# A weight is that of an h, and not of a word: an h has read all steps before it,
# and with two directions all steps. So much weight on the last step need not
# mean that the last word counts. With another first step, each h is another one:

lstm, x = nn.LSTM(4, 6, batch_first=True), torch.randn(1, 5, 4)
other = x.clone()
other[:, 0] += 1
moved = (lstm(x)[0] != lstm(other)[0]).any(dim=-1)
print(f"{moved = }")
assert moved.all()
