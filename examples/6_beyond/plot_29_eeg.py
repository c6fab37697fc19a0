r"""Predict the EEG
===============

A whole job on real data: learn to predict the next step, then go on without the data.

You will see where batched and stepwise runs belong, and what baselines say about a score.
"""

# lesson: after plot_21_reset_carry_detach, plot_07_predict
# lesson: tags data, training, loops

# %%
# Train on whole sequences
# ------------------------
# Matplotlib ships an EEG of 4 channels and 800 time steps. Mean and standard deviation are
# those of the first 600, so that training sees nothing of the last 200. Windows of 51 steps
# side by side make a batch: 50 inputs and, each one step later, 50 answers. The head says
# only how the next step differs from the present one.

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
nn.ModuleList([lstm, head]).requires_grad_(False)

# %%
# Predict as the steps come in
# ----------------------------
# The held-out steps arrive one per call, so nothing of the future can leak in. Three
# guesses need no LSTM: the mean, 0; the last value; and a linear model of the last two,
# fitted to the same 600 steps. Which of the four will have the smallest mean squared error?

before = run_batched(lstm, eeg[:599])
stream = run_stepwise(lstm, eeg[599:799], (before.h_n, before.c_n))
predictions = eeg[:799] + head(torch.cat([before.output, stream.output]))
last_two = torch.cat([eeg[1:799], eeg[:798]], dim=-1)
linear = last_two @ torch.linalg.lstsq(last_two[:598, 0], eeg[2:600, 0]).solution
guesses = torch.stack([torch.zeros(798, 1, 4), eeg[1:799], linear, predictions[1:]])
errors = (guesses - eeg[2:]).square().mean(dim=(2, 3))
trained, held_out = errors[:, :598].mean(dim=1), errors[:, 598:].mean(dim=1)
print(f"{trained = }", f"{held_out = }", sep="\n")

# %%
# The linear model, third in each row. The LSTM, fourth, has learned its training steps too
# well: it is best on those, not on new ones. Alone, its score would have looked fine.

# %%
# Go on without the data
# ----------------------
# To generate, feed each prediction back as the next input. The stream has kept the states
# after every step, so this can start from 175 places at once, as a batch. Will it beat the
# mean for fewer than 10 steps, for 10 to 20, or for all 25?

h, c = (calls[:175].view(1, 175, 32) for calls in (stream.h_calls, stream.c_calls))
steps = [predictions[599:774].view(1, 175, 4)]
for _ in range(24):
    output, (h, c) = lstm(steps[-1], (h, c))
    steps.append(steps[-1] + head(output))
truth = torch.stack([eeg[start : start + 175, 0] for start in range(600, 625)])
alone, by_mean = torch.stack([torch.cat(steps) - truth, truth]).square().mean(dim=(2, 3))
print(f"better than the mean for {(alone < by_mean).sum()} steps")
figure, (left, right) = plt.subplots(1, 2, layout="constrained", figsize=(6.8, 3.2))
figure.suptitle("One step ahead the LSTM is late; left alone it soon falls behind the mean")
left.plot(range(60, 100), eeg[660:700, 0, 0], color="0.6", lw=4, label="EEG, channel 0")
left.plot(range(60, 100), predictions[659:699, 0, 0], label="one step ahead")
left.set(xlabel="held-out time step", ylabel="standard deviations")
left.legend()
right.plot(range(1, 26), alone, "s--", range(1, 26), by_mean, "k", ms=3)
right.set(xlabel="steps ahead", ylabel="mean squared error", ylim=0)
right.legend(["LSTM left alone", "mean"])
plt.show()

# %%
# For fewer than 10, as each step adds its error. Even one step ahead, the predictions lie
# closer to the step they are made from than to the one they are for: the LSTM comes late.

# %%
# What was claimed
# ----------------

assert torch.stack([trained, held_out]).argsort().tolist() == [[3, 2, 1, 0], [2, 3, 1, 0]]
assert (predictions - eeg[:799])[599:].square().mean() < held_out[3]
assert 1 < (alone < by_mean).sum() < 10
assert torch.equal(alone.sort().values[:3], alone[:3])
