r"""Take the last valid step without packing
========================================

For sequences of different lengths in one padded batch, when you want h after
each one's own last step and do not want to pack. It is right for one direction:
padding that comes later cannot change what came before. For two directions,
pack.
"""

import torch
from torch import nn

torch.manual_seed(0)
lengths = torch.tensor([2, 5, 3])
x = torch.randn(3, 5, 4)  # (batch, time, features), padded to 5 steps
lstm = nn.LSTM(4, 6, batch_first=True)

output, _ = lstm(x)
rows = torch.arange(len(lengths))
last = output[rows, lengths - 1]  # (batch, hidden_size)
print(f"{last.shape = }")

# %%
# The same with ``gather``, which also works inside exported programs:

index = (lengths - 1).view(-1, 1, 1).expand(-1, 1, output.shape[-1])
gathered = output.gather(1, index).squeeze(1)

# %%
# It equals what packing gives:

packed = nn.utils.rnn.pack_padded_sequence(
    x, lengths, batch_first=True, enforce_sorted=False
)
_, (h_n, _) = lstm(packed)
print(f"{torch.allclose(last, h_n[-1], atol=1e-6) = }")
assert torch.equal(last, gathered)
torch.testing.assert_close(last, h_n[-1])
