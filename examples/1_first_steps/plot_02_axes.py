r"""Name the axes: time, batch, features
====================================

The input of an LSTM has three axes, and two of them are easily mixed up. Here you learn
their order, and how to find out when batch and time have changed places.

You will see which shapes ``batch_first`` moves, and a short test that finds a swap.
"""

# lesson: after plot_01_in_and_out
# lesson: tags axes
# lesson: answers A1, A2, A4, A5, A9, A11, A12, N5

# %%
# Three axes
# ----------
# Time is the axis along which the state is carried. The batch holds sequences that are
# computed side by side and never meet. The features are the numbers of one time step,
# ``input_size`` or, in ``output`` and the states, ``hidden_size``. The order is (time,
# batch, features), *sequence-first*, or (batch, time, features) with ``batch_first=True``.
# Here are 7 steps of 5 sequences with 4 features. Which shapes will ``batch_first`` change?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import describe

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3)
batch_lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
batch_lstm.load_state_dict(lstm.state_dict())
inputs = torch.randn(7, 5, 4)
batch_inputs = inputs.transpose(0, 1)
output, (h_n, c_n) = lstm(inputs)
batch_output, (batch_h_n, _) = batch_lstm(batch_inputs)
print(f"{inputs.shape = }, {batch_inputs.shape = }")
print(f"{output.shape = }, {batch_output.shape = }")
print(f"{h_n.shape = }, {batch_h_n.shape = }")

# %%
# Those of ``input`` and ``output``. States, also ``h_0`` and ``c_0``, stay (layers, batch,
# features). This was taken for `a bug <https://github.com/pytorch/pytorch/issues/34036>`_,
# and `a change <https://github.com/pytorch/pytorch/issues/4145>`_ was proposed; `PyTorch's
# page <https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_ has all shapes.

# %%
# Batch and time swapped
# ----------------------
# Now the input has its batch first, but the module was made without ``batch_first``.
# Will there be an error, or a shape that gives it away? And if you pass states as well?

for hx in (None, (h_n, c_n)):
    try:
        swapped, (swapped_h_n, _) = lstm(batch_inputs, hx)
        print(f"{swapped.shape = }, {swapped_h_n.shape = }")
    except RuntimeError as error:
        print(error)

# %%
# No error, and ``output`` has the shape you hope for: 5 sequences were read as 5 steps.
# Only the batch of 7 in ``h_n`` gives it away or, with states made for 5, the error.

# %%
# A test that catches it
# ----------------------
# Where batch and time have the same size, only values tell. Change one input, at the
# cross: step 3 of sequence 1, counted from 0. Which outputs may move: of the same sequence
# or of others, at earlier or later steps?

changed = batch_inputs.clone()
changed[1, 3] += 1
right = (batch_lstm(changed)[0] - batch_output).abs().amax(dim=-1) > 1e-6
wrong = (lstm(changed)[0] - swapped).abs().amax(dim=-1) > 1e-6
figure, axes = plt.subplots(1, 2, sharey=True, layout="constrained", figsize=(6.8, 3.2))
figure.suptitle("Which outputs move when one input changes")
for ax, moved in zip(axes, (right, wrong), strict=True):
    ax.pcolormesh(range(7), range(5), moved, cmap="Blues", vmin=0, vmax=1, ec="0.8", lw=1)
    ax.plot(3, 1, "x", color="white", ms=9, mew=2)
    ax.set(xlabel="time step", xticks=range(7), yticks=range(5))
    ax.grid(False)
axes[0].set(ylim=(4.5, -0.5), ylabel="sequence", title="batch_first=True")
axes[1].set_title("batch_first=False: swapped")
plt.show()

# %%
# With ``batch_first=True``, step 3 of sequence 1 and each later step of it; swapped, step 3
# of sequence 1 and of every later *sequence*.

# %%
# What was claimed
# ----------------
# ``describe`` finds the swap as well, before a call, if you tell it what your axes mean.

(finding,) = describe(lstm, batch_inputs, axes=("batch", "time", "features")).findings
assert finding.id == "axes-not-as-meant"
torch.testing.assert_close((batch_output.transpose(0, 1), batch_h_n), (output, h_n))
assert swapped.shape == batch_output.shape
assert right.nonzero().tolist() == [[1, step] for step in range(3, 7)]
assert wrong.nonzero().tolist() == [[sequence, 3] for sequence in range(1, 5)]
