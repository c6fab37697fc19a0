r"""LSTMCell, and input without a batch
===================================

Can I leave out the batch, or give a single step?

You can do both. ``nn.LSTM`` takes a single sequence as (time, features),
without a batch axis. ``nn.LSTMCell`` takes a single step. The numbers are the
same; the shapes are not. With two axes, though, nobody can see which axis is
missing, and that is where it goes wrong.
"""

# lesson: minutes 7
# lesson: level intermediate
# lesson: after a_loop_is_one_call, axes
# lesson: tags axes, loops

# %%
# One sequence, no batch
# ----------------------
# An input of two axes is (time, features). Then the states have no batch axis
# either: (layers, hidden_size). And neither has ``output``.

import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3).requires_grad_(False)
x = torch.randn(30, 4)  # (time, features)
output, (h_n, c_n) = lstm(x)
print(f"{x.shape = }, {output.shape = }, {h_n.shape = }")

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_unrolled

plot_unrolled(lstm, x[:4])
plt.show()

# %%
# A batch of one gives the same numbers. ``unsqueeze(1)`` adds the axis:

batched, _ = lstm(x.unsqueeze(1))
print(
    f"{batched.shape = }, {torch.allclose(batched.squeeze(1), output, atol=1e-6) = }"
)

# %%
# Which axis is missing?
# ----------------------
# You have the same time step of 30 sequences: (batch, features) = (30, 4). You
# give it to ``nn.LSTM`` as it is. What happens?
#
# An error, because the time is missing
#     ✗ Two axes are allowed. The module cannot know what yours mean.
# It reads one sequence of 30 steps
#     ✓ Two axes are always (time, features). The state goes on from row to row,
#     and so from one of your sequences into the next. No error tells you.
# It reads 30 sequences of one step
#     ✗ That is what you meant. Say it with ``unsqueeze(0)``: (1, 30, 4).

meant, _ = lstm(x.unsqueeze(0))  # 30 sequences of one step
print(f"{torch.allclose(meant[0, 0], output[0], atol=1e-6) = }")
print(f"{torch.allclose(meant[0, 1], output[1], atol=1e-6) = }")

# %%
# The first row agrees, since nothing came before it. From the second on,
# ``output`` has read what belongs to other sequences. ``batch_first=True`` does
# not help: with two axes it is ignored. ``describe`` warns you:

from lstm_demo import describe

batch_first = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
print([finding.id for finding in describe(batch_first, x).findings])

# %%
# A state has the same trap. If the input is (time, batch, features), a state of
# two axes could lack the layers or the batch. Write all three:
# ``h.unsqueeze(0)`` adds the layers to a state (batch, hidden_size).

# %%
# One step: nn.LSTMCell
# ---------------------
# ``nn.LSTMCell`` is one layer in one direction for one step. It takes (batch,
# features) and the pair (h, c), and returns the new pair. There is no
# ``output``: it would be h once more. Give it the weights of ``lstm``, with
# ``_l0`` taken off their names:

cell = nn.LSTMCell(input_size=4, hidden_size=3).requires_grad_(False)
weights = lstm.state_dict().items()
cell.load_state_dict({name.removesuffix("_l0"): w for name, w in weights})

h, c = torch.zeros(1, 3), torch.zeros(1, 3)  # (batch, hidden_size)
hs, cs = [], []
for x_t in x.split(1):
    h, c = cell(x_t, (h, c))
    hs.append(h)
    cs.append(c)
hs, cs = torch.cat(hs), torch.cat(cs)
print(f"{h.shape = }, {torch.allclose(hs, output, atol=1e-6) = }")

# %%
# The loop costs time, and it gives you something: c after *every* step, which
# no call of ``nn.LSTM`` returns, and a place between two steps where your own
# code can stand.

# %%

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("The loop shows c at every step; a call only the last (ringed)")
ax.plot(range(1, 31), cs)
ax.plot([30] * 3, c_n[0], "o", mfc="none", mec="k", ms=9)
ax.set(
    xlabel="time step $t$", ylabel="$c_t$", xticks=(1, 5, 10, 15, 20, 25, 30)
)
plt.show()

# %%
# When to use which
# -----------------
# - ``nn.LSTM`` if the whole input is there before you start: one call, and much
#   faster.
# - A loop if a step needs what the step before has put out, as when a text is
#   written, or if each step is to `attend to another part of the input
#   <https://github.com/sgrvinod/a-PyTorch-Tutorial-to-Image-Captioning/issues/181>`_
#   (an answer there takes one cell called twice for two layers, and is wrong).
# - A loop if you want to look at the states on the way, or change them.

# %%
# Remember
# --------
# - Two axes are (time, features), whatever ``batch_first`` says.
# - One step of many sequences: add the time axis, (1, batch, features).
# - ``nn.LSTMCell``: one step, one layer, returns (h, c).

# %%
# Try it
# ------
# Change the state on the way: set c to zero before step 10 of the loop. How
# long can you see it? In this untrained LSTM the two runs have come together
# again at the end.

# lesson: solution
h, c = torch.zeros(1, 3), torch.zeros(1, 3)
wiped = []
for t, x_t in enumerate(x.split(1)):
    if t == 10:
        c = torch.zeros_like(c)
    h, c = cell(x_t, (h, c))
    wiped.append(c)
apart = (torch.cat(wiped) - cs).abs().amax(dim=1)
print(f"{apart[10] = :.3f}, {apart[29] = :.6f}")

# %%

# lesson: check
assert output.shape == (30, 3)
assert h_n.shape == c_n.shape == (1, 3)
torch.testing.assert_close(batched.squeeze(1), output)
torch.testing.assert_close(meant[0, 0], output[0])
assert not torch.allclose(meant[0, 1], output[1], atol=1e-2)
torch.testing.assert_close(hs, output)
torch.testing.assert_close(cs[-1:], c_n)
zeros = torch.zeros(3), torch.zeros(3)
assert torch.equal(cell(x[0])[0], cell(x[0], zeros)[0])  # left out is zeros
assert apart[:10].max() == 0
assert apart[10] > 100 * apart[29]

# %%
# Next
# ----
# *proj_size: make h narrower than c* lets the two states differ in width.
