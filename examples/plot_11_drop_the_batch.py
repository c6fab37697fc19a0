r"""Drop the batch, or take a single step
=====================================

A single sequence needs no batch axis, and a single time step needs no time axis:
``nn.LSTM`` also takes (time, features), and ``nn.LSTMCell`` takes one step.
Here you use both, and give the cell the weights of the LSTM.

You will see the same numbers three times, which traps an input with two axes holds, and
what a loop over the steps can do that one call cannot.
"""

# lesson: after plot_03_all_at_once, plot_06_name_the_axes
# lesson: tags axes, loops
# lesson: answers A17, H2, H3, J3

# %%
# One sequence, no batch
# ----------------------
# With two axes the input is (time, features). Nothing else has a batch axis then. What
# shapes will ``output`` and ``h_n`` have?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import describe

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3)
inputs = torch.randn(30, 4)
h_0, c_0 = torch.randn(1, 3), torch.randn(1, 3)
output, (h_n, c_n) = lstm(inputs, (h_0, c_0))
print(f"{inputs.shape = }")
print(f"{output.shape = }, {h_n.shape = }")

# %%
# The states keep their first axis, the layers.
#
# All in all it is a batch of one, without its axis:

batch_hx = h_0.unsqueeze(1), c_0.unsqueeze(1)
batch_output, _ = lstm(inputs.unsqueeze(1), batch_hx)
print(f"{batch_output.shape = }")
print(f"{torch.allclose(batch_output.squeeze(1), output, atol=1e-6) = }")

# %%
# There are two traps. Two axes are always (time, features), whatever ``batch_first`` says;
# ``describe`` tells you. And a batch of single steps, (batch, features), has two axes as
# well: its sequences are taken for time steps, and the state is carried from one to the
# next without a word. Give it a time axis first, with ``unsqueeze(0)``.

batch_first = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
print([finding.id for finding in describe(batch_first, inputs).findings])

# %%
# One step: nn.LSTMCell
# ---------------------
# ``nn.LSTMCell`` is one layer in one direction for one step: it takes (batch, features),
# or only (features,), with the pair (h, c), and returns the new pair. It has no
# ``output``, which would be h once more. A new cell has `weights of its own
# <https://github.com/pytorch/pytorch/issues/8242>`_; to copy others into it, drop ``_l0``
# from their names.

cell = nn.LSTMCell(input_size=4, hidden_size=3)
cell.load_state_dict({name.removesuffix("_l0"): w for name, w in lstm.state_dict().items()})
h, c = h_0[0], c_0[0]
hs, cs = [], []
for x_t in inputs:
    h, c = cell(x_t, (h, c))
    hs.append(h)
    cs.append(c)
hs, cs = torch.stack(hs).detach(), torch.stack(cs).detach()
print(f"{x_t.shape = }, {h.shape = }")
print(f"{torch.allclose(hs, output, atol=1e-6) = }")

# %%
# When to use which
# -----------------
# - ``nn.LSTM`` if the whole input is there before you start. It is one call, and the
#   faster one.
# - A loop if a step needs what the step before has put out: to generate a sequence, or
#   to `attend to another part of the input at each step
#   <https://github.com/sgrvinod/a-PyTorch-Tutorial-to-Image-Captioning/issues/181>`_.
# - A loop, too, if you want to touch the states on the way.
#
# Here the memory c is wiped before step 10. Will the effect last to the end, or fade?

h, c = h_0[0], c_0[0]
wiped = []
for t, x_t in enumerate(inputs):
    if t == 10:
        c = torch.zeros_like(c)
    h, c = cell(x_t, (h, c))
    wiped.append(c)
wiped = torch.stack(wiped).detach()

figure, axes = plt.subplots(3, sharex=True, sharey=True, layout="constrained")
figure.set_figheight(4.6)
figure.suptitle("The memory c, carried and wiped before step 10")
for unit, ax in enumerate(axes):
    ax.plot(cs[:, unit], label="carried", lw=3, alpha=0.5)
    ax.plot(wiped[:, unit], "k--", lw=1.2, label="wiped")
    ax.axvline(9.5, color="0.6", lw=1)
    ax.set_ylabel(f"$c_t$, unit {unit}")
figure.legend(*ax.get_legend_handles_labels(), loc="outside lower right", ncols=2)
ax.set_xlabel("time step")
plt.show()

# %%
# It fades: an untrained LSTM forgets the wipe within the 20 steps that follow.

# %%
# What was claimed
# ----------------
# The same numbers come without a batch, with a batch of one, and from the cell.

torch.testing.assert_close(batch_output.squeeze(1), output, atol=1e-6, rtol=1e-5)
torch.testing.assert_close(hs, output.detach(), atol=1e-6, rtol=1e-5)
torch.testing.assert_close(cs[-1:], c_n.detach(), atol=1e-6, rtol=1e-5)
torch.testing.assert_close(batch_first.requires_grad_(False)(inputs)[0].shape, output.shape)
assert torch.equal(wiped[:10], cs[:10])
assert (wiped[10] - cs[10]).abs().max() > 0.1 > 100 * (wiped[-1] - cs[-1]).abs().max()
