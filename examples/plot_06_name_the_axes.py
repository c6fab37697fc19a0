r"""Name the axes: time, batch, features
====================================

The input of an LSTM has three axes, and two of them are easily mixed up.
Here you learn their order, with ``batch_first`` and without, and how to find out when
batch and time have changed places.

You will see which shapes ``batch_first`` moves, what happens when batch and time change
places, and a short test that finds it.
"""

# lesson: after plot_01_run_the_post
# lesson: tags axes
# lesson: answers A1, A2, A4, A5, A9, A11, A12, N5

# %%
# Three axes
# ----------
# Time is the axis along which the state is carried. The batch holds sequences that are
# computed side by side and never meet. The features are the numbers of one time step:
# ``input_size`` in the input, ``hidden_size`` in ``output`` and the states.
# The order is (time, batch, features), also called *sequence-first*. Here all sizes differ,
# so that no axis is taken for another: 7 steps of 5 sequences with 4 features.

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import describe

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3)
inputs = torch.randn(7, 5, 4)
output, (h_n, c_n) = lstm(inputs)
print(f"{inputs.shape = }")
print(f"{output.shape = }")
print(f"{h_n.shape = }, {c_n.shape = }")

# %%
# What batch_first moves
# ----------------------
# With ``batch_first=True`` the module takes (batch, time, features). It is the same LSTM
# with the same weights; only axes are exchanged. Which of the shapes will change?

batch_lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
batch_lstm.load_state_dict(lstm.state_dict())
batch_inputs = inputs.transpose(0, 1)
batch_output, (batch_h_n, batch_c_n) = batch_lstm(batch_inputs)
print(f"{batch_inputs.shape = }")
print(f"{batch_output.shape = }")
print(f"{batch_h_n.shape = }")

# %%
# ``input`` and ``output`` have their batch first now. The states have not: they stay
# (layers, batch, features), or (layers·directions, batch, features) with two directions.
# The ``h_0`` and ``c_0`` that you pass have the same axes.
#
# `PyTorch's page <https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_
# gives the shapes. One reader took this for `a bug
# <https://github.com/pytorch/pytorch/issues/34036>`_, another proposed `a change
# <https://github.com/pytorch/pytorch/issues/4145>`_ in 2017. States with their batch
# first are refused:

wrong_state = torch.zeros(5, 1, 3)
try:
    batch_lstm(batch_inputs, (wrong_state, wrong_state))
except RuntimeError as error:
    print(error)

# %%
# The swap that nobody reports
# ----------------------------
# Now the input has its batch first, but the module was made without ``batch_first``.
# Will there be an error? And if there is none, will a shape give it away?

swapped_output, (swapped_h_n, _) = lstm(batch_inputs)
print(f"{swapped_output.shape = }")
print(f"{swapped_h_n.shape = }")

# %%
# No error, and ``output`` has the very shape that you hope for. The 5 sequences were read
# as 5 time steps, and the 7 steps as a batch: only the 7 in ``h_n`` tells.

# %%
# A test that catches it
# ----------------------
# Shapes cannot tell the two apart when batch and time have the same size. Values can.
# Change one input: step 3 of sequence 1, counted from 0 here, as Python does. Which outputs
# may move: of the same sequence or of others, at earlier or later steps?


def moved(lstm, inputs, sequence=1, step=3):
    changed = inputs.clone()
    changed[sequence, step] += 1
    difference = lstm(changed)[0] - lstm(inputs)[0]
    return difference.abs().amax(dim=-1) > 1e-6


right, swapped = moved(batch_lstm, batch_inputs), moved(lstm, batch_inputs)
print(right.int())
print(swapped.int())

# %%
# Rows are sequences, columns are time steps. As it should be, the change stays in its own
# row and goes on to later steps. Swapped, it runs down through the *other* sequences and
# never reaches a later step of its own.
#
# The figure shows the same; the cross is where the input was changed.

figure, axes = plt.subplots(1, 2, sharey=True, layout="constrained", figsize=(6.8, 3.2))
figure.suptitle("Change an input: its own sequence moves, or others if swapped")
for ax, mask in zip(axes, (right, swapped), strict=True):
    ax.pcolormesh(mask, cmap="Blues", vmin=0, vmax=1, edgecolors="0.8", linewidth=1)
    ax.plot(3.5, 1.5, "x", color="white", ms=9, mew=2)
    ax.set(xlabel="time step", xticks=torch.arange(7) + 0.5, xticklabels=range(7))
    ax.set(yticks=torch.arange(5) + 0.5, yticklabels=range(5))
    ax.grid(False)
axes[0].invert_yaxis()
axes[0].set_ylabel("sequence")
axes[0].set_title("batch_first=True")
axes[1].set_title("batch_first=False: swapped")
plt.show()

# %%
# What was claimed
# ----------------
# ``describe`` checks a call before it is made, and returns what it finds. If you tell it
# what your axes mean, it finds the swap as well.

meant = ("batch", "time", "features")
(finding,) = describe(lstm, batch_inputs, axes=meant).findings
assert finding.id == "axes-not-as-meant"
assert not describe(batch_lstm, batch_inputs, axes=meant).findings
torch.testing.assert_close(batch_output.transpose(0, 1), output)
torch.testing.assert_close(batch_h_n, h_n)
torch.testing.assert_close(batch_c_n, c_n)
assert swapped_output.shape == batch_output.shape
assert swapped_h_n.shape == (1, 7, 3)
assert not torch.allclose(swapped_output, batch_output)
assert right[1, 3:].all()
assert right.sum() == 7 - 3
assert swapped[1:, 3].all()
assert swapped.sum() == 5 - 1
