r"""Carry the state from step to step
=================================

What does a loop have to hand from one step to the next, and what if it does
not?

You may want to read a sequence step by step: because it comes in live, because
it is too long for one call, or because each step has to be chosen from the one
before. Then your loop does what the LSTM did inside a single call. It has to
*carry* the state: to hand it to the next call.

If the loop forgets to, nothing fails, and nothing is printed in red. You just
get the numbers of another problem.
"""

# lesson: minutes 8
# lesson: level beginner
# lesson: after in_and_out, output_and_states
# lesson: tags state, loops

# %%
# What travels from step to step
# ------------------------------
# Take the LSTM and the sequence of the first lesson. Look at the arrows between
# its boxes: each step needs what the step before hands on, :math:`h` *and*
# :math:`c`. The pair ``(h, c)`` is the *state*.

import torch
from torch import nn

torch.manual_seed(8)
lstm = nn.LSTM(input_size=4, hidden_size=3)
lstm.requires_grad_(False)  # no training here; keeps what is printed short

x = torch.tensor(
    [
        [[-0.7739, 0.0496, -0.6174, 2.2406]],
        [[1.3194, -1.3208, -0.2356, -0.3233]],
        [[0.0477, 1.0690, 1.0751, 0.3943]],
        [[1.1772, -0.7236, -0.2669, 0.2690]],
        [[-0.5728, 2.2614, -0.5147, 0.5446]],
    ]
)
output, (h_n, c_n) = lstm(x)

# %%

# lesson: figure
try:
    from lstm_demo.pictures import plot_unrolled
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    plot_unrolled(lstm, x)

# %%
# Two loops that differ in one word
# ---------------------------------
# A call reads as many steps as you give it. Here that is one: ``x[t : t + 1]``
# keeps the time axis. A plain ``x[t]`` would lose it: its shape would be
# (1, 4). Two axes are (time, features) for PyTorch, so it would take the batch
# for time: see *LSTMCell, and input without a batch*. The second argument of
# the call is the state to start from, and its second result is the state at the
# end. With ``None`` instead of a state, an LSTM starts from zeros.
#
# Both loops below read the five steps in order. One hands the state on to the
# next step, the other does not.

state = None
carried_steps = []
for t in range(5):
    x_t = x[t : t + 1]  # one step
    # start from where the step before ended
    output_t, state = lstm(x_t, state)
    carried_steps.append(output_t)

forgetful_steps = []
for t in range(5):
    x_t = x[t : t + 1]
    # start from zeros, every time
    output_t, state = lstm(x_t, None)
    forgetful_steps.append(output_t)

carried = torch.cat(carried_steps)  # joined along time, as in output
forgetful = torch.cat(forgetful_steps)

# %%
# What does the second loop compute?
#
# The same: the LSTM remembers by itself
#     ✗ ``nn.LSTM`` keeps no state from one call to the next.
# Five sequences of one step
#     ✓ No step knows of another.
# Nothing of use, so it should fail
#     ✗ PyTorch cannot know that you meant to go on.

# h after the last step
print(f"one call: {output[4, 0]}")
print(f"carries:  {carried[4, 0]}")
print(f"forgets:  {forgetful[4, 0]}")

# %%
# The loop that carries the state gives what a single call gives. The other one
# stores the state, as the loop of the first lesson does, but never passes it
# on. The LSTM cannot help: ``nn.LSTM`` keeps its weights, but no state. So each
# step starts from zeros, as a sequence of its own.
#
# To compare, here are the five inputs as five sequences of one step each, read
# side by side in a single call. Its last sequence gives the same numbers as the
# last step of the loop that forgets:

batch = x.transpose(0, 1)
batch_output, _ = lstm(batch)
print(f"{batch.shape = }")  # 1 time step, 5 sequences, 4 features
print(f"batch:    {batch_output[0, 4]}")
print(f"forgets:  {forgetful[4, 0]}")

# %%
# How far apart they end up
# -------------------------
# The first step is the same in both, as both start from zeros. Afterwards they
# differ.

difference = (carried - forgetful).abs()
for t in range(5):
    print(f"step {t + 1}: h differs by up to {difference[t].max():.4f}")

# %%
# Each colour in the picture is a *unit*, one of the 3 numbers of :math:`h`; the
# label at the right end of its lines, such as ``[0]``, says which. The thick,
# faint lines are the loop that carries the state. The dashed ones are the loop
# that forgets it. In units 0 and 1 the two loops happen to end at nearly the
# same value. In unit 2 they do not.

# lesson: figure
# sphinx_gallery_thumbnail_number = 2
try:
    from lstm_demo.pictures import plot_comparison
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    plot_comparison(
        carried, forgetful, labels=("carries the state", "forgets it")
    )

# %%
# Looked at alone, each of the two results seems reasonable. That is why this
# mistake is found so late: you see it only beside the right numbers. The blog
# post from the first lesson never saw it: *Inputs and outputs of an LSTM in
# code: the post, run again*.
#
# Right below (on the web page, not in the notebook) you can walk through both
# loops yourself. The inputs are those from above, but the weights and the
# initial state are those of the post from the first lesson, so the numbers are
# others. The loop that forgets is called *started anew* there: it goes back to
# the initial state of the post, not to zeros.
#
# The second slider moves the *forget gates*: for each unit a number between 0
# and 1 that says how much of its :math:`c` is kept. It moves all three, at
# every step. Numbers struck through are those from before your change. Even
# with the gate shut the two loops differ: :math:`c` is no longer kept, but
# :math:`h` is still handed on. *Look into the gates: forget, input, output*
# comes back to them.

# %%
# Half of the state is not enough
# -------------------------------
# The state has two parts, and a loop has to carry both. This one hands on
# :math:`h` and sets :math:`c` to zeros. So at each step it throws away
# :math:`c`, its lasting memory, and keeps only what :math:`h` shows of it.

state = None
for t in range(5):
    output_t, (h, c) = lstm(x[t : t + 1], state)
    state = (h, torch.zeros_like(c))
only_h = output_t
# h after the last step
print(f"only h:   {only_h[0, 0]}")
print(f"h and c:  {carried[4, 0]}")

# %%
# So keep the pair together. If you write ``output, state = lstm(x_t, state)``,
# you cannot lose either of the two.

# %%
# When to start from zeros
# ------------------------
# When a sequence begins that has nothing to do with the one before, start from
# zeros: give the next call no state. Carry the state *within* a sequence, and
# reset it *between* sequences.

# %%
# Remember
# --------
# - The state is the pair ``(h, c)``. An LSTM module does not keep it: your loop
#   has to.
# - ``output, state = lstm(x_t, state)`` carries it. ``state = None`` starts
#   from zeros.
# - A loop that does not carry it reads every step as a sequence of its own, and
#   no error tells you.

# %%
# Try it
# ------
# Let a loop carry the state, but set it to ``None`` before the fourth step.
# What will the last two outputs be equal to?

# lesson: solution
state = None
outputs = []
for t in range(5):
    if t == 3:
        state = None
    output_t, state = lstm(x[t : t + 1], state)
    outputs.append(output_t)

new_sequence, _ = lstm(x[3:])  # the last two steps, as a sequence of their own
print(torch.cat(outputs[3:]))
print(new_sequence)
torch.testing.assert_close(torch.cat(outputs[3:]), new_sequence)
torch.testing.assert_close(torch.cat(outputs[:3]), output[:3])

# %%

# lesson: check
torch.testing.assert_close(carried, output)
torch.testing.assert_close(forgetful[:, 0], batch_output[0])
largest = [step.max() for step in difference]
assert largest[0] == 0
assert (difference[4, 0] < torch.tensor([0.01, 0.01, 1])).all()
assert difference[4, 0, 2] > 0.3
assert min(largest[1:]) > 0.05
assert max(largest) < 0.5
assert (only_h[0] - carried[4]).abs().max() > 0.05

# %%
# Next
# ----
# *A loop over the steps equals one call* turns your loop back into a single
# line.
