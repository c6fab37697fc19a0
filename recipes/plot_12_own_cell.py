r"""A cell of your own: layer norm and peepholes
============================================

``nn.LSTM`` cannot be changed inside. A cell of your own is ten lines. Here it
has two extras: a layer norm on what goes into the gates, and *peepholes*,
through which the gates see c (`Gers and others, 2002
<https://www.jmlr.org/papers/v3/gers02a.html>`_).
"""

import torch
from torch import nn


class Cell(nn.Module):
    def __init__(self, input_size, hidden_size, norm=nn.LayerNorm):
        super().__init__()
        self.x = nn.Linear(input_size, 4 * hidden_size)
        self.h = nn.Linear(hidden_size, 4 * hidden_size)
        self.norm = norm(4 * hidden_size)
        self.peeps = nn.Parameter(torch.zeros(3, hidden_size))  # of i, f and o

    def forward(self, x, h, c):
        i, f, g, o = self.norm(self.x(x) + self.h(h)).chunk(4, dim=-1)
        p_i, p_f, p_o = self.peeps
        i, f = torch.sigmoid(i + p_i * c), torch.sigmoid(f + p_f * c)
        c = f * c + i * torch.tanh(g)
        o = torch.sigmoid(o + p_o * c)  # sees the new c
        return o * torch.tanh(c), c


# %%
# Without the norm, and while the peepholes are 0, it is an LSTM. That is how
# you test it:

torch.manual_seed(0)
plain, lstm = Cell(4, 6, norm=nn.Identity), nn.LSTM(4, 6)
plain.x.load_state_dict({"weight": lstm.weight_ih_l0, "bias": lstm.bias_ih_l0})
plain.h.load_state_dict({"weight": lstm.weight_hh_l0, "bias": lstm.bias_hh_l0})

x, h, c = torch.randn(7, 2, 4), torch.zeros(2, 6), torch.zeros(2, 6)
for x_t in x:
    h, c = plain(x_t, h, c)
torch.testing.assert_close(h, lstm(x)[0][-1])
print(f"{h.shape = }, {c.shape = }")
