r"""Forecast a series: windows, baselines, several steps
====================================================

How do I predict the next values of a series with an LSTM?

A series is one long sequence, and what you want is its future. You cut it into
*windows*: some months go in, the months after them are what to predict. Most of
the work is not the LSTM. It is cutting without looking ahead, and comparing
with forecasts that cost nothing. Without that comparison, almost any curve
looks like a good forecast.
"""

# lesson: minutes 14
# lesson: level intermediate
# lesson: after predict
# lesson: tags training, output, state

# %%
# The series
# ----------
# Every few years the sea off Peru turns warm: El Niño. The series is the
# temperature of the sea there, month by month from 1950 to 2010 (NOAA,
# ERSST.V3B). The first 40 years are for training. The last 21 are for the test,
# and nothing is fitted to them.

import torch
from torch import nn

from lstm_demo import load_el_nino

# double precision: nearly the same digits on any processor
torch.set_default_dtype(torch.float64)
series = load_el_nino().double()
cut = 40 * 12  # where the test begins
print(f"{series.shape = }, {series[:4] = }")

# %%
# Take out what you know already
# ------------------------------
# January is warmer than July, and no model has to learn that. Subtract the mean
# of each month. What is left, the *anomaly*, is the part worth predicting.
# Divide it by its standard deviation, so that the numbers have a size that
# networks like. Here are the means of January to April, once from all years and
# once from the first 40.
#
# Which of the two do you subtract?
#
# Those of all 61 years, since more data make better means
#     ✗ Then the training would know something about the test years.
# Those of the 40 training years
#     ✓ On the day of a forecast you only have the past.

by_month = series.view(61, 12)  # (years, months)
print(f"{by_month.mean(dim=0)[:4] = }")
print(f"{by_month[:40].mean(dim=0)[:4] = }")

# %%
# They are not the same, since the first hold the test years as well. If you
# subtract the first, something of the future gets into the training data. That
# is called a *leak*, and it makes the test look better than real life. So
# everything is scaled with numbers of the training years, the test years too:

normal = by_month[:40].mean(dim=0)  # one mean for each month
anomaly = series - normal.repeat(61)
scale = anomaly[:cut].std()
scaled = anomaly / scale
print(f"{scaled[:cut].std() = :.2f}, {scaled[cut:].std() = :.2f}")

# %%

# lesson: figure
import matplotlib.pyplot as plt

figure, axes = plt.subplots(
    2, sharex=True, layout="constrained", figsize=(6.4, 4)
)
figure.suptitle("Without the seasons, the warm years stand out")
years = 1950 + torch.arange(732) / 12
for ax, values in zip(axes, (series, anomaly), strict=True):
    ax.plot(years[:cut], values[:cut], lw=1)
    ax.plot(years[cut:], values[cut:], lw=1)
axes[0].set_ylabel("temperature (°C)")
axes[1].set(xlabel="year", ylabel="anomaly (°C)")
axes[1].legend(["training", "test"], ncols=2)
plt.show()

# %%
# Windows
# -------
# Two years go in, one year is to be predicted. ``unfold`` cuts every window of
# 36 months that there is, each one month after the other. A window belongs to
# the training if all of it lies in the training years, and to the test if all
# of its forecast lies after them. The windows in between are left out:

length, horizon = 24, 12
windows = scaled.unfold(0, length + horizon, 1)
start = torch.arange(len(windows))
train = windows[start + length + horizon <= cut]
test = windows[start + length >= cut]
print(f"{windows.shape = }, {len(train) = }, {len(test) = }")
print(f"{len(windows) - len(train) - len(test) = }")

# %%

# lesson: figure
from lstm_demo.pictures import plot_windows

plot_windows(scaled[:48], length, horizon, stride=4)
plt.show()

# %%
# Baselines first
# ---------------
# What can you say without a network? *Normal*: each month will be as it is on
# average, an anomaly of 0. *Persistence*: it stays as it is now. *Linear*: each
# of the 12 months is a weighted sum of the 24 before, plus a constant, by least
# squares. The error is the RMSE, the root of the mean squared error, in
# degrees:


def errors(forecast):
    """Root of the mean squared error of each month ahead, in degrees."""
    return (forecast - test[:, length:]).square().mean(dim=0).sqrt() * scale


def with_ones(windows):
    return torch.cat([windows[:, :length], torch.ones(len(windows), 1)], dim=1)


def row(error):
    return "  ".join(f"{value:.2f}" for value in error[[0, 2, 5, 11]])


weights = torch.linalg.lstsq(with_ones(train), train[:, length:]).solution
by_normal = errors(torch.zeros(len(test), horizon))
by_persistence = errors(test[:, length - 1 : length])
by_linear = errors(with_ones(test) @ weights)

print("   1     3     6    12", "months ahead")
print(row(by_normal), "normal")
print(row(by_persistence), "persistence")
print(row(by_linear), "linear")

# %%
# Persistence is hard to beat for the next month, and the worst of all for next
# year.

# %%
# An LSTM for all twelve months at once
# -------------------------------------
# The *direct* way: the head gives 12 numbers at the last step, the whole year
# at once. What goes in has the axes (batch, time, features), with one feature.
# ``fit`` shuffles the windows, which is allowed: each starts from zeros, so
# their order changes no answer. The months inside stay in order. After each
# epoch it notes the loss of the windows that it is to watch, as yet none. Why
# it stops after ten epochs comes below:


def fit(train, outputs, loss_of, epochs=10, watched=()):
    torch.manual_seed(0)
    lstm, head = nn.LSTM(1, 32, batch_first=True), nn.Linear(32, outputs)
    optimizer = torch.optim.Adam(
        [*lstm.parameters(), *head.parameters()], lr=0.01
    )
    history = []
    for _ in range(epochs):
        for rows in torch.randperm(len(train)).split(64):
            loss = loss_of(lstm, head, train[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            history.append([loss_of(lstm, head, each) for each in watched])
    return lstm, head, torch.tensor(history)


# %%
# The loss compares the 12 answers with what the 12 months were:


def direct_loss(lstm, head, windows):
    output, _ = lstm(windows[:, :length].unsqueeze(-1))
    return (head(output[:, -1]) - windows[:, length:]).square().mean()


lstm, head, _ = fit(train, horizon, direct_loss)
with torch.no_grad():
    output, _ = lstm(test[:, :length].unsqueeze(-1))
    by_direct = errors(head(output[:, -1]))

# %%
# One month at a time
# -------------------
# The *recursive* way: the head answers for the next month only. In training it
# does so at every step, and what goes in are the true months. That is called
# *teacher forcing*. To see a year ahead, each answer becomes the next input,
# and the state is carried along:


def next_month_loss(lstm, head, windows):
    inputs, wanted = windows[:, :-1, None], windows[:, 1:, None]
    output, _ = lstm(inputs)
    return (head(output) - wanted).square().mean()


def year_ahead(lstm, head, past):
    output, state = lstm(past)
    forecast = [head(output[:, -1:])]
    for _ in range(horizon - 1):
        output, state = lstm(forecast[-1], state)
        forecast.append(head(output))
    return torch.cat(forecast, dim=1).squeeze(-1)


lstm, head, _ = fit(train, 1, next_month_loss)
with torch.no_grad():
    recursive = year_ahead(lstm, head, test[:, :length].unsqueeze(-1))
by_recursive = errors(recursive)

# %%
# How long to train
# -----------------
# The test must not say how many epochs are enough: then something would be
# fitted to it. So fit both models once more, to the first 30 years alone, and
# watch the ten years after them, the *validation*. (The scale is still that of
# all 40 years.)

early_cut = 30 * 12
early = windows[start + length + horizon <= early_cut]
first_months = start[: len(train)] + length  # the first to be predicted
validation = train[first_months >= early_cut]
both = early[::4], validation  # neighbours are alike
*_, direct_history = fit(early, horizon, direct_loss, 25, both)
*_, recursive_history = fit(early, 1, next_month_loss, 25, both)
print(f"{len(early) = }, {len(validation) = }")

# %%

# lesson: figure
figure, axes = plt.subplots(
    1, 2, sharey=True, layout="constrained", figsize=(6.4, 3.2)
)
figure.suptitle("Direct: training falls on, validation rises again")
for ax, history in zip(axes, (direct_history, recursive_history), strict=True):
    ax.plot(range(1, 26), history[:, 0], label="training")
    ax.plot(range(1, 26), history[:, 1], "--", label="validation")
    ax.set(xlabel="epoch", ylim=(0, 1.8), xticks=(1, 5, 10, 15, 20, 25))
normal_losses = [validation[:, since:].square().mean() for since in (length, 1)]
for ax, loss in zip(axes, normal_losses, strict=True):
    ax.axhline(loss, color="0.5", ls=":", label="normal, validation")
axes[0].set(title="LSTM, direct", ylabel="loss")
axes[1].set_title("LSTM, recursive")
axes[1].legend(loc="center right")
plt.show()

# %%
# On the right both lines fall, and then they lie flat, close together. On the
# left they part. The training falls to the end, while the validation is lowest
# after 5 to 10 epochs and climbs back to that of the normal value. From there
# on the model learns the training years by heart, which is called
# *overfitting*. After ten epochs neither model gets better at the years it does
# not know, and so ``fit`` stops there.
#
# (On the left the validation is high from the start, since the strongest El
# Niño of the 40 years is in it, and the model has not seen one like that.)

# %%
# Now all five side by side:

print("   1     3     6    12", "months ahead")
print(row(by_normal), "normal")
print(row(by_persistence), "persistence")
print(row(by_linear), "linear")
print(row(by_direct), "LSTM, direct")
print(row(by_recursive), "LSTM, recursive")

# %%
# Read the table honestly
# -----------------------
# One month ahead, the recursive LSTM and the linear model are a little better
# than persistence, and the direct LSTM is worse. At 3 and 6 months the direct
# LSTM is the best of all, but the linear model is so close that another seed
# may turn the two round. Both LSTMs are better there than persistence and the
# normal value. At 12 months the direct LSTM is ahead of the recursive one,
# whose small errors have come back as its input. And nothing clearly beats the
# normal value there: these models find nothing in the series about next year.
# That is a result, too.

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.4))
figure.suptitle("The error of each forecast, month by month")
all_errors = by_normal, by_persistence, by_linear, by_direct, by_recursive
styles = ("k:", "k--", "C2s-", "C0o-", "C1^-")
for error, style in zip(all_errors, styles, strict=True):
    ax.plot(range(1, 13), error, style, ms=4)
ax.set(
    xlabel="months ahead",
    ylabel="error (°C)",
    xticks=range(1, 13),
    ylim=(0, 1.7),
)
ax.legend(
    ["normal", "persistence", "linear", "LSTM, direct", "LSTM, recursive"],
    loc="lower right",
)
plt.show()

# %%
# The months that nobody knows yet
# --------------------------------
# A real forecast starts from the last window, the only one without a target.
# Its answers are on the scale of the training, so undo the scaling, in the
# opposite order: first times the deviation, then plus the mean of each month.
# The series ends with a December, and the first answer is for January:

last = scaled[-length:].view(1, length, 1)
with torch.no_grad():
    anomalies = year_ahead(lstm, head, last)[0] * scale
ahead = anomalies + normal
print(f"{ahead.shape = }, {ahead[:3] = }")

# %%
# Remember
# --------
# - Divide the data by dates first. Scale with numbers of the training years
#   alone.
# - (batch, time, features) goes in. *Direct* answers for all months at once,
#   *recursive* for the next one, and its answer goes back in.
# - Choose the number of epochs by a validation, never by the test.
# - Always print the error of a forecast that needs no network.

# %%
# Try it
# ------
# Leave the seasons in: scale the temperature as it is, with its mean and
# deviation, and fit the direct LSTM again. What becomes of its error for the
# next month?

# lesson: solution
# It grows: now the LSTM has to learn the seasons as well.
plain = (series - series[:cut].mean()) / series[:cut].std()
seasonal = plain.unfold(0, length + horizon, 1)
seasonal_train = seasonal[start + length + horizon <= cut]
seasonal_test = seasonal[start + length >= cut]
lstm, head, _ = fit(seasonal_train, horizon, direct_loss)
with torch.no_grad():
    output, _ = lstm(seasonal_test[:, :length].unsqueeze(-1))
    wrong_by = head(output[:, -1]) - seasonal_test[:, length:]
with_seasons = wrong_by.square().mean(dim=0).sqrt() * series[:cut].std()
print(f"{with_seasons[0] = :.2f}, {by_direct[0] = :.2f}")

# %%

# lesson: check
assert ahead.shape == (12,)
assert (ahead - normal).abs().max() < 3
assert (by_month.mean(dim=0) - normal).abs().max() > 0.1
assert len(windows) - len(train) - len(test) == 11
known, unknown = direct_history.T
assert known[-1] < known[9] - 0.1
assert 4 <= unknown.argmin() <= 9
assert unknown[4:10].max() < normal_losses[0] - 0.2
assert unknown[20:].mean() > unknown[4:10].mean() + 0.2
assert (unknown[20:].mean() - normal_losses[0]).abs() < 0.1
assert (recursive_history[9:].diff(dim=1) < 0.03).all()
learned = recursive_history[9:, 1]
assert learned.max() - learned.min() < 0.03
assert early_cut <= scaled[:cut].argmax()
assert max(by_recursive[0], by_linear[0]) < by_persistence[0] < by_direct[0]
for ahead in (2, 5):  # 3 and 6 months
    lstms = torch.stack([by_direct[ahead], by_recursive[ahead]])
    assert by_linear[ahead] - 0.05 < by_direct[ahead] < by_linear[ahead]
    assert lstms.max() < min(by_persistence[ahead], by_normal[ahead])
assert by_direct[11] < by_recursive[11]
assert torch.stack(all_errors)[:, 11].min() > by_normal[11] - 0.05
assert by_persistence[11] == torch.stack(all_errors).max()
assert with_seasons[0] > by_direct[0]

# %%
# Next
# ----
# *The initial state: zeros, random or learned* asks where the first h and c
# come from.
