r"""Reset, carry or detach the state
================================

A stream is too long for one call, so it is cut into chunks. At each cut you decide what
becomes of the state: start anew, hand it on, or hand on its numbers without its history.

You will see what each choice computes, the two errors that carrying raises in training, how
``detach`` avoids both, and how to reset only some rows of a batch.
"""

# lesson: after plot_03_all_at_once
# lesson: tags state, training
# lesson: answers C3, C4, C5, C6, C9, C13, C16, C18, C19, C20

# %%
# Three choices at a cut
# ----------------------
# A stream of 12 steps, in a batch of 2, goes through an LSTM in chunks of 4. A state of
# ``None`` means zeros. Which of the three choices give the output of a single call?

import textwrap

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import run_batched

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3)
stream = torch.randn(12, 2, 4)
whole = run_batched(lstm, stream).output
choices = {
    "reset": lambda state: None,
    "carry": lambda state: state,
    "detach": lambda state: tuple(s.detach() for s in state),
}
same = {}
for name, choose in choices.items():
    state, outputs = None, []
    for chunk in stream.split(4):
        output, state = lstm(chunk, state)
        outputs.append(output)
        state = choose(state)
    same[name] = torch.allclose(torch.cat(outputs), whole, atol=1e-6)
print(f"reset: {same['reset']}, carry: {same['carry']}, detach: {same['detach']}")

# %%
# ``detach`` keeps every number. It cuts only the way back, the graph that autograd walks to
# find gradients. Under ``torch.no_grad()`` there is no graph, and nothing to cut.

# %%
# Train without detach
# --------------------
# The model below has to say which came last in a signal, 1 or -1; in between the signal is
# zero. It takes an optimiser step after each chunk of 10 steps. The second chunk starts
# from a state that the first has computed. Each ``backward`` frees the graph it went
# through. How far back will the second one try to go, and what will it find?

signal = torch.randint(-1, 2, (2000, 16, 1)) * (torch.rand(2000, 16, 1) < 0.15)
# the step of the latest 1 or -1, and what it was
last = ((signal != 0) * torch.arange(2000).view(-1, 1, 1)).cummax(dim=0).values
target = signal.gather(0, last).float()


def train(choose, **options):
    torch.manual_seed(0)
    model, head = nn.LSTM(input_size=1, hidden_size=8), nn.Linear(8, 1)
    optimizer = torch.optim.Adam([*model.parameters(), *head.parameters()], lr=0.02)
    state, errors = None, []
    for chunk, wanted in zip(signal.float().split(10), target.split(10), strict=True):
        output, state = model(chunk, state)
        error = (head(output) - wanted).square()
        optimizer.zero_grad()
        error.mean().backward(**options)
        optimizer.step()
        state = choose(state)
        errors.append(error.detach().mean(dim=(1, 2)))
    return torch.stack(errors[100:]).mean(dim=0)  # at each step of the last 100 chunks


try:
    train(choices["carry"])
except RuntimeError as error:
    first = str(error)
print(textwrap.fill(first, 78))

# %%
# It goes on into the first chunk, whose graph is gone.

# %%
# The message proposes ``retain_graph=True``, which keeps that graph. Does it help?

try:
    train(choices["carry"], retain_graph=True)
except RuntimeError as error:
    second = str(error)
print(textwrap.fill(second, 78))

# %%
# The graph is kept, but ``optimizer.step()`` has changed the weights in it. ``detach`` is
# the remedy. Training this way is called *truncated backpropagation through time*. Many
# programs have a function ``repackage_hidden`` for it, and people ask why: `one thread
# <https://github.com/yunjey/pytorch-tutorial/issues/90>`_, `another
# <https://github.com/salesforce/awd-lstm-lm/issues/91>`_.

# %%
# What a reset costs
# ------------------
# A reset raises no error either. At which steps of a chunk will a model that is reset at
# each cut be wrong the most?

resets, detaches = train(choices["reset"]), train(choices["detach"])
figure, ax = plt.subplots(layout="constrained")
figure.suptitle("The error at each step of a chunk, with either state")
ax.plot(range(1, 11), resets, "x--", label="reset")
ax.plot(range(1, 11), detaches, "o-", label="carried and detached")
ax.set(xlabel="step of the chunk", ylabel="mean squared error", ylim=(0, 1))
ax.legend()
plt.show()

# %%
# At the first step of a chunk a state of zeros does not know what came before. No gradient
# went back more than 10 steps, and yet the second model remembers for longer, because the
# numbers pass the cut.

# %%
# Reset some rows of a batch
# --------------------------
# Each row of a batch is a stream of its own. When one ends and another takes its row, only
# that row starts anew: multiply its states by 0 and the others by 1. The batch is the
# middle axis of the states. Which row of the next output will be that of a fresh start?

_, (h_n, c_n) = lstm(stream[:4])
keep = torch.tensor([1.0, 0.0]).view(1, 2, 1)
output, _ = lstm(stream[4:8], (h_n * keep, c_n * keep))
fresh, _ = lstm(stream[4:8])
for row in range(2):
    print(f"{row = }, {torch.allclose(output[:, row], fresh[:, row]) = }")

# %%
# What was claimed
# ----------------

assert same == {"reset": False, "carry": True, "detach": True}
assert "backward through the graph a second time" in first
assert "modified by an inplace operation" in second
assert (resets[:5] > 4 * detaches[:5]).all()
assert resets[0] == resets.max()
torch.testing.assert_close(output[:, 0], whole[4:8, 0], atol=1e-6, rtol=1e-5)
torch.testing.assert_close(output[:, 1], fresh[:, 1], atol=1e-6, rtol=1e-5)
