r"""Reset some rows of a batch
==========================

Several streams share a batch, and one of them begins anew, as an environment
does when its episode has ended (reinforcement learning). Its row of the state
becomes 0, the others go on. ``torch.where`` is the safe way: a product with 0
keeps a NaN.
"""

import torch
from torch import nn


def reset_rows(state, begins):
    """Put zeros where ``begins``, True or False for each sequence, is True."""
    begins = begins.view(1, -1, 1)  # states are (layers, batch, hidden_size)
    return tuple(torch.where(begins, 0.0, s) for s in state)


# %%
# Stream 1 of 3 begins anew, and had become NaN:

torch.manual_seed(0)
lstm = nn.LSTM(4, 6, num_layers=2)
_, state = lstm(torch.randn(10, 3, 4))
state[0].data[:, 1] = torch.nan
begins = torch.tensor([False, True, False])

clean = reset_rows(state, begins)
by_product = state[0] * ~begins.view(1, -1, 1)
print(f"{clean[0].isnan().any() = }, {by_product.isnan().any() = }")

# %%
# The row now gives what a fresh start gives:

x = torch.randn(5, 3, 4)
output, _ = lstm(x, clean)
fresh, _ = lstm(x)
torch.testing.assert_close(output[:, 1], fresh[:, 1])
assert not torch.allclose(output[:, 0], fresh[:, 0])
assert by_product.isnan().any()
