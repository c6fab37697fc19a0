r"""Trace the gates of a whole sequence
===================================

``nn.LSTM`` does not return its gates. ``trace_gates`` does, for every layer, direction and
time step, next to everything that the module itself returns.

You will see the gates of the post's five steps, then those of real brain waves: an EEG of
four channels and 800 time steps that comes with Matplotlib.
"""

# lesson: after plot_24_one_step_by_hand
# lesson: tags gates, data
# lesson: answers G1, G2

# %%
# The post's five steps
# ---------------------
# ``layers[0][0]`` is the only layer here, and reads from the first step to the last; later
# lessons have more. Its fields have the axes of ``output``, (time, batch, features). How
# many numbers of one gate does the trace hold for the five steps?

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.cbook import get_sample_data
from torch import nn

from lstm_demo import load_post, plot_gates, trace_gates, watch_gates

lstm, inputs, hx, _ = load_post()
trace = trace_gates(lstm.requires_grad_(False), inputs, hx)
layer = trace.layers[0][0]
print(f"{layer.f.shape = }, {layer.f.numel() = }")
plot_gates(
    layer,
    title="Gates and states in the post's five steps: row [0] is unit 0",
    symbols=["input gate i", "forget gate f", "output gate o", "candidate g", "h", "c"],
)
plt.show()

# %%
# 15: one for each step and unit. Where f is low, the cell forgets. The numbers of i, f and
# o are between 0 and 1; g and h can be negative; c has no bound.

# %%
# A real recording
# ----------------
# Each channel of the EEG is brought to mean 0 and standard deviation 1. A *fresh* LSTM, new
# and untrained, with eight units reads them. Its weights are small and centred on 0, and a
# forget gate is the sigmoid of sums of such numbers: near which value will the gates be?

eeg = np.fromfile(get_sample_data("eeg.dat", asfileobj=False)).reshape(800, 1, 4)
eeg = torch.from_numpy((eeg - eeg.mean(axis=0)) / eeg.std(axis=0)).float()

torch.manual_seed(1)
fresh = nn.LSTM(input_size=4, hidden_size=8).requires_grad_(False)
gates = trace_gates(fresh, eeg).layers[0][0]
print(f"{gates.f.shape = }, {gates.f.mean() = :.2f}")

# %%
# Near one half, which is the sigmoid of 0.

# %%
# What the forget gate keeps
# --------------------------
# What is left of c after 20 steps is the product of 20 values of f. How much is that in
# the fresh LSTM, and how much with a bias of 5, which opens the gate?

opened = nn.LSTM(input_size=4, hidden_size=8).requires_grad_(False)
opened.load_state_dict(fresh.state_dict())
opened.bias_ih_l0[8:16] = 5  # the rows of f, in the order i, f, g, o
opened_gates = trace_gates(opened, eeg).layers[0][0]
for f in (gates.f, opened_gates.f):
    print(f"{f.mean() = :.2f}, {f[:20].prod(dim=0).mean() = :.1g}")

# sphinx_gallery_thumbnail_number = 2
figure, axes = plt.subplots(3, sharex=True, layout="constrained", figsize=(6.4, 5))
figure.suptitle("One EEG channel, and c of unit 0 with either bias of f")
for ax, curve in zip(axes, (eeg, gates.c, opened_gates.c), strict=True):
    ax.plot(curve[:, 0, 0])
axes[0].set_title("EEG, channel 0")
axes[1].set_title("$c_t$, fresh LSTM")
axes[2].set(title="$c_t$, bias of f set to 5", xlabel="time step $t$")
plt.show()

# %%
# Almost nothing, and most of it. With f near one half, memory about halves at each step,
# and c follows the signal. An open gate is *saturated*, almost 1, and c adds the signal up.

# %%
# What was claimed
# ----------------
# A second witness: ``watch_gates`` notes what PyTorch's own sigmoid and tanh return.

torch.testing.assert_close(gates, watch_gates(fresh, eeg).layers[0][0], atol=1e-6, rtol=0)
torch.testing.assert_close(trace.output, lstm(inputs, hx)[0], atol=1e-6, rtol=1e-5)
assert all(gate.min() > 0 and gate.max() < 1 for gate in (gates.i, gates.f, gates.o))
assert max(layer.g.min(), layer.h.min()) < 0 < 1 < opened_gates.c.max()
assert abs(gates.f.mean() - 0.5) < 0.05
assert gates.f[:20].prod(dim=0).max() < 1e-3 < 0.5 < opened_gates.f[:20].prod(dim=0).min()
