r"""Run the post: what goes in, what comes out
==========================================

A post in Spanish, *Inputs y Outputs de una LSTM en código*, gives five inputs to a small
LSTM, first one by one and then all at once, and prints what comes back.
Here you run it and get the same numbers, to the last decimal.

You will see that the five inputs are five *time steps* of *one* sequence, which shapes go
in and come out, and why the post does not print its own numbers when it is run from top to
bottom.
"""

# lesson: tags axes, loops

# %%
# Get the generator to where the post had it
# ------------------------------------------
# The post was a notebook, and its cells had run more than once before its numbers were
# kept. Each run drew random numbers, so the seed alone does not bring them back.
# All 106 numbers come back if the generator first skips what the earlier runs had drawn:
# 776 draws before the LSTM is made, and 48 more before the second half. What used the
# first 776 is not known.
#
# In your own notebooks, choose "restart and run all" before you keep a number: what ran
# from top to bottom prints the same again.

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import load_post, run_batched, run_stepwise

torch.manual_seed(2)
torch.rand(776)  # skip what the earlier runs had drawn

lstm = nn.LSTM(input_size=4, hidden_size=3)
inputs_list = [torch.randn(1, 4) for _ in range(5)]
h_0, c_0 = torch.randn(1, 1, 3), torch.randn(1, 1, 3)

# %%
# What goes in
# ------------
# The post calls its inputs "5 input sentences". They are five time steps of one sequence:
# put together, their axes are (time, batch, features).
# ``h_0`` and ``c_0`` are the two states that the LSTM starts from, with the axes
# (layers, batch, features).

print(*inputs_list, sep="\n")
inputs = torch.cat(inputs_list).view(5, 1, 4)
print(f"{inputs.shape = }")
print(f"{h_0.shape = }")
print(f"{c_0.shape = }")

# %%
# One step at a time
# ------------------
# The post calls the LSTM once per step, and gives it the same ``(h_0, c_0)`` every time.
# One call returns ``output`` and the pair ``(h_n, c_n)``.
# Which two of the three will hold the same numbers?

for t in range(5):
    output, (h_n, c_n) = lstm(inputs[t : t + 1], (h_0, c_0))
    print(f"{t = }", output.data, h_n.data, c_n.data, sep="\n")

# %%
# After a single step ``output`` *is* ``h_n``. ``c_n`` is the other state, the memory of the
# cell, which ``output`` never shows.
# ``run_stepwise`` makes the same five calls and keeps the state after each;
# ``carry_state=False`` starts every call from the same states, as the post does.
# The next lesson looks at what that means.

steps = run_stepwise(lstm, inputs, (h_0, c_0), carry_state=False)
print(f"{steps.output.shape = }")
print(f"{steps.h_calls.shape = }")
print(f"{steps.c_calls.shape = }")

# %%
# All at once
# -----------
# Then the post draws new initial states and gives the whole sequence to the LSTM in one
# call. What shapes will ``output`` and ``h_n`` have now?

torch.rand(48)  # skip what the earlier runs of this half had drawn
hx_whole = torch.randn(1, 1, 3), torch.randn(1, 1, 3)
whole = run_batched(lstm, inputs, hx_whole)
print(f"{inputs.shape = }", inputs, sep="\n")
print(f"{whole.output.shape = }", whole.output.data, sep="\n")
print(f"{whole.h_n.shape = }", whole.h_n.data, sep="\n")
print(f"{whole.c_n.shape = }", whole.c_n.data, sep="\n")

# %%
# ``output`` holds h at each of the five steps; ``h_n`` and ``c_n`` only what is left after
# the last. The two halves of the post cannot agree: the first does not carry the state
# from step to step, and the second starts from other states.

figure, axes = plt.subplots(1, 2, sharey=True, layout="constrained")
figure.suptitle("The output h of the three units in the two halves of the post")
axes[0].set_title("one call per step")
axes[1].set_title("one call for all")
for ax, run in zip(axes, (steps, whole), strict=True):
    lines = ax.plot(range(1, 6), run.output[:, 0].data, marker="o")
    ax.set(xlabel="time step $t$", xticks=range(1, 6))
axes[0].set_ylabel("$h_t$")
axes[1].legend(lines, ["unit 0", "unit 1", "unit 2"])
plt.show()

# %%
# What was claimed
# ----------------
# The tensors here are the ones that ``load_post`` hands to every other lesson, and
# what comes out is what the post prints.

post = load_post()
assert torch.equal(inputs, post.inputs)
assert torch.equal(h_0, post.hx[0])
assert torch.equal(hx_whole[1], post.hx_whole[1])
assert torch.equal(output, h_n)
assert torch.equal(output, steps.output[-1:])
assert torch.equal(whole.output[-1], whole.h_n[0])
printed = torch.tensor([-0.4678, 0.0041, -0.2471])  # the first output in the post
torch.testing.assert_close(steps.output[0, 0], printed, atol=5e-5, rtol=0)
