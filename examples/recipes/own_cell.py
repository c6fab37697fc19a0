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

# %%
# The norm gives what goes into the gates the same size, however large the inputs
# are. So no gate is stuck at 0 or 1. Before the norm, and after it:

own = Cell(4, 6)
nn.init.uniform_(own.peeps, -0.5, 0.5)
for scale in (1, 1000):
    z = own.x(scale * x[-1]) + own.h(h)
    print(f"{z.std():.1f} {own.norm(z).std():.1f}")
    assert 0.9 < own.norm(z).std() < 1.1
    assert own.norm(z).abs().max() < 4  # a gate between 0.02 and 0.98
    h, c = own(scale * x[-1], h, c)
assert z.std() > 100

# %%
# NaN from the first call on? ``nn.Linear`` and ``nn.LSTM`` fill their weights, in
# ``reset_parameters``. ``torch.empty`` and ``torch.Tensor(24, 4)`` fill nothing:
# they hold whatever was in that memory, so it may run today and not tomorrow. To
# find what was left unfilled, let PyTorch put NaN there:

torch.use_deterministic_algorithms(True)
empty = nn.Module()
empty.bias = nn.Parameter(torch.zeros(24))
empty.weight = nn.Parameter(torch.empty(24, 4))
print([name for name, w in empty.named_parameters() if w.isnan().any()])
nn.init.uniform_(empty.weight, -(6**-0.5), 6**-0.5)  # as nn.LSTM(4, 6) does
assert empty.weight.isfinite().all()
torch.use_deterministic_algorithms(False)
assert all(0.3 < w.abs().max() <= 6**-0.5 for w in lstm.parameters())

# %%
# And no ``BatchNorm1d`` over h: at the first step h is zero in every sequence,
# its variance too, and the gradient is divided by the root of ``eps`` alone: it
# grows some 300 times (`a thread <https://github.com/jihunchoi/recurrent-batch-normalization-pytorch/issues/5>`_
# on such a cell).

zeros = torch.zeros(2, 6, requires_grad=True)
h_norm = nn.BatchNorm1d(6)(zeros)
(h_norm[0] - h_norm[1]).sum().backward()
print(f"{zeros.grad.abs().max():.0f}")
