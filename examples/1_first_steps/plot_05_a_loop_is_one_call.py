r"""See that all at once is step by step
====================================

One call with the whole sequence and a loop with one call per step do the same work, if
both start from the same state and the loop carries it.

You will see three ways to cut the same sequence agree, how closely they do in ``float32``
and ``float64``, and what the single call does not give back.
"""

# lesson: after plot_04_carry_the_state
# lesson: tags loops, state
# lesson: answers B4

# %%
# Three ways to cut a sequence
# ----------------------------
# One call for all five steps, which ``run_batched`` makes and whose results it names; one
# call per step; and the middle between the two, chunks of two steps. Each chunk starts from
# the state that the chunk before it has left.

import matplotlib.pyplot as plt
import torch

from lstm_demo import load_post, run_batched, run_in_chunks, run_stepwise

lstm, inputs, hx, _ = load_post()  # hx: PyTorch's name for the pair (h_0, c_0)

whole = run_batched(lstm, inputs, hx)
chunks = run_in_chunks(lstm, inputs, hx, chunk_size=2)
steps = run_stepwise(lstm, inputs, hx)
for run in (whole, chunks, steps):
    print(f"{run.output.shape = }")

# %%
# Every call ends with a state. How many of them does each run let you see?

for run in (whole, chunks, steps):
    print(f"{run.c_calls.shape = }")

# %%
# One, three and five: as many as calls. The first axis counts the calls; then come layers,
# batch and features.

# %%
# How equal is equal
# ------------------
# All three give the same ``output``, up to rounding: sums taken in another order may differ
# in the last digit that the type can hold, about the 7th in ``float32`` and the 16th in
# ``float64``. Will the two others stay within 1e-6 of the single call in ``float32``, and
# within 1e-12 in ``float64``?


def largest_difference(lstm, inputs, hx):
    whole = run_batched(lstm, inputs, hx).output
    chunks = run_in_chunks(lstm, inputs, hx, chunk_size=2).output
    steps = run_stepwise(lstm, inputs, hx).output
    return max((whole - other).abs().max().item() for other in (chunks, steps))


single = largest_difference(lstm, inputs, hx)
double = largest_difference(
    lstm.double(), inputs.double(), tuple(state.double() for state in hx)
)
lstm.float()
print(f"{single < 1e-6 = }")
print(f"{double < 1e-12 = }")

# %%
# Yes, in both: only the last digits differ.

# %%
# What one call does not give back
# --------------------------------
# ``output`` holds h at every step (that of the top layer, if there are more). It does not
# hold c: a whole-sequence call returns c only after the last step. The stepwise run shows
# the memory at every step.

figure, axes = plt.subplots(1, 2, sharex=True, layout="constrained")
figure.suptitle("What comes back of h and c: stepwise (lines), in one call (circles)")
t = range(1, 6)
axes[0].plot(t, steps.output[:, 0].data, label=["unit 0", "unit 1", "unit 2"])
axes[0].plot(t, whole.output[:, 0].data, "ko", mfc="none", ms=9)
axes[1].plot(t, steps.c_calls[:, 0, 0].data)
axes[1].plot([5] * 3, whole.c_n[0, 0].data, "ko", mfc="none", ms=9)
axes[0].legend()
for ax, name in zip(axes, ("h", "c"), strict=True):
    ax.set(title=f"${name}_t$", xlabel="time step $t$", xticks=t)
plt.show()

# %%
# What was claimed
# ----------------

for run in (chunks, steps):
    torch.testing.assert_close(run[:3], whole[:3], atol=1e-6, rtol=1e-5)  # output, h_n, c_n
assert single < 1e-6
assert double < 1e-12
assert (len(whole.c_calls), len(chunks.c_calls), len(steps.c_calls)) == (1, 3, 5)
torch.testing.assert_close(steps.c_calls[-1], whole.c_n, atol=1e-6, rtol=1e-5)
