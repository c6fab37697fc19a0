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
    def __init__(self, input_size, hidden_size, *, norm=True, peepholes=True):
        super().__init__()
        self.x = nn.Linear(input_size, 4 * hidden_size)
        self.h = nn.Linear(hidden_size, 4 * hidden_size, bias=False)
        size = 4 * hidden_size
        self.norm = nn.LayerNorm(size) if norm else nn.Identity()
        peeps = torch.zeros(3, hidden_size)  # of i, f and o
        self.peeps = nn.Parameter(peeps, requires_grad=peepholes)

    def forward(self, x, state):
        h, c = state
        i, f, g, o = self.norm(self.x(x) + self.h(h)).chunk(4, dim=-1)
        p_i, p_f, p_o = self.peeps
        i, f = torch.sigmoid(i + p_i * c), torch.sigmoid(f + p_f * c)
        c = f * c + i * torch.tanh(g)
        o = torch.sigmoid(o + p_o * c)  # sees the new c
        return o * torch.tanh(c), c


# %%
# Without its extras it is an LSTM, which is how you test it:

torch.manual_seed(0)
plain, lstm = Cell(4, 6, norm=False, peepholes=False), nn.LSTM(4, 6)
plain.x.load_state_dict({"weight": lstm.weight_ih_l0, "bias": lstm.bias_ih_l0})
plain.h.load_state_dict({"weight": lstm.weight_hh_l0})
lstm.bias_hh_l0.data.zero_()

x, state = torch.randn(7, 2, 4), (torch.zeros(2, 6), torch.zeros(2, 6))
outputs = []
for x_t in x:
    state = plain(x_t, state)
    outputs.append(state[0])
torch.testing.assert_close(torch.stack(outputs), lstm(x)[0])
h, c = Cell(4, 6)(x[0], (torch.zeros(2, 6), torch.zeros(2, 6)))
print(f"{h.shape = }, {c.shape = }")
