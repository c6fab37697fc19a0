r"""Predict the EEG
===============

A whole job on real data: learn to predict the next step of a recording from the steps
before it, then predict as the steps come in, then go on without them.

You will see where batched and stepwise runs each have their place, how a score on steps
that training never saw is made, and what three simple baselines say about it.
"""

# lesson: after plot_16_reset_carry_detach, plot_19_predict_from_output
# lesson: tags data, training, loops

# %%
# The data, and what is held out
# ------------------------------
# Matplotlib ships an EEG of 4 channels and 800 time steps. The first 600 steps are for
# training. Mean and standard deviation are taken from them alone, so that nothing of the
# last 200 gets into training. Windows of 51 steps, one every 5 steps, are put side by side
# as a batch. What shape do they have?

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.cbook import get_sample_data
from torch import nn

from lstm_demo import run_batched, run_stepwise

with get_sample_data("eeg.dat") as file:
    eeg = torch.from_numpy(np.fromfile(file, dtype=float).reshape(800, 1, 4))
past = eeg[:600]
eeg = ((eeg - past.mean(dim=0)) / past.std(dim=0)).float()

starts = range(0, 550, 5)
windows = torch.cat([eeg[start : start + 51] for start in starts], dim=1)
print(f"{eeg.shape = }")
print(f"{windows.shape = }")

# %%
# Train on whole sequences
# ------------------------
# A window gives 50 inputs and, each one step later, 50 answers. One call per batch predicts
# all steps of all its windows. The head says only how the next step differs from the
# present one.

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=32)
head = nn.Linear(32, 4)
optimizer = torch.optim.Adam([*lstm.parameters(), *head.parameters()])
# raises the learning rate, then lowers it
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=60)
for _ in range(30):
    for rows in torch.randperm(windows.shape[1]).split(64):
        inputs, targets = windows[:-1, rows], windows[1:, rows]
        predictions = inputs + head(run_batched(lstm, inputs).output)
        loss = (predictions - targets).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()

# %%
# Predict as the steps come in
# ----------------------------
# Now the steps of the held-out part arrive one at a time. Each call gets one step and the
# state, so nothing is computed twice and nothing of the future can leak in. Will the
# predictions be those of one call over everything?

with torch.no_grad():
    _, (h_n, c_n) = lstm(eeg[:599])
    stream = run_stepwise(lstm, eeg[599:799], (h_n, c_n))
    predictions = eeg[599:799] + head(stream.output)
    at_once = eeg[:799] + head(run_batched(lstm, eeg[:799]).output)
same = torch.allclose(predictions, at_once[599:], atol=1e-5)
print(f"{same = }")

# %%
# Compare with baselines
# ----------------------
# Three guesses that need no LSTM: the mean of the training steps, 0; the last value; and a
# linear model of the last two steps, fitted to the same 600 by least squares. They are
# compared by the mean squared error over the 200 held-out steps: the smallest wins. Which
# of the four will it be?


def last_two(steps):
    return torch.cat([steps[1:], steps[:-1], torch.ones_like(steps[1:, :, :1])], dim=-1)


fit = torch.linalg.lstsq(last_two(eeg[:599])[:, 0], eeg[2:600, 0]).solution
answers = eeg[600:]
by_mean = answers.square().mean()
by_last = (eeg[599:799] - answers).square().mean()
by_linear = (last_two(eeg[598:799]) @ fit - answers).square().mean()
by_lstm = (predictions - answers).square().mean()
print(f"mean: {by_mean:.2f}")
print(f"last value: {by_last:.2f}")
print(f"linear model: {by_linear:.2f}")
print(f"LSTM: {by_lstm:.2f}")

# %%
# The LSTM is far better than the mean, better than the last value, and not as good as the
# linear model. It has thousands of weights and only 600 steps to learn from, and the
# held-out part is wilder than the rest. Without the baselines its score would have looked
# fine.

# %%
# Go on without the data
# ----------------------
# To generate, feed each prediction back as the next input. That can only be done step by
# step. The stream has kept the states after every step, so generation can start from 175
# places at once, as a batch. Will it beat the mean for fewer than 10 steps, for 10 to 20,
# or for all 25?

h = stream.h_calls[:175, :, 0].transpose(0, 1).contiguous()  # (1, 175, 32)
c = stream.c_calls[:175, :, 0].transpose(0, 1).contiguous()
x_t = predictions[:175].transpose(0, 1)
generated = [x_t]
with torch.no_grad():
    for _ in range(24):
        output, (h, c) = lstm(x_t, (h, c))
        x_t = x_t + head(output)
        generated.append(x_t)
generated = torch.cat(generated)
truth = torch.cat([answers[ahead : ahead + 175].transpose(0, 1) for ahead in range(25)])
error = (generated - truth).square().mean(dim=(1, 2))
mean_error = truth.square().mean(dim=(1, 2))
print(f"{generated.shape = }")
print(f"better than the mean for {(error < mean_error).sum()} steps")

# %%
# Each step adds its own error to those before it. Even one step ahead, the predictions lie
# closer to the step they are made from than to the one they are for: the LSTM comes late.

figure, axes = plt.subplots(2, layout="constrained", figsize=(6.8, 5.2))
figure.suptitle("One step ahead the LSTM follows the EEG late; left alone it loses it")
shown = range(60, 120)
axes[0].plot(shown, answers[60:120, 0, 0], color="0.6", lw=4, label="EEG, channel 0")
axes[0].plot(shown, predictions[60:120, 0, 0], "C0-", label="one step ahead")
axes[0].plot(
    range(90, 115), generated[:, 90, 0], "C1--s", ms=3, label="left alone from 90 on"
)
axes[0].set(xlabel="held-out time step", ylabel="standard deviations")
axes[1].plot(range(1, 26), error, "C1--s", ms=3, label="LSTM left alone")
axes[1].plot(range(1, 26), mean_error, "k:", label="mean")
axes[1].set(xlabel="steps ahead", ylabel="mean squared error", ylim=(0, None))
for ax in axes:
    ax.legend()
plt.show()

# %%
# What was claimed
# ----------------

assert same
assert windows.shape == (51, 110, 4)
assert torch.equal(windows[:, 1], eeg[5:56, 0])
assert by_linear < by_lstm < 0.95 * by_last < 0.5 * by_mean
assert (predictions - eeg[599:799]).square().mean() < by_lstm
assert 1 < (error < mean_error).sum() < 10
assert torch.equal(error.sort().values[:3], error[:3])
