r"""Mean and maximum over the valid steps
=====================================

One vector per sequence from *all* steps, often better for text than the last
one. The padding must not take part: it would pull the mean towards 0, and its 0
may be the maximum.
"""

import torch
from torch import nn

torch.manual_seed(0)
lengths = torch.tensor([2, 5, 3])
output, _ = nn.LSTM(4, 6, batch_first=True)(torch.randn(3, 5, 4))
valid = torch.arange(5) < lengths.unsqueeze(1)  # (batch, time)
valid = valid.unsqueeze(-1)  # (batch, time, 1)

mean = (output * valid).sum(dim=1) / lengths.unsqueeze(1)
maximum = output.masked_fill(~valid, -torch.inf).amax(dim=1)
print(f"{mean.shape = }, {maximum.shape = }")

# %%
# Each row is what the sequence alone would give:

for row, length in enumerate(lengths):
    alone = output[row, :length]
    torch.testing.assert_close(mean[row], alone.mean(dim=0))
    assert torch.equal(maximum[row], alone.amax(dim=0))
