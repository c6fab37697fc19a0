r"""proj_size: make h narrower than c
=================================

What does proj_size change, and is it worth it?

h and c have the same width, ``hidden_size``, unless you say otherwise. With
``proj_size`` each step multiplies h by one more matrix, which makes it
narrower. c stays wide. A large memory with a small voice: that saves weights,
because everything that reads h gets smaller.
"""

# lesson: minutes 6
# lesson: level advanced
# lesson: after output_and_states
# lesson: tags gates, weights

# %%
# Narrow h, wide c
# ----------------
# A memory of 6 numbers, of which 2 are passed on. The numbers are float64,
# because on a CPU PyTorch warns about a slower way for projections in float32.

import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(4, 6, proj_size=2, dtype=torch.float64).requires_grad_(False)
x = torch.randn(8, 5, 4, dtype=torch.float64)
output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }")
print(f"{h_n.shape = }, {c_n.shape = }")

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_unrolled

plot_unrolled(lstm, x[:3])
plt.show()

# %%
# All that holds h has a 2: ``output``, ``h_n``, ``h_0``. All that holds c has a
# 6. The weights show it too:

for name, weight in lstm.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# ``weight_hh`` reads the h of the step before, so it has 2 columns.
# ``weight_hr`` is new and turns 6 numbers into 2. In a second layer
# ``weight_ih`` has 2 columns as well.

# %%
# At each step, or at the end?
# ----------------------------
# A `question on PyTorch's tracker
# <https://github.com/pytorch/pytorch/issues/139582>`_ asks when h is projected.
# What do you think?
#
# Once, at the end
#     ✗ Then ``weight_hh`` would read the wide h and have 6 columns. It has 2.
# At each step
#     ✓ Each step ends with the product, and the narrow h is what the next step
#     reads.

W_ih, W_hh, b_ih, b_hh, W_hr = lstm.parameters()
h, c = torch.zeros(5, 2).double(), torch.zeros(5, 6).double()
loop = []
for x_t in x:
    i, f, g, o = (x_t @ W_ih.T + b_ih + h @ W_hh.T + b_hh).chunk(4, dim=1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    h = (o.sigmoid() * c.tanh()) @ W_hr.T  # the one line that is new
    loop.append(h)
loop = torch.stack(loop)
print(f"{torch.allclose(loop, output, atol=1e-12) = }")

# %%
# When it saves weights
# ---------------------
# With H for ``hidden_size`` and P for ``proj_size``, ``weight_hh`` has
# :math:`4HP` numbers in place of :math:`4H^2`, and ``weight_hr`` adds
# :math:`PH`. That is less as long as P is below 4/5 of H. (On the device
# ``meta`` a module has shapes but no numbers, so even a large one is made at
# once.)

sizes = [10, *range(50, 500, 50), 499]
counts = []
for size in sizes:
    projected = nn.LSTM(100, 500, proj_size=size, device="meta")
    counts.append(sum(weight.numel() for weight in projected.parameters()))
plain_lstm = nn.LSTM(100, 500, device="meta")
plain = sum(weight.numel() for weight in plain_lstm.parameters())
print(f"{plain = :,}, {counts[0] = :,}, {counts[-1] = :,}")

# %%

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("With hidden_size 500, a projection saves weights below 400")
millions = [count / 1e6 for count in counts]
ax.plot(sizes, millions, "o-", label="with a projection")
ax.axhline(plain / 1e6, color="k", ls="--", label="without one")
ax.set(xlabel="proj_size", ylabel="weights (millions)", ylim=(0, None))
ax.legend()
plt.show()

# %%
# Remember
# --------
# - ``proj_size=P`` makes h P wide. c stays ``hidden_size`` wide.
# - h is projected at every step, and the next step reads the narrow h.
# - It saves weights if P is clearly smaller than ``hidden_size``.

# %%
# Try it
# ------
# Give the LSTM above an ``h_0`` that is as wide as ``c_0``. The message names
# the width that was expected.

# lesson: solution
wide = torch.zeros(1, 5, 6, dtype=torch.float64)
try:
    lstm(x, (wide, wide))
except RuntimeError as error:
    message = str(error)
print(message)

# %%

# lesson: check
assert output.shape == (8, 5, 2)
assert (h_n.shape, c_n.shape) == ((1, 5, 2), (1, 5, 6))
torch.testing.assert_close(loop, output, atol=1e-12, rtol=0)
torch.testing.assert_close(c, c_n[0], atol=1e-12, rtol=0)
assert nn.LSTM(4, 6, 2, proj_size=2, device="meta").weight_ih_l1.shape == (
    24,
    2,
)
for size, count in zip(sizes, counts, strict=True):
    assert (count < plain) == (size < 400)
    assert (count == plain) == (size == 400)
assert message == "Expected hidden[0] size (1, 5, 2), got [1, 5, 6]"

# %%
# Next
# ----
# *GRU and plain RNN: what goes in and out* exchanges the LSTM for its
# relatives.
