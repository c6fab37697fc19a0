r"""Reset, carry, detach: truncated backpropagation
===============================================

What becomes of the state between two chunks of a long sequence?

A long sequence does not fit into one call, so it is cut into chunks. At each
cut you have three choices. *Reset*: start anew. *Carry*: hand the state on.
*Detach*: hand its numbers on, without their history. One of them forgets, one
raises an error in training, and the third is what you want. It is called
*truncated backpropagation through time*.
"""

# lesson: minutes 11
# lesson: level intermediate
# lesson: after predict, gradient
# lesson: tags state, training

# %%
# The three choices in a picture
# ------------------------------
# The state goes forward through all chunks. The gradient goes back, but only to
# the scissors:

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_chunks

plot_chunks(12, 4)
plt.show()

# %%
# The same numbers, chunk by chunk
# --------------------------------
# First without training. An LSTM reads 12 steps in one call, and then in three
# chunks of 4: once with the state handed on, and once with a fresh start of
# each chunk.

import torch
from torch import nn

from lstm_demo import run_batched, run_in_chunks, run_stepwise

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3)
x = torch.randn(12, 2, 4)
whole = run_batched(lstm, x).output

for name, carry_state in (("carry", True), ("reset", False)):
    chunks = run_in_chunks(lstm, x, chunk_size=4, carry_state=carry_state)
    same = (chunks.output - whole).abs().amax(dim=(1, 2)) < 1e-6
    print(name, same.int().tolist())

# %%
# With the state carried, the outputs of the chunks equal those of one call, at
# all 12 steps. With a reset they agree in the first chunk only.

# %%
# A task that needs memory
# ------------------------
# Now with training. A signal is 1 or -1 at every 23rd step and 0 in between. At
# each step the model has to say which one came last. A chunk has 10 steps, so
# most chunks hold no signal at all: the answer has to come from the state.

target = torch.randint(2, (200, 16, 1)).repeat_interleave(23, dim=0) * 2.0 - 1
signal = torch.zeros_like(target)
signal[::23] = target[::23]
print(f"{signal.shape = }")  # (time, batch, features)
print(f"{signal[:47:23, 0, 0] = }")
print(f"{target[:47:23, 0, 0] = }")

# %%
# The loop trains after each chunk. A function, ``choose``, decides what happens
# to the state:


def train(choose, retain_graph=False):
    torch.manual_seed(0)
    lstm, head = nn.LSTM(input_size=1, hidden_size=8), nn.Linear(8, 1)
    parameters = [*lstm.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=0.05)
    state, errors = None, []
    for x, y in zip(signal.split(10), target.split(10), strict=True):
        output, state = lstm(x, state)
        error = (head(output) - y).square()
        optimizer.zero_grad()
        error.mean().backward(retain_graph=retain_graph)
        optimizer.step()
        state = choose(state)
        errors.append(error.detach().mean(dim=(1, 2)))
    return torch.stack(errors[-100:]).mean(dim=0)  # at each step of a chunk


# %%
# Carry it as it is
# -----------------
# The carried state has a history: it was computed by the chunk before. The
# second ``backward`` wants to walk back into that chunk. By default PyTorch has
# thrown that part away. Let it keep it, with ``retain_graph=True``: does
# training work then?
#
# Yes, it only takes more memory
#     ✗ The graph is there, but the weights in it are not: ``optimizer.step()``
#     has changed them in the meantime.
# No, another error comes
#     ✓ The history was computed with weights that no longer exist. PyTorch
#     notices.

import textwrap

messages = []
for retain_graph in (False, True):
    try:
        train(lambda state: state, retain_graph)
    except RuntimeError as error:
        messages.append(str(error))
        print(textwrap.shorten(str(error), 150), "\n")

# %%
# Detach it
# ---------
# ``detach`` keeps every number and forgets where it came from. Many programs
# have a function for it that is called ``repackage_hidden``. Compare it with a
# reset, by the mean squared error over the last 100 chunks:

detached = train(lambda state: tuple(s.detach() for s in state))
reset = train(lambda state: None)
print(f"{detached.mean() = :.3f}, {reset.mean() = :.3f}")

# %%

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("A reset forgets the signal; a detached state remembers it")
ax.plot(range(1, 11), reset, "x--", label="reset")
ax.plot(range(1, 11), detached, "o-", label="carried and detached")
ax.set(xlabel="step of the chunk", ylabel="mean squared error", ylim=(-0.05, 1))
ax.set_xticks(range(1, 11))
ax.legend()
plt.show()

# %%
# After a reset the model does not know the last signal until another one comes.
# The later in the chunk, the likelier that one has come: so the curve falls.
# The detached state remembers it for more steps than gradients go back: inside
# a chunk the model learned to keep what it was told, and that works across
# chunks.

# %%
# Reset some rows only
# --------------------
# In a batch each row is a stream of its own. When a stream ends and another
# takes its place, only that row starts anew. ``torch.where`` picks, row by row,
# between zeros and the state. (A product with 0 does the same, unless the state
# holds a NaN: 0 times NaN is NaN.) The batch is the middle axis of the states:

_, state = lstm(x[:4])
# (layers, batch, hidden_size)
begins = torch.tensor([False, True]).view(1, 2, 1)
state = tuple(torch.where(begins, torch.zeros_like(s), s) for s in state)

output, _ = lstm(x[4:], state)
goes_on = torch.allclose(output[:, 0], whole[4:, 0], atol=1e-6)
is_fresh = torch.allclose(output[:, 1], lstm(x[4:])[0][:, 1], atol=1e-6)
print(f"{goes_on = }, {is_fresh = }")

# %%
# If you have a whole recording, with streams that end on the way,
# ``run_stepwise`` puts in the zeros for you. Tell it at which step of which row
# something else begins:

resets = torch.zeros(12, 2, dtype=torch.bool)  # (time, batch)
resets[4, 1] = True
run = run_stepwise(lstm, x, resets=resets)
print(f"{torch.allclose(run.output[4:], output, atol=1e-6) = }")

# %%
# When to do which
# ----------------
# - One long stream (text, a sensor): carry and detach. The chunks of a stream
#   must then come one after another, in the same row: do not shuffle them.
# - Many separate sequences (sentences, patients): reset, that is, give no
#   state.
# - An agent that plays (reinforcement learning): carry while it plays, and reset
#   the rows whose episode has ended. To train, take a piece of many steps, and
#   give it the state that stood before its first step.
#
# A chunk of a single step is too short: nothing would train a step to keep
# something for a later one.
#
# Keras calls carrying ``stateful=True``.

# %%
# Remember
# --------
# - With the state carried, chunks give the outputs of one call.
# - In training, carry *and detach*: ``tuple(s.detach() for s in state)``.
# - Reset where something else begins; ``torch.where`` does it for single rows.

# %%
# Try it
# ------
# Is it the carrying or the length of a chunk that helps? Train with a reset,
# but in chunks of 100 steps: now most steps have a signal before them in the
# same chunk. Will the error fall to that of the carried state?


# lesson: solution
def train_reset(size):
    torch.manual_seed(0)
    lstm, head = nn.LSTM(input_size=1, hidden_size=8), nn.Linear(8, 1)
    parameters = [*lstm.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=0.05)
    errors = []
    for _ in range(5):  # five times over the whole signal
        for x, y in zip(signal.split(size), target.split(size), strict=True):
            loss = (head(lstm(x)[0]) - y).square().mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            errors.append(loss.item())
    return sum(errors[-20:]) / 20


long_chunks = train_reset(100)
print(f"{long_chunks = :.3f}")

# %%

# lesson: check
assert "backward through the graph a second time" in messages[0]
assert "modified by an inplace operation" in messages[1]
assert same.int().tolist() == [1] * 4 + [0] * 8  # of the last: reset
assert reset[0] == reset.max() > 10 * detached.max()
assert goes_on
assert is_fresh
assert detached.mean() < long_chunks < reset.mean()
torch.testing.assert_close(run.output[4:], output)
torch.testing.assert_close(run.output[:4], whole[:4])
steps = torch.randn(2, 1, 4, requires_grad=True)  # two chunks of a single step
run = run_in_chunks(lstm, steps, chunk_size=1, detach=True)
run.output[1].sum().backward()
assert steps.grad[0].count_nonzero() == 0
assert steps.grad[1].count_nonzero() == 4

# %%
# Next
# ----
# *Stream it: one step at a time* carries the state where no training goes on.
