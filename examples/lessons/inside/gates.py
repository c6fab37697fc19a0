r"""Look into the gates: forget, input, output
==========================================

How do you see the gates of an LSTM, and what do they tell about its memory?

``nn.LSTM`` computes its gates and throws them away. People have `asked for them
since 2018 <https://github.com/pytorch/pytorch/issues/8938>`_, to see what a
network has learned to keep, or why it has learned nothing.

Here you look at them, first in five steps, then in a recording of real brain
waves. They show how fast a new LSTM forgets, and what a change of its bias does
about it.
"""

# lesson: minutes 8
# lesson: level intermediate
# lesson: after one_step_by_hand
# lesson: tags gates, data

# %%
# All gates of five steps
# -----------------------
# ``trace_gates`` of the package ``lstm_demo`` reads a sequence like the LSTM
# itself, and keeps everything: :math:`i, f, g, o`, :math:`c` and :math:`h` of
# every step. It does so for each layer and each direction. Here there is one of
# each, ``layers[0][0]``.

import torch
from torch import nn

from lstm_demo import load_post, trace_gates

post = load_post()
lstm = post.lstm
lstm.requires_grad_(False)  # no training here; keeps what is printed short
# post.hx is the state that the post starts from, (h_0, c_0)
trace = trace_gates(lstm, post.inputs, post.hx)
layer = trace.layers[0][0]
print(f"{layer.f.shape = }, {layer.c.shape = }")  # time, batch, units

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_gates

plot_gates(layer, title="Gates and states in five steps: row [0] is unit 0")
plt.show()

# %%
# Each row is a unit, each column a step, and the numbers are rounded.
# :math:`i`, :math:`f` and :math:`o` are between 0 and 1. :math:`g` and
# :math:`h` can be negative, but stay between :math:`-1` and 1. :math:`c` has no
# bound.
#
# With this you also have :math:`c` at every step, which a single call of the
# LSTM does not return.

# %%
# A real recording
# ----------------
# An EEG comes with Matplotlib: four electrodes on a head, 800 time steps. Each
# channel is scaled to mean 0 and standard deviation 1. It is read by an LSTM
# with eight units that is *fresh*, as PyTorch makes it, and not yet trained.

import numpy as np
from matplotlib.cbook import get_sample_data

path = get_sample_data("eeg.dat", asfileobj=False)
eeg = np.fromfile(path).reshape(800, 1, 4)  # time, batch, features
eeg = torch.from_numpy((eeg - eeg.mean(axis=0)) / eeg.std(axis=0)).float()

torch.manual_seed(1)
fresh = nn.LSTM(input_size=4, hidden_size=8).requires_grad_(False)

# %%
# The weights and biases of a fresh LSTM are small numbers around 0. Near which
# value will its forget gates be?
#
# Near 0
#     ✗ A gate is not the sum itself, but its sigmoid. The sigmoid of 0 is not
#     0.
# Near one half
#     ✓ A sum of such numbers is near 0, and the sigmoid of 0 is 0.5.
# Near 1
#     ✗ For that the sums would have to be large and positive. Nothing makes
#     them so.

gates = trace_gates(fresh, eeg).layers[0][0]
print(f"{gates.f.shape = }")
print(f"mean of f: {gates.f.mean():.2f}")

# %%
# What is left after 20 steps
# ---------------------------
# At each step the memory is multiplied by :math:`f`. After 20 steps, what is
# left of an old :math:`c` is the product of 20 values of :math:`f`.
#
# If each is about one half, how much is that?
#
# A few hundredths
#     ✗ Twenty halves are not one half less twenty times. They are multiplied: a
#     half, a quarter, an eighth, and so on.
# A few millionths
#     ✓ Ten halves make about a thousandth, and twenty a thousandth of a
#     thousandth.
# About a half
#     ✗ That is what is left after a single step.

left = gates.f[:20].prod(dim=0).mean()
print(f"left of c after 20 steps: {left:.0e}")

# %%
# A fresh LSTM forgets within a few steps. If something matters only 20 steps
# later, next to nothing of it is left by then. So training has little to go on
# at first, and may start slowly.

# %%
# A bias for the forget gate
# --------------------------
# The cure is old and simple: `let the forget gate start open
# <https://github.com/pytorch/pytorch/issues/20102>`_, with a bias of 1 or more.
# PyTorch does not do that by itself. Its bias has four quarters, in the order
# :math:`i, f, g, o`, so those of :math:`f` are the second. There are two
# biases, which are added: set the one, and clear the other.


def with_forget_bias(value):
    lstm = nn.LSTM(input_size=4, hidden_size=8).requires_grad_(False)
    lstm.load_state_dict(fresh.state_dict())
    lstm.bias_ih_l0[8:16] = value  # the second quarter: f
    lstm.bias_hh_l0[8:16] = 0
    return lstm


traces = {}
for bias in (0, 1, 5):
    traces[bias] = trace_gates(with_forget_bias(bias), eeg).layers[0][0]
    f = traces[bias].f
    left = f[:20].prod(dim=0).mean()
    print(f"{bias = }: mean of f {f.mean():.2f}, left of c {left:.0e}")

# %%
# (A bias of 0 is not quite the fresh LSTM, whose biases are small random
# numbers.) With a bias of 1 the gate is near 0.73, the sigmoid of 1. That
# leaves a thousand times as much after 20 steps. With a bias of 5 the gate is
# *saturated*, almost 1, and most of the memory stays.

# lesson: figure
size = (6.4, 5.6)
figure, axes = plt.subplots(4, sharex=True, layout="constrained", figsize=size)
axes[0].plot(eeg[:, 0, 0], color="0.3")
axes[0].set_title("what is read: EEG, channel 0")
for ax, (bias, traced) in zip(axes[1:], traces.items(), strict=True):
    ax.plot(traced.c[:, 0, 0])
    ax.set_title(f"c of unit 0, forget bias {bias}")
axes[3].set_xlabel("time step")
plt.show()

# %%
# With a bias of 0, :math:`c` follows the signal. With 5, :math:`c` adds the
# signal up over a long time and grows large, so single waves hardly matter.
# Which is better depends on the task. 1 is a good beginning.

# %%
# Remember
# --------
# - ``trace_gates(lstm, x)`` shows every gate, and :math:`c` at every step.
# - What is left of an old :math:`c` is the product of the forget gates since
#   then.
# - A fresh LSTM has :math:`f` near one half, so it forgets within a few steps.
#   A forget bias of 1 lets it start with a longer memory.

# %%
# Try it
# ------
# Set the forget bias to :math:`-5` instead. What will :math:`f` be, and what is
# :math:`c` then made of?

# lesson: solution
closed = trace_gates(with_forget_bias(-5), eeg).layers[0][0]
print(f"mean of f: {closed.f.mean():.3f}")
difference = (closed.c - closed.i * closed.g).abs().max()
print(f"c and i * g differ by at most {difference:.2f}")
assert closed.f.mean() < 0.02  # closed: next to nothing is kept
assert difference < 0.05  # so c is what has just been written

# %%

# lesson: check
from lstm_demo import watch_gates

# A second witness: watch_gates sees what PyTorch's own functions return.
seen = watch_gates(fresh, eeg).layers[0][0]
torch.testing.assert_close(gates, seen, atol=1e-6, rtol=0)
torch.testing.assert_close(
    trace.output, lstm(post.inputs, post.hx)[0], atol=1e-6, rtol=1e-5
)

for gate in (gates.i, gates.f, gates.o):
    assert gate.min() > 0
    assert gate.max() < 1
assert layer.g.min() < 0
assert layer.h.min() < 0
assert traces[5].c.max() > 1

assert abs(gates.f.mean() - 0.5) < 0.05
assert abs(traces[1].f.mean() - 0.73) < 0.03
remaining = {bias: traces[bias].f[:20].prod(dim=0).mean() for bias in traces}
assert remaining[0] < 1e-5
assert 300 < remaining[1] / remaining[0] < 3000
assert remaining[5] > 0.5

# %%
# Next
# ----
# *The weights: names, shapes, number of parameters* takes apart the weights
# that make the gates.
