r"""Follow the gradient through time
================================

To train an LSTM, one has to know how much the error changes with each weight. That is a
gradient, and it is computed backwards, step by step. The same way back tells how much each
input counts for the last output.

You will see how much gradient arrives at which step, why, and what ``detach`` cuts.
"""

# lesson: tags training, state
# lesson: answers C7, O

# %%
# Ask every input
# ---------------
# A new, untrained LSTM reads 20 steps. ``inputs.grad`` says how much the sum of the last
# output changes with each number of ``inputs``; the size (norm) of a step's gradient, how
# much the step counts. By what factor per step, on average, will it shrink on the way back?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import trace_gates

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).double()
inputs = torch.randn(20, 1, 4, dtype=torch.float64, requires_grad=True)


def gradient_at_each_step(lstm, chunk_size=20):
    state = None
    for chunk in inputs.split(chunk_size):
        output, state = lstm(chunk, state)
        state = tuple(s.detach() for s in state)
    inputs.grad = None
    output[-1].sum().backward()
    return inputs.grad[:, 0].norm(dim=1)


whole = gradient_at_each_step(lstm)
factor = (whole[0] / whole[-1]) ** (1 / 19)
print(f"{inputs.grad.shape = }")
print(f"{whole[0] = :.2e}, {whole[-1] = :.2e}, {factor = :.1f}")

# %%
# By 0.6, so step 1 counts some 17000 times less. The way back leads through c, which each
# step multiplies by the forget gate f: near one half without training (*Trace the gates of
# a whole sequence*), here 0.65 in the unit that keeps most and so decides what arrives.
#
# A larger bias keeps f close to 1. How much of the gradient will arrive at step 1 then?

opened = nn.LSTM(input_size=4, hidden_size=3).double()
opened.load_state_dict(lstm.state_dict())
opened.bias_ih_l0.data[3:6] = 3  # the rows of f, in the order i, f, g, o
open_f = gradient_at_each_step(opened)
print(f"{open_f[0] = :.0e}, {open_f[-1] = :.0e}")

# %%
# About a tenth of what step 20 has.

# %%
# What detach cuts
# ----------------
# Now the sequence goes through in chunks of 5 steps, and the state is detached between
# them, as in truncated backpropagation. The last output is the same number as before. Which
# inputs will still have a gradient?

cut = gradient_at_each_step(lstm, chunk_size=5)
print(f"{cut.nonzero().flatten() + 1 = }")
figure, ax = plt.subplots(layout="constrained")
figure.suptitle("The gradient of the last output at each step")
steps = range(1, 21)
ax.semilogy(steps, open_f, "s--", label="bias of f set to 3")
ax.semilogy(steps, whole, "o-", label="new LSTM")
ax.semilogy(steps, cut, "kx", ms=9, label="detached after every 5 steps")
ax.vlines([5.5, 10.5, 15.5], 0, 1, "k", ":", transform=ax.get_xaxis_transform())
ax.set(xlabel="time step $t$", ylabel="size of the gradient at $x_t$", xticks=steps)
ax.legend()
plt.show()

# %%
# Those after the last cut, and there it is untouched. Before the cut it is exactly zero:
# training does not see what those steps were good for, though the state carries their
# numbers. A rule learned within a chunk can carry a value much farther (*Reset, carry or
# detach the state*). `Why detach? <https://github.com/dpressel/dliss-tutorial/issues/1>`_
# To bound the time and the memory of each ``backward``.

# %%
# What was claimed
# ----------------

assert abs(factor - 0.6) < 0.05
assert 1.7e4 * whole[0] < whole[-1] < 1.8e4 * whole[0]
assert abs(trace_gates(lstm, inputs).layers[0][0].f.mean(dim=(0, 1)).max() - 0.65) < 0.01
assert 0.08 < open_f[0] / open_f[-1] < 0.12
assert cut[:15].count_nonzero() == 0
torch.testing.assert_close(cut[15:], whole[15:], atol=1e-12, rtol=0)
