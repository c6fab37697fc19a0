r"""Dropout across time, with one mask for a sequence
=================================================

The ``dropout`` of ``nn.LSTM`` acts between layers only. To drop part of h on
its way from step to step (*variational* or *recurrent* dropout, `Gal and
Ghahramani, 2016 <https://arxiv.org/abs/1512.05287>`_), loop over an
``nn.LSTMCell`` and use the *same* mask at each step.
"""

import torch
from torch import nn


def run(cell, x, p, training):
    """Run (time, batch, features) through a cell; return h of every step."""
    h = c = x.new_zeros(x.shape[1], cell.hidden_size)
    mask = torch.ones_like(h)
    if training:
        mask = torch.bernoulli(mask * (1 - p)) / (1 - p)
    outputs = []
    for x_t in x:
        h, c = cell(x_t, (h * mask, c))
        outputs.append(h)
    return torch.stack(outputs)


# %%
# Without training it equals an LSTM with the same weights:

torch.manual_seed(0)
cell, lstm = nn.LSTMCell(4, 6), nn.LSTM(4, 6)
lstm.load_state_dict({f"{name}_l0": w for name, w in cell.state_dict().items()})
x = torch.randn(7, 2, 4)
torch.testing.assert_close(run(cell, x, 0.5, training=False), lstm(x)[0])
noisy = run(cell, x, 0.5, training=True)
print(f"{torch.allclose(noisy[0], lstm(x)[0][0]) = }")  # no h to drop yet
assert not torch.allclose(noisy[1:], lstm(x)[0][1:])

# %%
# It is several times slower than one call. A cheaper relative is to drop
# entries of ``weight_hh`` once per call (*DropConnect*).
