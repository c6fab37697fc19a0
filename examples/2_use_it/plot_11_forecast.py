r"""Forecast a series: windows, baselines, several steps
====================================================

How do I predict the next values of a series with an LSTM?

A series is one long sequence, and what you want is its future. You cut it into
*windows*: some months go in, the months after them are what to predict. Most of
the work is not the LSTM. It is cutting without looking ahead, and comparing
with forecasts that cost nothing. Without that comparison, almost any curve
looks like a good forecast.
"""

# lesson: minutes 12
# lesson: level intermediate
# lesson: after plot_07_predict
# lesson: tags training, output, state

# %%
# The series
# ----------
# Every few years the sea off Peru turns warm: El Niño. The series is the
# temperature of the sea there, month by month from 1950 to 2010 (NOAA,
# ERSST.V3B). The first 40 years are for training. The last 21 are for the test,
# and until then nobody looks at them.

import torch
from torch import nn

from lstm_demo import load_el_nino

series = load_el_nino()
cut = 40 * 12
print(f"{series.shape = }, {series[:4] = }")

# %%
# Take out what you know already
# ------------------------------
# January is warmer than July, and no model has to learn that. Subtract the mean
# of each month. What is left, the *anomaly*, is the part worth predicting.
# Divide it by its standard deviation, so that the numbers have a size that
# networks like.
#
# Which years do the twelve means and the deviation come from?
#
# All 61 years, since more data make better means
#     ✗ Then the training data know something of the future: the test years are
#     in the means. That is a *leak*, and it makes the test look better than
#     real life.
# The 40 training years
#     ✓ On the day of a forecast you only have the past. So scale everything
#     with numbers of the training years, the test years too.

normal = series[:cut].view(40, 12).mean(dim=0)  # one mean for each month
anomaly = series - normal.repeat(61)
scale = anomaly[:cut].std()
scaled = anomaly / scale
print(f"{normal = }")
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
# the training if all of it lies in the training years, and to the test if its
# forecast does not:

length, horizon = 24, 12
windows = scaled.unfold(0, length + horizon, 1)
start = torch.arange(len(windows))
train = windows[start + length + horizon <= cut]
test = windows[start + length >= cut]
print(f"{windows.shape = }, {len(train) = }, {len(test) = }")

# %%

# lesson: figure
from lstm_demo import plot_windows

plot_windows(scaled[:48], length, horizon, stride=4)
plt.show()

# %%
# Baselines first
# ---------------
# What can one say without a network? *Normal*: each month will be as it is on
# average, an anomaly of 0. *Persistence*: it stays as it is now. *Linear*: each
# of the 12 months is a weighted sum of the 24 before, by least squares. The
# error is in degrees, for 1, 3, 6 and 12 months ahead:


def errors(forecast):
    """Root of the mean squared error of each month ahead, in degrees."""
    return (forecast - test[:, length:]).square().mean(dim=0).sqrt() * scale


def with_ones(windows):
    return torch.cat([windows[:, :length], torch.ones(len(windows), 1)], dim=1)


weights = torch.linalg.lstsq(with_ones(train), train[:, length:]).solution
table = {
    "normal": errors(torch.zeros(len(test), horizon)),
    "persistence": errors(test[:, length - 1 : length]),
    "linear": errors(with_ones(test) @ weights),
}
for name, error in table.items():
    print(
        f"{name:12}",
        "  ".join(f"{value:.2f}" for value in error[[0, 2, 5, 11]]),
    )

# %%
# Persistence is hard to beat for the next month, and the worst of all for next
# year.

# %%
# An LSTM for all twelve months at once
# -------------------------------------
# The *direct* way: the head has 12 numbers and answers for the whole year at
# the last step. What goes in has the axes (batch, time, features), with one
# feature:


def fit(outputs, loss_of):
    torch.manual_seed(0)
    lstm, head = nn.LSTM(1, 32, batch_first=True), nn.Linear(32, outputs)
    optimizer = torch.optim.Adam(
        [*lstm.parameters(), *head.parameters()], lr=0.01
    )
    for _ in range(15):
        for rows in torch.randperm(len(train)).split(64):
            loss = loss_of(lstm, head, train[rows].unsqueeze(-1))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return lstm, head


def direct_loss(lstm, head, windows):
    output, _ = lstm(windows[:, :length])
    return (head(output[:, -1]) - windows[:, length:, 0]).square().mean()


lstm, head = fit(horizon, direct_loss)
with torch.no_grad():
    output, _ = lstm(test[:, :length].unsqueeze(-1))
    table["LSTM, direct"] = errors(head(output[:, -1]))

# %%
# One month at a time
# -------------------
# The *recursive* way: the head answers for the next month only. In training it
# does so at every step, with the true months as input. To see a year ahead,
# each answer becomes the next input, and the state is carried along:


def next_month_loss(lstm, head, windows):
    output, _ = lstm(windows[:, :-1])
    return (head(output) - windows[:, 1:]).square().mean()


def year_ahead(lstm, head, past):
    output, state = lstm(past)
    forecast = [head(output[:, -1:])]
    for _ in range(horizon - 1):
        output, state = lstm(forecast[-1], state)
        forecast.append(head(output))
    return torch.cat(forecast, dim=1).squeeze(-1)


lstm, head = fit(1, next_month_loss)
with torch.no_grad():
    recursive = year_ahead(lstm, head, test[:, :length].unsqueeze(-1))
table["LSTM, recursive"] = errors(recursive)
for name, error in table.items():
    print(
        f"{name:16}",
        "  ".join(f"{value:.2f}" for value in error[[0, 2, 5, 11]]),
    )

# %%
# Read the table honestly
# -----------------------
# Both ways beat persistence from the fourth month on. The recursive one is
# better for the next month, which is all it was trained for; later its own
# small errors come back as its input. The direct one is better for the far
# months. The linear model is as good as either of them, and beyond ten months
# hardly anything beats the normal value: the series does not say more about
# next year. That is a result, too.

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.4))
figure.suptitle("How wrong each forecast is, one to twelve months ahead")
styles = ("k:", "k--", "C2s-", "C0o-", "C1^-")
for error, style in zip(table.values(), styles, strict=True):
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
# Remember
# --------
# - Split by time first. Scale with numbers of the training years alone.
# - Windows: (batch, time, features) goes in; *direct* answers for all steps at
#   once, *recursive* for one, fed back.
# - Always print what a forecast costs that needs no network.

# %%
# Try it
# ------
# Leave the seasons in: scale the temperature itself with its mean and
# deviation, and fit the direct LSTM again. It has to learn the seasons from 40
# years, and its error for the next month becomes larger.

# lesson: solution
plain = (series - series[:cut].mean()) / series[:cut].std()
windows = plain.unfold(0, length + horizon, 1)
train = windows[start + length + horizon <= cut]
lstm, head = fit(horizon, direct_loss)
past = windows[start + length >= cut]
with torch.no_grad():
    output, _ = lstm(past[:, :length].unsqueeze(-1))
    wrong_by = head(output[:, -1]) - past[:, length:]
with_seasons = wrong_by.square().mean(dim=0).sqrt() * series[:cut].std()
print(f"{with_seasons[0] = :.2f}, {table['LSTM, direct'][0] = :.2f}")

# %%

# lesson: check
direct, recursive, linear = (
    table[name] for name in ("LSTM, direct", "LSTM, recursive", "linear")
)
assert (direct[3:] < table["persistence"][3:]).all()
assert (recursive[3:] < table["persistence"][3:]).all()
assert recursive[0] < direct[0]
assert direct[11] < recursive[11]
assert (linear < torch.minimum(direct, recursive) + 0.06).all()
assert (
    torch.stack(list(table.values()))[:, 10:].min()
    > table["normal"][10:].min() - 0.1
)
assert table["persistence"].argmax() == 11
assert with_seasons[0] > table["LSTM, direct"][0]

# %%
# Next
# ----
# *The initial state: zeros, random or learned* asks where the first h and c
# come from.
