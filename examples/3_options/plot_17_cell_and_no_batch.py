r"""Drop the batch, or take a single step
=====================================

A single sequence needs no batch axis, a single time step no time axis: ``nn.LSTM`` also
takes (time, features), and ``nn.LSTMCell`` one step. Here you use both, with equal weights.

You will see the same numbers three times, the traps of two axes, and what only a loop does.
"""

# lesson: after plot_05_a_loop_is_one_call, plot_02_axes
# lesson: tags axes, loops
# lesson: answers A17, H2, J3

# %%
# One sequence, no batch
# ----------------------
# An input of two axes is (time, features); states and ``output`` have no batch axis either.
# The numbers are those of a batch of one. What shapes will ``output`` and ``h_n`` have?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import describe, trace_gates

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3).requires_grad_(False)
inputs, h_0, c_0 = torch.randn(30, 4), torch.randn(1, 3), torch.randn(1, 3)
output, (h_n, _) = lstm(inputs, (h_0, c_0))
batch_output, _ = lstm(inputs.unsqueeze(1), (h_0.unsqueeze(1), c_0.unsqueeze(1)))
print(f"{output.shape = }, {h_n.shape = }")
print(f"{torch.allclose(batch_output.squeeze(1), output, atol=1e-6) = }")

# %%
# (30, 3) and (1, 3): the states keep their first axis, the layers.
#
# There are two traps. Two axes are always (time, features), whatever ``batch_first`` says;
# ``describe`` tells you. And a batch of single steps, (batch, features), is taken for one
# sequence, whose state goes on from row to row. Give it a time axis: ``unsqueeze(0)``.

batch_first = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
print([finding.id for finding in describe(batch_first, inputs).findings])

# %%
# One step: nn.LSTMCell
# ---------------------
# ``nn.LSTMCell`` is one layer in one direction for one step. It takes (batch, features), or
# (features,), and the pair (h, c), zeros if not given, and returns the new pair: no
# ``output``, which would be h once more. A new cell draws `weights of its own
# <https://github.com/pytorch/pytorch/issues/8242>`_. To give it those of an ``nn.LSTM``,
# copy them with ``_l0`` taken off their names.

cell = nn.LSTMCell(input_size=4, hidden_size=3).requires_grad_(False)
cell.load_state_dict({name.removesuffix("_l0"): w for name, w in lstm.state_dict().items()})
h, c, hs = h_0[0], c_0[0], []
for x_t in inputs:
    h, c = cell(x_t, (h, c))
    hs.append(h)
print(f"{h.shape = }, {torch.allclose(torch.stack(hs), output, atol=1e-6) = }")

# %%
# When to use which
# -----------------
# - ``nn.LSTM`` if the whole input is there before you start: one call, and the faster one.
# - A loop if a step needs what the step before has put out, to generate a sequence or to
#   `attend to another part of the input at each step
#   <https://github.com/sgrvinod/a-PyTorch-Tutorial-to-Image-Captioning/issues/181>`_, or if
#   you want to touch the states on the way.
#
# Here two copies of the input run as a batch, and before step 10 the memory c of the second
# is wiped. Will the effect last to the end, or fade, in an LSTM that is not trained?

h, c = h_0.repeat(2, 1), c_0.repeat(2, 1)
cs = []
for t, x_t in enumerate(inputs):
    if t == 10:
        c = c * torch.tensor([[1.0], [0.0]])
    h, c = cell(x_t.repeat(2, 1), (h, c))
    cs.append(c)
carried, wiped = torch.stack(cs, dim=1)
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.4))
figure.suptitle("c kept, and c wiped before step 10 (dashed)")
ax.plot(carried, lw=3, alpha=0.5)
ax.plot(wiped, "k--", lw=1.2)
ax.set(xlabel="time step", ylabel="$c_t$")
plt.show()

# %%
# It fades: each step multiplies c by the forget gate, near one half without training.

# %%
# What was claimed
# ----------------

torch.testing.assert_close((batch_output.squeeze(1), torch.stack(hs)), (output, output))
assert batch_first(inputs)[0].shape == output.shape
assert torch.equal(cell(x_t)[0], cell(x_t, (torch.zeros(3), torch.zeros(3)))[0])
faded = (wiped - carried).abs().amax(dim=1)
assert faded[10] > 0.1 > 100 * faded[-1]
assert abs(trace_gates(lstm, inputs).layers[0][0].f.mean() - 0.5) < 0.1
