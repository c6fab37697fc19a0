r"""Follow the gradient through time
================================

How far back in time can training see?

Training asks of each weight: would more of you make the error larger or
smaller? The answer, the gradient, is computed backwards, from the last step to
the first. On the way back it is multiplied again at each step, and mostly by
less than 1. If little of it arrives at an early step, training cannot learn
what that step was good for.
"""

# lesson: minutes 8
# lesson: level intermediate
# lesson: after a_loop_is_one_call, predict
# lesson: tags training, state

# %%
# Two roads back
# --------------
# From one step to the one before, the gradient has two roads. One leads through
# c, and there it is multiplied by the forget gate f. The other leads through h,
# and there it passes the weights. Here is a new, untrained LSTM that reads 20
# steps:

import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).double()
x = torch.randn(20, 1, 4, dtype=torch.float64, requires_grad=True)

# %%
# The picture shows five of the steps. Each road is as wide as what is left of a
# gradient on it:

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_roads_back

plot_roads_back(lstm, x[:5, 0])
plt.show()

# %%
# Ask every input
# ---------------
# ``x.grad`` says how much the last output moves if a number of ``x`` moves a
# little. Its size at a step says how much that step counts. ``run_batched``
# reads the 20 steps in one call, as in *A loop over the steps equals one call*:

from lstm_demo import run_batched


def gradient_at_each_step(run):
    """Go back from the last output of a run to every input."""
    x.grad = None
    run.output[-1].sum().backward()
    return x.grad[:, 0].norm(dim=1)


whole = gradient_at_each_step(run_batched(lstm, x))
for step in (1, 10, 15, 19, 20):
    print(f"step {step:2}: {whole[step - 1]:.1e}")

# %%
# Step 1 counts thousands of times less than step 20. On average each step back
# leaves 0.6 of the gradient, and that is no accident: untrained, the forget
# gate is near one half. Here it is 0.65 in the unit that keeps most.

# %%
# Open the forget gate
# --------------------
# A bias can hold the gate open. Set the part of ``bias_ih_l0`` that belongs to
# f, rows 3 to 5, to 3. Then f is about 0.95. How much of the gradient of step
# 20 will step 1 have?
#
# As little as before, since a bias is not a weight of the past
#     ✗ The bias decides how much of c is kept at every step, and that is just
#     the factor on the road through c.
# About a tenth
#     ✓ 0.95 multiplied by itself 19 times is 0.4, and the rest goes where the
#     input meets the other gates.
# All of it
#     ✗ That would take f = 1. But then nothing is ever forgotten.

opened = nn.LSTM(input_size=4, hidden_size=3).double()
opened.load_state_dict(lstm.state_dict())
with torch.no_grad():
    opened.bias_ih_l0[3:6] = 3  # the rows of f, in the order i, f, g, o
open_f = gradient_at_each_step(run_batched(opened, x))
print(
    f"{open_f[0] = :.0e}, {open_f[-1] = :.0e}, {open_f[0] / open_f[-1] = :.2f}"
)

# %%
# What detach cuts
# ----------------
# Now the sequence goes through in chunks of 5 steps. Between two chunks the
# state is *detached*: its numbers go on, but not the record of how they were
# computed. The last output is the same as before. What about the gradient?

from lstm_demo import run_in_chunks

chunks = run_in_chunks(lstm, x, chunk_size=5, detach=True)
cut = gradient_at_each_step(chunks)
print(f"{cut.nonzero().flatten() + 1 = }")

# %%

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.6))
figure.suptitle(
    "The gradient fades with each step back, and detach cuts it off"
)
steps = range(1, 21)
ax.semilogy(steps, open_f, "s--", label="forget gate open")
ax.semilogy(steps, whole, "o-", label="new LSTM")
ax.semilogy(steps, cut, "kx", ms=9, label="detached every 5 steps")
ax.vlines([5.5, 10.5, 15.5], 0, 1, "k", ":", transform=ax.get_xaxis_transform())
ax.set(
    xlabel="time step $t$",
    ylabel="gradient at $x_t$",
    xticks=(1, 5, 10, 15, 20),
)
ax.legend()
plt.show()

# %%
# Before the cut the gradient is exactly 0. The forward pass still uses what
# those steps wrote into the state, but training cannot find out whether writing
# it was a good idea. That is less bad than it sounds: a habit learned inside
# one chunk ("keep what you were told") works across any number of chunks, as
# the next lesson shows.
#
# `Why detach at all? <https://github.com/dpressel/dliss-tutorial/issues/1>`_
# Because each ``backward`` has to keep and walk through everything since the
# last cut.

# %%
# Remember
# --------
# - Going back, each step multiplies the gradient, through c by the forget gate.
# - A new LSTM sees about ten steps back. A bias that opens the forget gate sees
#   farther.
# - ``detach`` keeps the numbers and cuts the gradient.

# %%
# Try it
# ------
# Shut the forget gate instead: set the same bias to -3. How many steps does the
# gradient survive? After five steps back, less than a thousandth is left.

# lesson: solution
shut = nn.LSTM(input_size=4, hidden_size=3).double()
shut.load_state_dict(lstm.state_dict())
with torch.no_grad():
    shut.bias_ih_l0[3:6] = -3
shut_f = gradient_at_each_step(run_batched(shut, x))
print(f"{shut_f[14] / shut_f[19] = :.0e}")

# %%

# lesson: check
from lstm_demo import trace_gates

factor = (whole[0] / whole[-1]) ** (1 / 19)
assert abs(factor - 0.6) < 0.05
f = trace_gates(lstm, x).layers[0][0].f.mean(dim=(0, 1))
assert abs(f.max() - 0.65) < 0.01
assert abs(trace_gates(opened, x).layers[0][0].f.mean() - 0.95) < 0.02
assert 0.08 < open_f[0] / open_f[-1] < 0.12
assert cut[:15].count_nonzero() == 0
torch.testing.assert_close(chunks.output, run_batched(lstm, x).output)
torch.testing.assert_close(cut[15:], whole[15:], atol=1e-12, rtol=0)
assert shut_f[14] < shut_f[19] / 1000

# %%
# Next
# ----
# *Reset, carry, detach: truncated backpropagation* decides what becomes of the
# state between two chunks.
