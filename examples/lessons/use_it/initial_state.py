r"""The initial state: zeros, random or learned
===========================================

What do I give as h_0 and c_0, and do I have to?

Every sequence has to start from some state. You may leave it out, draw it at
random, or learn it together with the weights. The choice matters less than most
people fear, and one of the three is a mistake that many tutorials make.
"""

# lesson: minutes 8
# lesson: level beginner
# lesson: after carry_the_state, predict
# lesson: tags state, training

# %%
# Leave it out
# ------------
# Here an LSTM reads 2 sequences of 20 steps. Once it gets no state, once a
# state of zeros, with one row for each sequence:

import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3)
x = torch.randn(20, 2, 4)  # (time, batch, features)
# h and c, both (layers, batch, hidden_size)
zeros = torch.zeros(1, 2, 3), torch.zeros(1, 2, 3)

omitted, _ = lstm(x)
from_zeros, _ = lstm(x, zeros)
print(f"{torch.equal(omitted, from_zeros) = }")

# %%
# They are the same. Each call without a state starts from zeros, the tenth call
# like the first, because the module keeps nothing between calls. In a thread on
# GitHub, someone asks `what the state is for, then
# <https://github.com/gabrielloye/RNN-walkthrough/issues/3>`_, and guesses that
# it is carried from one epoch to the next. It is not: it goes from one step to
# the next, within the call. ``nn.LSTMCell`` starts from zeros as well, which
# `is easily missed <https://github.com/salesforce/awd-lstm-lm/issues/95>`_.

# %%
# Draw it at random?
# ------------------
# Many tutorials draw the state with ``torch.randn``. To show shapes, that is
# fine. Here the first sequence is read 30 times, each time from another random
# state. ``spread`` is the standard deviation over the 30 copies, of the unit in
# which it is largest.
#
# What does a random state do to a prediction?
#
# It helps, like noise in training
#     ✗ It acts when you predict, too, and each call answers something else.
# It is noise that fades
#     ✓ The first answers depend on luck, and the later ones less and less.

copies = x[:, :1].expand(-1, 30, -1)  # the first sequence, 30 times
starts = torch.randn(1, 30, 3), torch.randn(1, 30, 3)
with torch.no_grad():
    runs, _ = lstm(copies, starts)
spread = runs.std(dim=1).amax(dim=-1)
for step in (1, 5, 10, 20):
    print(f"{step = }, {spread[step - 1] = :.4f}")

# %%
# This LSTM forgets its start step by step, so the answers come together.

# lesson: figure
import matplotlib.pyplot as plt

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("One sequence from 30 random states and from zeros")
ax.plot(range(1, 21), runs[:, :, 0], color="C0", alpha=0.4)
ax.plot(range(1, 21), omitted[:, 0, 0].detach(), "k--", label="from zeros")
ax.set(
    xlabel="time step $t$", ylabel="$h_t$, unit 0", xticks=(1, 5, 10, 15, 20)
)
ax.legend()
plt.show()

# %%
# Within ten steps the 30 runs have come together. So the choice matters for
# short sequences and for early answers. An LSTM with open forget gates may keep
# its start very long, and then a random one does real harm.

# %%
# Learn it
# --------
# Suppose that all your sequences begin in the same situation, and that they are
# short. Take a swing: it is always let go from the same height, and then it is
# pushed at each of 8 steps. The pushes go in, and the model has to say where
# the swing is after each:


def swings(count):
    place, speed = torch.ones(count, 1), torch.zeros(count, 1)
    pushes, places = 0.3 * torch.randn(8, count, 1), []
    for push in pushes:
        speed = speed - 0.5 * place + push
        place = place + speed
        places.append(place)
    return pushes, torch.stack(places)  # (time, batch, features)


# %%
# The start can be learned like a weight. Make an ``nn.Parameter`` with a batch
# of 1. ``expand`` repeats this row for all sequences without copying it, and
# ``contiguous`` makes the copy, which cuDNN needs on a GPU:


class Swing(nn.Module):
    def __init__(self, learned):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=16)
        self.head = nn.Linear(in_features=16, out_features=1)
        self.h_0 = nn.Parameter(torch.zeros(1, 1, 16), requires_grad=learned)
        self.c_0 = nn.Parameter(torch.zeros(1, 1, 16), requires_grad=learned)

    def forward(self, pushes):
        batch = pushes.shape[1]
        h_0 = self.h_0.expand(-1, batch, -1).contiguous()
        c_0 = self.c_0.expand(-1, batch, -1).contiguous()
        output, _ = self.lstm(pushes, (h_0, c_0))
        return self.head(output)


# %%
# With ``learned=False`` the start stays zeros, so that both versions are
# trained with the same code:


def fit(learned, seed):
    torch.manual_seed(seed)
    model = Swing(learned)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(150):
        pushes, places = swings(64)
        loss = (model(pushes) - places).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model


# %%
# Is it worth it? Train from three seeds, once with zeros and once with a start
# that is learned, and look at the error (RMSE) on new swings:

new_pushes, new_places = swings(1000)
errors = {}
for learned in (False, True):
    models = [fit(learned, seed) for seed in (1, 2, 3)]
    with torch.no_grad():
        errors[learned] = [
            (model(new_pushes) - new_places).square().mean().sqrt().item()
            for model in models
        ]
    print(f"{learned = }", [f"{error:.3f}" for error in errors[learned]])
print(f"{models[0].h_0.grad.shape = }")

# %%
# Here it gains nothing. Training fits the weights to the zeros just as well, so
# zeros come to mean "just let go". On your data, compare as here before you
# keep it.
#
# The gradient has one row, like ``h_0``: what all sequences of the batch ask
# for is added up. And since ``h_0`` and ``c_0`` are attributes of the module,
# ``parameters()`` lists them and ``state_dict()`` saves them.

# %%
# Remember
# --------
# - Leave the state out, and every sequence starts from zeros. Usually that is
#   all you need.
# - A random start makes predictions depend on luck.
# - A learned start is an ``nn.Parameter`` of batch 1, expanded to the batch.
#   Compare it with zeros before you keep it.

# %%
# Try it
# ------
# The forget gate decides how much of c is kept, and an open one keeps nearly
# all. To open it, set rows 3 to 5 of ``bias_ih_l0``, which are its own, to 3,
# and run the 30 starts again. How long do they take now to come together?

# lesson: solution
# Longer than the 20 steps that they have.
with torch.no_grad():
    lstm.bias_ih_l0[3:6] = 3
    opened, _ = lstm(copies, starts)
open_spread = opened.std(dim=1).amax(dim=-1)
for step in (1, 5, 10, 20):
    print(f"{step = }, {open_spread[step - 1] = :.4f}")

# %%

# lesson: check
assert torch.equal(omitted, from_zeros)
assert spread[0] > 0.1
assert spread[9:].max() < 0.01
assert open_spread[19] > 100 * spread[19]
assert open_spread[19] > 0.02
assert max(max(each) for each in errors.values()) < 0.1
means = [sum(each) / 3 for each in errors.values()]
assert 0.8 < means[1] / means[0] < 1.5
for learner in models:
    assert learner.h_0.grad.shape == (1, 1, 16)
    assert learner.h_0.count_nonzero() == 16
    assert {"h_0", "c_0"} <= set(learner.state_dict())
cell = nn.LSTMCell(input_size=4, hidden_size=3)
rows = torch.zeros(2, 3), torch.zeros(2, 3)
torch.testing.assert_close(cell(x[0]), cell(x[0], rows), atol=0, rtol=0)

# %%
# Next
# ----
# *Stack layers: num_layers* puts one LSTM on top of another.
