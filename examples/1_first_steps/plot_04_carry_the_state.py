r"""Carry the state, or start each step anew
========================================

A loop over time steps has to hand the state from each step to the next.
The loop in the post does not: every step starts from the same ``(h_0, c_0)``.
Nothing fails, and nothing is printed in red. The numbers are those of another problem.

You will see which problem that is, and how far apart the two runs end.
"""

# lesson: after plot_01_in_and_out
# lesson: tags state, loops
# lesson: answers C12

# %%
# Two loops that differ in one line
# ---------------------------------
# This is the post's loop next to the loop that carries the state.

import matplotlib.pyplot as plt
import torch

from lstm_demo import load_post, run_stepwise

lstm, inputs, (h_0, c_0), _ = load_post()

state = (h_0, c_0)
for x_t in inputs:
    reset_output, reset_state = lstm(x_t.view(1, 1, 4), (h_0, c_0))  # the post
    carried_output, state = lstm(x_t.view(1, 1, 4), state)

print(f"{reset_output.data = }")
print(f"{carried_output.data = }")

# %%
# What the post's loop computes
# -----------------------------
# If no step knows of the step before, the five steps are not a sequence at all.
# They could be five sequences of one step each, side by side in a batch, all with the same
# initial state. The axes are still (time, batch, features). What is the shape of the input?

batch = inputs.transpose(0, 1)
states = h_0.repeat(1, 5, 1), c_0.repeat(1, 5, 1)
batch_output, _ = lstm(batch, states)
print(f"{batch.shape = }, {batch_output.shape = }")

# %%
# ``(1, 5, 4)``: one step of five sequences with four features.
#
# The numbers are the same as those of the loop that resets:

reset = run_stepwise(lstm, inputs, (h_0, c_0), carry_state=False)
print(batch_output[0].data)
print(reset.output[:, 0].data)

# %%
# How far apart the two end
# -------------------------
# Both start from ``(h_0, c_0)``. At which steps will h differ, and will the difference only
# grow?

carried = run_stepwise(lstm, inputs, (h_0, c_0))
difference = (carried.output - reset.output).abs().amax(dim=(1, 2))
for t, apart in enumerate(difference.tolist(), start=1):
    print(f"step {t}: h differs by up to {apart:.4f}")

# %%
# From the second step on, but it does not only grow: at the third step it is smaller.
#
# In the figure the state that is carried is a line; a state that starts anew at each step
# is a set of unrelated crosses. ``h_calls`` holds ``h_n`` after each call, with the axes
# (calls, layers, batch, features); ``c_calls`` holds ``c_n``.

figure, axes = plt.subplots(2, 3, sharex=True, layout="constrained", figsize=(7.2, 4.6))
figure.suptitle("The states h and c of each unit, carried (lines) and reset (crosses)")
for unit in range(3):
    for ax, name, kept, anew in (
        (axes[0, unit], "h", carried.h_calls, reset.h_calls),
        (axes[1, unit], "c", carried.c_calls, reset.c_calls),
    ):
        ax.plot(range(1, 6), kept[:, 0, 0, unit].data, "o-", label="carried")
        ax.plot(range(1, 6), anew[:, 0, 0, unit].data, "x", ms=9, label="reset")
        ax.set(title=f"${name}_t$, unit {unit}", xticks=range(1, 6))
    axes[1, unit].set_xlabel("time step $t$")
figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower right", ncols=2)
plt.show()

# %%
# What was claimed
# ----------------
# Starting each step anew is a batch of five sequences of length one; carrying the state is
# something else from the second step on.

torch.testing.assert_close(batch_output[0], reset.output[:, 0])
torch.testing.assert_close(carried.output[0], reset.output[0])
assert (difference[1:] > 0.05).all()
assert difference[2] < difference[1]
assert torch.equal(carried.output[-1], carried_output[0])
assert torch.equal(reset.output[-1], reset_output[0])
