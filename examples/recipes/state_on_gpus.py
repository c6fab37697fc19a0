r"""Several GPUs: pass a state in
=============================

``nn.DataParallel`` cuts what you pass along axis 0. In ``h_0`` and ``c_0`` that
axis is the layers, whatever ``batch_first`` says. So hand the state over with
the batch first, and turn it inside ``forward``. Zeros need not be passed at
all.
"""

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 6, num_layers=2, batch_first=True)

    def forward(self, x, h, c):  # all with the batch first
        h_0, c_0 = (s.transpose(0, 1).contiguous() for s in (h, c))
        output, (h_n, c_n) = self.lstm(x, (h_0, c_0))
        return output, h_n.transpose(0, 1), c_n.transpose(0, 1)


# %%
# Cut by hand, as two devices would. As the LSTM returns it, the state is cut
# between the layers. With the batch first it is cut between the sequences, like
# ``x``:

torch.manual_seed(0)
model, x = Model(), torch.randn(4, 5, 4)
h, c = torch.randn(2, 4, 2, 6)  # each (batch, layers, features)
print(f"{h.transpose(0, 1).chunk(2)[0].shape = }")
print(f"{h.chunk(2)[0].shape = }")
first, second = model(x[:2], h[:2], c[:2]), model(x[2:], h[2:], c[2:])
for one, other, whole in zip(first, second, model(x, h, c), strict=True):
    torch.testing.assert_close(torch.cat([one, other]), whole)
