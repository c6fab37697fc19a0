r"""Project h to fewer numbers
==========================

With ``proj_size`` the hidden state h gets narrower than the memory c.
Here you find where in the step h is projected, and when that saves parameters.

You will see every shape that changes, and a short loop that gives the same ``output``.
"""

# lesson: after plot_03_output_and_states
# lesson: tags gates, weights
# lesson: answers L1, L5

# %%
# Narrow h, wide c
# ----------------
# An LSTM with a memory of 6 numbers is to pass on 2. (They are ``float64`` here. In
# ``float32`` on a CPU, PyTorch warns that oneDNN, the library it uses there, has no
# projections.) Which of the shapes below will have a 2 in them, which a 6?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import shapes_of

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=6, proj_size=2, dtype=torch.float64)
lstm.requires_grad_(False)
inputs = torch.randn(8, 5, 4, dtype=torch.float64)
output, (h_n, c_n) = lstm(inputs)
print(f"{output.shape = }")
print(f"{h_n.shape = }, {c_n.shape = }")
for name, weight in lstm.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# A 2: ``output``, ``h_n``, and ``weight_hh``, which reads the h of the step before. A 6:
# ``c_n``. Both: ``weight_hr``, which is new and turns 6 numbers into 2.

# %%
# At each step, or at the end
# ---------------------------
# Is h `projected at every step <https://github.com/pytorch/pytorch/issues/139582>`_, or
# once at the end? Here is the step of *Compute one step by hand* in a loop, with one
# product more. At which steps will it agree with ``output``?

W_ih, W_hh, b_ih, b_hh, W_hr = lstm.parameters()
h, c = torch.zeros(5, 2).double(), torch.zeros(5, 6).double()
loop = []
for x in inputs:
    i, f, g, o = (x @ W_ih.T + b_ih + h @ W_hh.T + b_hh).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h = (o.sigmoid() * c.tanh()) @ W_hr.T
    loop.append(h)
loop = torch.stack(loop)
print([torch.allclose(loop[t], output[t], atol=1e-12) for t in range(8)])

# %%
# At every step: the loop agrees at all eight. c is never projected and keeps 6 numbers.
# In a second layer, ``weight_ih`` has 2 columns as well, for it reads the projected h.

# %%
# When it saves parameters
# ------------------------
# A projection makes ``weight_hh`` narrower and adds ``weight_hr``. (On the device ``meta``
# a module has shapes but no numbers, so even a large one is made at once.) For
# ``hidden_size`` 500, from which ``proj_size`` on will it cost more than it saves?

sizes = [10, *range(50, 500, 50), 499]
made = [nn.LSTM(100, 500, proj_size=size, device="meta") for size in sizes]
counts = [shapes_of(each, length=1).parameters for each in made]
plain = shapes_of(nn.LSTM(100, 500, device="meta"), length=1).parameters

figure, ax = plt.subplots(layout="constrained")
figure.suptitle("Parameters of one layer by proj_size, with hidden_size 500")
ax.plot(sizes, [count / 1e6 for count in counts], "o-", label="with a projection")
ax.axhline(plain / 1e6, color="k", ls="--", label="without one")
ax.set(xlabel="proj_size", ylabel="parameters (millions)", ylim=(0, None))
ax.legend()
plt.show()

# %%
# Above 400. With H for ``hidden_size`` and P for ``proj_size``, ``weight_hh`` and
# ``weight_hr`` together have :math:`4HP + PH` numbers instead of the :math:`4H^2` of
# ``weight_hh`` alone; the rest of the layer stays as it is. That is less as long as P is
# below 4/5 of H; for two layers, 6/7 of H, since the upper one reads the narrow h.
# ``proj_size`` must be below ``hidden_size`` in any case.

# %%
# What was claimed
# ----------------

assert (output.shape, h_n.shape, c_n.shape) == ((8, 5, 2), (1, 5, 2), (1, 5, 6))
torch.testing.assert_close((loop, c), (output, c_n[0]), atol=1e-12, rtol=0)
assert nn.LSTM(4, 6, 2, proj_size=2).weight_ih_l1.shape == (24, 2)
two = nn.LSTM(4, 7, num_layers=2), nn.LSTM(4, 7, num_layers=2, proj_size=6)
assert len({shapes_of(each, length=1).parameters for each in two}) == 1  # at 6/7 of H
for size, count in zip(sizes, counts, strict=True):
    assert (count < plain, count == plain) == (size < 400, size == 400)
