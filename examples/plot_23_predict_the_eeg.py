r"""Predict the EEG
===============

A whole job on real data: learn to predict the next step, then go on without the data.

You will see where batched and stepwise runs each have their place, how a score on steps
that training never saw is made, and what three simple baselines say about it.
"""

# lesson: after plot_16_reset_carry_detach, plot_19_predict_from_output
# lesson: tags data, training, loops

# %%
# Train on whole sequences
# ------------------------
# Matplotlib ships an EEG of 4 channels and 800 time steps. Mean and standard deviation are
# taken from the first 600, so that nothing of the last 200 gets into training. Windows of
# 51 steps are put side by side as a batch: 50 inputs and, each one step later, 50 answers.
# The head says only how the next step differs from the present one.

import matplotlib.pyplot as plt
import torch
from matplotlib.cbook import get_sample_data
from torch import nn

from lstm_demo import run_batched, run_stepwise

path = get_sample_data("eeg.dat", asfileobj=False)
eeg = torch.from_file(path, size=3200, dtype=torch.float64).view(800, 1, 4)
eeg = ((eeg - eeg[:600].mean(dim=0)) / eeg[:600].std(dim=0)).float()
windows = torch.cat([eeg[start : start + 51] for start in range(0, 550, 5)], dim=1)
print(f"{windows.shape = }")
torch.manual_seed(0)
lstm, head = nn.LSTM(input_size=4, hidden_size=32), nn.Linear(32, 4)
optimizer = torch.optim.Adam([*lstm.parameters(), *head.parameters()], lr=0.01)
for _ in range(30):
    predictions = windows[:-1] + head(run_batched(lstm, windows[:-1]).output)
    optimizer.zero_grad()
    (predictions - windows[1:]).square().mean().backward()
    optimizer.step()

# %%
# Predict as the steps come in
# ----------------------------
# The held-out steps arrive one at a time. Each call gets one step and the state, so nothing
# of the future can leak in. Three guesses need no LSTM: the mean of the training steps, 0;
# the last value; and a linear model of the last two steps, fitted to the same 600. Which of
# the four will have the smallest mean squared error over the 200 steps?

with torch.no_grad():
    stream = run_stepwise(lstm, eeg[599:799], run_batched(lstm, eeg[:599])[1:3])
    predictions = eeg[599:799] + head(stream.output)
last_two, answers = torch.cat([eeg[1:-1], eeg[:-2]], dim=-1), eeg[600:]
linear = last_two[598:] @ torch.linalg.lstsq(last_two[:598, 0], eeg[2:600, 0]).solution
by_mean, by_last, by_linear, by_lstm = (
    (guess - answers).square().mean() for guess in (0, eeg[599:799], linear, predictions)
)
print(f"{by_mean = :.2f}, {by_last = :.2f}, {by_linear = :.2f}, {by_lstm = :.2f}")

# %%
# The LSTM is better than the mean and the last value, but, with thousands of weights to fit
# to 600 steps, not as good as the linear model. Alone, its score would have looked fine.

# %%
# Go on without the data
# ----------------------
# To generate, feed each prediction back as the next input. The stream has kept the states
# after every step, so this can start from 175 places at once, as a batch. Will it beat the
# mean for fewer than 10 steps, for 10 to 20, or for all 25?

h, c = (calls[:175].view(1, 175, 32) for calls in (stream.h_calls, stream.c_calls))
generated = [predictions[:175].view(1, 175, 4)]
with torch.no_grad():
    for _ in range(24):
        output, (h, c) = lstm(generated[-1], (h, c))
        generated.append(generated[-1] + head(output))
truth = torch.stack([answers[ahead : ahead + 175, 0] for ahead in range(25)])
error = (torch.cat(generated) - truth).square().mean(dim=(1, 2))
print(f"better than the mean for {(error < by_mean).sum()} steps")
figure, ax = plt.subplots(layout="constrained", figsize=(6.8, 3.2))
figure.suptitle("One step ahead the LSTM follows the EEG late; left alone it loses it")
ax.plot(range(60, 120), answers[60:120, 0, 0], color="0.6", lw=4, label="EEG, channel 0")
ax.plot(range(60, 120), predictions[60:120, 0, 0], label="one step ahead")
ax.plot(range(90, 115), [x[0, 90, 0] for x in generated], "s--", ms=3, label="left alone")
ax.set(xlabel="held-out time step", ylabel="standard deviations")
ax.legend()
plt.show()

# %%
# Each step adds its own error to those before it. Even one step ahead, the predictions lie
# closer to the step they are made from than to the one they are for: the LSTM comes late.

# %%
# What was claimed
# ----------------

assert by_linear < by_lstm < 0.95 * by_last < 0.5 * by_mean
assert (predictions - eeg[599:799]).square().mean() < by_lstm
assert 1 < (error < by_mean).sum() < 10
assert torch.equal(error.sort().values[:3], error[:3])
