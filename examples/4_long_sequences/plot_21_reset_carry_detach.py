r"""Reset, carry or detach the state
================================

A stream is too long for one call, so it is cut into chunks. At each cut you decide what
becomes of the state: start anew, hand it on, or hand on its numbers without its history.

You will see what each choice computes, the two errors that carrying raises in training, how
``detach`` avoids both, and how to reset only some rows of a batch.
"""

# lesson: after plot_05_a_loop_is_one_call
# lesson: tags state, training
# lesson: answers C3, C4, C5, C6, C9, C13, C16, C18, C19, C20

# %%
# Train without detach
# --------------------
# A signal is 1 or -1 at every 23rd step, else zero; the model has to say which came last.
# ``head`` turns h into that answer (*Go from the output to a prediction*). An optimiser
# step follows each chunk of 10, and ``choose`` makes the state that starts the next chunk.
# ``backward`` finds how much the error changes with each weight (*Follow the gradient
# through time*): it walks back through the graph, the record of how the error was computed,
# and frees it unless told not to. A carried state leads back into that of the chunk before.
# What will go wrong at the second ``backward`` if it was freed, and what if it was kept?

import textwrap

import matplotlib.pyplot as plt
import torch
from torch import nn


def train(choose, retain_graph=False):
    torch.manual_seed(0)
    target = torch.randint(2, (300, 16, 1)).repeat_interleave(23, dim=0) * 2.0 - 1
    signal = target * (torch.arange(6900) % 23 == 0).view(6900, 1, 1)
    model, head = nn.LSTM(input_size=1, hidden_size=8), nn.Linear(8, 1)
    optimizer = torch.optim.Adam([*model.parameters(), *head.parameters()], lr=0.03)
    state, errors = None, []
    for chunk, wanted in zip(signal.split(10), target.split(10), strict=True):
        output, state = model(chunk, state)
        error = (head(output) - wanted).square()
        optimizer.zero_grad()
        error.mean().backward(retain_graph=retain_graph)
        optimizer.step()
        state = choose(state)
        errors.append(error.detach().mean(dim=(1, 2)))
    return torch.stack(errors[-100:]).mean(dim=0)  # at each step of the last 100 chunks


messages = []
for retain_graph in (False, True):
    try:
        train(lambda state: state, retain_graph)
    except RuntimeError as error:
        messages.append(str(error))
        print(textwrap.fill(str(error), 78))

# %%
# The graph of the first chunk is gone; or it is there, but the weights in it have changed.
# ``detach`` cuts the way back and keeps every number; many call it ``repackage_hidden``.
#
# A reset, to ``None``, raises no error. At which steps of a chunk will the model err most?

resets = train(lambda state: None)
detaches = train(lambda state: tuple(s.detach() for s in state))
figure, ax = plt.subplots(layout="constrained")
figure.suptitle("The error at each step of a chunk, with either state")
ax.plot(range(1, 11), resets, "x--", range(1, 11), detaches, "o-")
ax.set(xlabel="step of the chunk", ylabel="mean squared error", ylim=(-0.05, 1))
ax.legend(["reset", "carried and detached"])
plt.show()

# %%
# At the first ones: zeros do not know the last signal until another comes. A detached state
# remembers longer than gradients go back: *truncated backpropagation through time*.

# %%
# Reset some rows of a batch
# --------------------------
# Each row of a batch is a stream of its own. When another stream takes a row, only that row
# starts anew: multiply its states by 0 and the others by 1. The batch is the middle axis of
# the states. Here the first row goes on as in a single call, and the second starts anew:

lstm, stream = nn.LSTM(input_size=4, hidden_size=3), torch.randn(12, 2, 4)
_, state = lstm(stream[:4])
keep = torch.tensor([[1.0], [0.0]])
output, _ = lstm(stream[4:], tuple(s.detach() * keep for s in state))
goes_on = (output - lstm(stream)[0][4:]).abs().amax(dim=(0, 2)) < 1e-6
is_fresh = (output - lstm(stream[4:])[0]).abs().amax(dim=(0, 2)) < 1e-6
print(f"{goes_on = }, {is_fresh = }")

# %%
# What was claimed
# ----------------

assert "backward through the graph a second time" in messages[0]
assert "modified by an inplace operation" in messages[1]
assert resets[0] == resets.max() > 10 * detaches.max()
assert (goes_on.tolist(), is_fresh.tolist()) == ([True, False], [False, True])
