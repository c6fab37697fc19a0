r"""Follow the gradient through time
================================

To train an LSTM, one has to know how much the error changes with each weight. That is a
gradient, and it is computed backwards, step by step. The same way back tells how much each
input counts for the last output.

You will see how much of the gradient arrives at which step, what decides on that, and what
``detach`` cuts.
"""

# lesson: after plot_16_reset_carry_detach
# lesson: tags training, state
# lesson: answers C7, O

# %%
# Ask every input
# ---------------
# A fresh LSTM reads 20 steps. ``inputs.grad`` has the shape of ``inputs``: it says of each
# feature of each step how much the sum of the last output changes with it. The size (norm)
# of a step's gradient tells how much the step counts. How much less does step 1 count than
# step 20?

import matplotlib.pyplot as plt
import torch
from torch import nn

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
print(f"{inputs.grad.shape = }")
for step in (1, 10, 20):
    print(f"step {step}: {whole[step - 1]:.0e}")

# %%
# It fades like a memory
# ----------------------
# From the last step back to the first, by what factor does the gradient change per step, on
# average?

factor = (whole[0] / whole[-1]) ** (1 / 19)
print(f"a factor of {factor:.1f} per step")

# %%
# The straight way back leads through c, and at each step the gradient of c is multiplied by
# the forget gate f. In a fresh LSTM f is close to one half (*Trace the gates of a whole
# sequence* shows it).

# %%
# A larger bias keeps f close to 1. How much of the gradient will arrive at step 1 then?

opened = nn.LSTM(input_size=4, hidden_size=3).double()
opened.load_state_dict(lstm.state_dict())
opened.bias_ih_l0.data[3:6] = 3  # the rows of f, in the order i, f, g, o
open_f = gradient_at_each_step(opened)
for step in (1, 10, 20):
    print(f"step {step}: {open_f[step - 1]:.0e}")

# %%
# What detach cuts
# ----------------
# Now the sequence goes through in chunks of 5 steps, and the state is detached between
# them, as in truncated backpropagation. The last output is the same number as before. Which
# inputs will still have a gradient?

cut = gradient_at_each_step(lstm, chunk_size=5)
print(f"{cut.count_nonzero().item()} of 20 steps: {cut.nonzero().flatten() + 1}")

# %%
# The gradient is exactly zero before the last cut, and what is left is untouched. So
# training does not see what the steps before the cut were good for, though the state still
# carries their numbers. A rule learned within a chunk can carry a value much farther, as
# *Reset, carry or detach the state* shows. With chunks of one step, only the last input is
# left. A `thread <https://github.com/dpressel/dliss-tutorial/issues/1>`_ asks why one does
# that all the same: it bounds the time and the memory of each ``backward``.

figure, ax = plt.subplots(layout="constrained")
figure.suptitle("The gradient of the last output fades on its way back; detach ends it")
steps = range(1, 21)
ax.semilogy(steps, open_f, "s--", label="bias of f set to 3")
ax.semilogy(steps, whole, "o-", label="fresh LSTM")
ax.semilogy(steps[15:], cut[15:], "kx", ms=9, label="detached after every 5 steps")
ax.axvline(15.5, color="black", linestyle=":")
ax.set(
    xlabel="time step $t$", ylabel="size of the gradient at $x_t$", xticks=range(0, 21, 5)
)
ax.legend()
plt.show()

# %%
# What was claimed
# ----------------

assert 0.4 < factor < 0.7
assert whole[0] < 1e-4 * whole[-1]
assert open_f[0] > 100 * whole[0]
assert cut[:15].count_nonzero() == 0
torch.testing.assert_close(cut[15:], whole[15:], atol=1e-12, rtol=0)
one_step = gradient_at_each_step(lstm, chunk_size=1)
assert one_step.nonzero().flatten().tolist() == [19]
