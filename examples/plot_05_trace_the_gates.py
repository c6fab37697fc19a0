r"""
Trace the gates of a whole sequence
===================================

``nn.LSTM`` does not return its gates. ``trace_gates`` does, for every layer, direction and
time step, next to everything that the module itself returns.

You will see the gates of the post's five steps, then those of a real recording: an EEG of
four channels and 800 time steps that comes with Matplotlib.
"""

# lesson: after plot_04_one_step_by_hand
# lesson: tags gates, data
# lesson: answers G1, G2

# %%
# The post's five steps
# ---------------------
# ``layers[0][0]`` is the first layer in the forward direction. Each field has the axes of
# ``output``: (time, batch, features). How many numbers does one gate have in all, for five
# steps of one sequence and ``hidden_size`` 3?

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.cbook import get_sample_data
from torch import nn

from lstm_demo import load_post, plot_gates, trace_gates, watch_gates

lstm, inputs, hx, _ = load_post()
with torch.no_grad():
    trace = trace_gates(lstm, inputs, hx)
layer = trace.layers[0][0]
print(f"{layer.f.shape = }, {layer.f.numel() = }")

# %%
# One for each step and unit, 15.
#
# In the picture, dark squares of f are where the cell forgets. The numbers of i, f and o
# are between 0 and 1; g and h can be negative; c has no bound.

plot_gates(
    layer,
    title="Gates and states in the post's five steps: row [0] is unit 0",
    symbols=["input gate i", "forget gate f", "output gate o", "candidate g", "h", "c"],
)
plt.show()

# %%
# A real recording
# ----------------
# The EEG has four channels, as many as the post's inputs have features. Each channel is
# brought to mean 0 and standard deviation 1. A fresh LSTM with eight units reads it; its
# weights are small and centred on 0. Its forget gates are a sigmoid of sums of such
# numbers: near which value would you expect them?

with get_sample_data("eeg.dat") as file:
    eeg = np.fromfile(file, dtype=float).reshape(800, 1, 4)
eeg = torch.from_numpy((eeg - eeg.mean(axis=0)) / eeg.std(axis=0)).float()

torch.manual_seed(1)
fresh = nn.LSTM(input_size=4, hidden_size=8)
with torch.no_grad():
    gates = trace_gates(fresh, eeg).layers[0][0]
print(f"{eeg.shape = }")
print(f"{gates.f.shape = }")
print(f"{gates.f.mean():.2f} is the mean of f")

# %%
# What saturates, and what the forget gate keeps
# ----------------------------------------------
# A gate is saturated when it is all but 0 or all but 1. Untrained gates are close to one
# half (the post's 3 units spread more), so the memory about halves at every step. A large
# bias of f, a common trick, keeps the gate open. What is left of c after 20 steps is the
# product of 20 values of f. How much is that, with either bias?

opened = nn.LSTM(input_size=4, hidden_size=8)
opened.load_state_dict(fresh.state_dict())
with torch.no_grad():
    opened.bias_ih_l0.data.chunk(4)[1].fill_(5)  # rows in the order i, f, g, o
    opened_gates = trace_gates(opened, eeg).layers[0][0]
for f in (gates.f, opened_gates.f):
    saturated = ((f < 0.05) | (f > 0.95)).float().mean()
    kept = f[:20].prod(dim=0).mean()
    print(f"mean of f {f.mean():.2f}, saturated {saturated:.0%}, kept {kept:.1g}")

# %%
# One half to the power of 20 is about one millionth; 0.99 to the power of 20 is about 0.8.
#
# The top row is one channel of the EEG; below it stands c of one unit, with both biases.
# With f near one half it follows the signal; with f open it adds it up and keeps it.

# sphinx_gallery_thumbnail_number = 2
figure, axes = plt.subplots(3, sharex=True, layout="constrained", figsize=(6.4, 5))
figure.suptitle("One EEG channel, and c of unit 0 with f near one half and with f open")
axes[0].plot(eeg[:, 0, 0], color="0.3")
axes[1].plot(gates.c[:, 0, 0], color="C0")
axes[2].plot(opened_gates.c[:, 0, 0], color="C1")
axes[0].set_title("EEG, channel 0")
axes[1].set_title("$c_t$, fresh LSTM")
axes[2].set_title("$c_t$, bias of f set to 5")
axes[2].set_xlabel("time step $t$")
plt.show()

# %%
# What was claimed
# ----------------
# A second witness gives the same gates: ``watch_gates`` computes none, it writes down what
# PyTorch's own calls of sigmoid and tanh return.

witness = watch_gates(fresh, eeg).layers[0][0]
for traced, watched in zip(gates, witness, strict=True):
    torch.testing.assert_close(traced, watched, atol=1e-6, rtol=1e-5)
torch.testing.assert_close(trace.output, lstm(inputs, hx)[0], atol=1e-6, rtol=1e-5)
for gate in (gates.i, gates.f, gates.o):
    assert ((gate > 0) & (gate < 1)).all()
assert abs(gates.f.mean() - 0.5) < 0.05
assert gates.f[:20].prod(dim=0).max() < 1e-3 < opened_gates.f[:20].prod(dim=0).min()
