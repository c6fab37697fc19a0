r"""Predict an EEG, and know when to stop
=====================================

When do I stop training, and how do I know whether my LSTM is any good?

A network that trains long enough learns its training data by heart. The error
there keeps falling, while the error on new data rises. This lesson is a whole
job on real data: windows, baselines, a validation curve, early stopping, one
honest test. The LSTM does not win at once. You see why, and what helps.
"""

# lesson: minutes 12
# lesson: level advanced
# lesson: after forecast, stream
# lesson: tags data, training, loops

# %%
# Three parts, split by time
# --------------------------
# Matplotlib ships an EEG of 4 channels and 800 time steps. The first 500 are
# for training. The next 100 are for *validation*: they say when to stop. The
# last 200 are for the test, which is used once, at the end. Mean and standard
# deviation come from the training steps alone.

import torch
from matplotlib.cbook import get_sample_data
from torch import nn

path = get_sample_data("eeg.dat", asfileobj=False)
eeg = torch.from_file(path, size=3200, dtype=torch.float64).view(800, 1, 4)
eeg = ((eeg - eeg[:500].mean(dim=0)) / eeg[:500].std(dim=0)).float()
print(f"{eeg.shape = }")  # (time, batch, features)

# %%

# lesson: figure
import matplotlib.pyplot as plt

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.6))
figure.suptitle("One of the four channels: training, validation, test")
for start, end in ((0, 500), (500, 600), (600, 800)):
    ax.plot(range(start, end), eeg[start:end, 0, 0], lw=1)
ax.set(xlabel="time step", ylabel="standard deviations")
plt.show()

# %%
# Windows
# -------
# To train, the 500 steps are cut into windows of 50 steps, one every 5 steps.
# They stand side by side as a batch. For each step the answer is the step after
# it:

windows = eeg[:500].squeeze(1).unfold(0, 51, 5)  # (windows, features, time)
windows = windows.permute(2, 0, 1)
inputs, answers = windows[:-1], windows[1:]
print(f"{inputs.shape = }, {answers.shape = }")

# %%

# lesson: figure
from lstm_demo.pictures import plot_windows

plot_windows(eeg[:80, 0, 0], 50, 1, stride=5)
plt.show()

# %%
# Baselines first
# ---------------
# Three predictions need no network: the mean, which is 0; the last value; and a
# linear model of the last two steps, fitted to the training steps. What counts
# is the mean squared error in each part:

PARTS = {
    "training": slice(1, 499),
    "validation": slice(499, 599),
    "test": slice(599, 799),
}


def errors(prediction):
    """Row t of a prediction, made after step t, is about step t + 1."""
    wrong = (prediction - eeg[1:]).square().mean(dim=(-2, -1))
    return torch.stack([wrong[..., part].mean(-1) for part in PARTS.values()])


last = eeg[:-1]
two = torch.cat([eeg[1:-1], eeg[:-2]], dim=-1)  # of each step from 1 on
seen, following = two[:498, 0].double(), eeg[2:500, 0].double()
weights = torch.linalg.lstsq(seen, following).solution.float()
linear = torch.cat([last[:1], two @ weights])
table = {"mean": 0 * last, "last value": last, "linear": linear}
table = {name: errors(guess) for name, guess in table.items()}
for name, error in table.items():
    print(f"{name:11}", "  ".join(f"{value:.3f}" for value in error))

# %%
# Train, and watch the validation error
# -------------------------------------
# The head says how much the next step differs from a simple guess, here from
# the last value. After each epoch the model predicts the whole series, and the
# validation error decides whether its weights are kept:

import copy


def fit(guess, epochs=60):
    torch.manual_seed(0)
    model = nn.ModuleList([nn.LSTM(4, 32), nn.Linear(32, 4)])
    lstm, head = model
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    start = guess[:500].squeeze(1).unfold(0, 50, 5)[:90].permute(2, 0, 1)
    history = []
    for _ in range(epochs):
        loss = (start + head(lstm(inputs)[0]) - answers).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            history.append(errors(guess + head(lstm(last)[0])))
        if history[-1][1] == min(error[1] for error in history):
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return model.requires_grad_(False), torch.stack(history)


# %%
# After 60 epochs there are 60 models. Which one do you keep?
#
# The last, since its training error is the smallest
#     ✗ It has also learned the noise of the training steps, which never comes
#     back. That is called *overfitting*.
# The one with the smallest validation error
#     ✓ The validation steps are new to the model, so they show what it can do
#     with new data. To keep that model is called *early stopping*.
# The one with the smallest test error
#     ✗ Then you have chosen by the test, and its error no longer says how well
#     you do on data that nobody has seen.

model, history = fit(last)
kept = history[:, 1].argmin().item()
for epoch in (0, kept, 59):
    training, validation, _ = history[epoch]
    print(f"epoch {epoch + 1}: {training = :.3f}, {validation = :.3f}")

# %%

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.2))
figure.suptitle("Training goes on getting better; new data do not")
ax.plot(range(1, 61), history[:, 0], "--", label="training")
ax.plot(range(1, 61), history[:, 1], label="validation")
ax.plot(kept + 1, history[kept, 1], "o", color="C1", label="stop here")
ax.axhline(table["linear"][1], color="black", ls=":")
ax.text(
    60, table["linear"][1] - 0.02, "linear, validation", ha="right", va="top"
)
ax.set(xlabel="epoch", ylabel="mean squared error", ylim=(0, 0.9))
ax.legend()
plt.show()

# %%
# The test, once
# --------------

table["LSTM, last epoch"] = history[-1]
table["LSTM, stopped"] = history[kept]
for name, error in table.items():
    print(f"{name:17}", "  ".join(f"{value:.3f}" for value in error))

# %%
# Early stopping helps, and still the linear model wins, with 32 weights against
# almost five thousand. The LSTM is best on the steps that it was trained on.
# With 500 noisy steps there is not enough to learn from. Alone, its score would
# have looked fine.

# %%
# What helps: stand on the baseline
# ---------------------------------
# Do not let the LSTM learn what a linear model knows already. Let it start from
# the *linear* guess, and learn only what is still missing:

on_linear, history_on_linear = fit(linear)
kept = history_on_linear[:, 1].argmin().item()
table["LSTM on linear"] = history_on_linear[kept]
for name in ("linear", "LSTM on linear"):
    error = table[name]
    print(f"{name:17}", "  ".join(f"{value:.3f}" for value in error))

# %%
# It stops much earlier, and it no longer loses. The gain is tiny: in this EEG
# there is little that the last two steps do not say. That is a result, too.

# %%
# What to try next
# ----------------
# In this order, because the first ones do most:
#
# - More data. Nothing else comes close: a real EEG has millions of steps.
# - A smaller network, or dropout and weight decay: less room for noise.
# - Features that you know to matter, such as the power in each frequency band.
# - Several runs with other seeds, averaged.
# - A longer validation part. A hundred steps are few: the epoch that they
#   choose is partly luck.

# %%
# Go on without the data
# ----------------------
# A model that predicts one step can be left alone: each prediction becomes the
# next input. ``run_stepwise`` keeps the states after every step, so this can
# start from 175 places of the test at once, as a batch:

from lstm_demo import run_stepwise

lstm, head = model
stream = run_stepwise(lstm, last)
h, c = (s[599:774].view(1, 175, 32) for s in (stream.h_calls, stream.c_calls))
step = (last + head(stream.output))[599:774].view(1, 175, 4)
alone, by_mean = [], []
for ahead in range(600, 625):
    truth = eeg[ahead : ahead + 175].view(1, 175, 4)
    alone.append((step - truth).square().mean().item())
    by_mean.append(truth.square().mean().item())
    output, (h, c) = lstm(step, (h, c))
    step = step + head(output)

# %%

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.8))
figure.suptitle("Left alone, the LSTM is soon no better than the mean")
ax.plot(range(1, 26), alone, "s--", ms=3, label="LSTM left alone")
ax.plot(range(1, 26), by_mean, "k", label="mean")
ax.set(xlabel="steps ahead", ylabel="mean squared error", ylim=0)
ax.legend()
plt.show()

# %%
# Each step adds its own error to the next input. A good score for one step says
# little about twenty.

# %%
# Remember
# --------
# - Split by time: training, validation, test. Look at the test once.
# - Keep the weights of the epoch with the smallest validation error.
# - Print the baselines first; let the network start from the best of them.

# %%
# Try it
# ------
# Cheat on purpose: choose the epoch of the first LSTM by the *test* error. The
# score gets better, though no model has. By that much you would deceive
# yourself.

# lesson: solution
cheat = history[:, 2].min()
print(f"{cheat = :.3f}, {table['LSTM, stopped'][2] = :.3f}")

# %%

# lesson: check
training, validation, test = torch.stack(list(table.values()), dim=1)
names = list(table)
assert names[training[:5].argmin()] == "LSTM, last epoch"
assert names[test[:5].argmin()] == names[validation[:5].argmin()] == "linear"
assert test[4] < test[3]  # stopped, and the last epoch
assert test[5] < test[2] + 0.005  # on linear, and linear
assert validation[5] < validation[2]
assert history_on_linear[:, 1].argmin() < history[:, 1].argmin() < 59
assert cheat < test[4]
assert sum(weight.numel() for weight in model.parameters()) == 4996
assert weights.numel() == 32
assert alone[0] < by_mean[0]
assert alone[-1] > by_mean[-1]

# %%
# Next
# ----
# *Encoder and decoder: hand the state over* lets one LSTM read and another one
# write.
