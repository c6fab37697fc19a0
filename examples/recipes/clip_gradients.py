r"""Clip gradients, and find the first NaN
======================================

Over many steps a gradient can explode, and one huge step ruins the weights.
Clip its norm between ``backward`` and ``step``. If a NaN is already there, find
where it began.
"""

import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(4, 6)
for weight in lstm.parameters():
    weight.data *= 20  # an LSTM on the brink
optimizer = torch.optim.SGD(lstm.parameters(), lr=0.1)

output, _ = lstm(torch.randn(50, 2, 4))
output.square().sum().backward()
norm = nn.utils.clip_grad_norm_(lstm.parameters(), max_norm=1.0)
optimizer.step()
print(f"{norm > 1 = }")  # print it now and then: it shows trouble coming

# %%
# After clipping, the norm of all gradients together is at most 1:

clipped = nn.utils.get_total_norm([w.grad for w in lstm.parameters()])
assert norm > 1
assert clipped < 1 + 1e-5

# %%
# If the loss is NaN, look at what goes in before you look at what comes out.
# Here one number of the input is missing:

x = torch.randn(50, 2, 4)
x[17, 1, 2] = torch.nan
output, _ = lstm(x)
print("input:", x.isnan().nonzero()[0].tolist())  # (time, batch, features)
print("output:", output.isnan().nonzero()[0].tolist())
assert output[:17].isfinite().all()
assert output[17:, 1].isnan().all()
assert output[:, 0].isfinite().all()

# %%
# For a NaN that is born in ``backward``, run once under
# ``torch.autograd.detect_anomaly()``: the error then names the operation.
