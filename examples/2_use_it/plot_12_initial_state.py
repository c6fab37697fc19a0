r"""The initial state: zeros, random or learned
===========================================

What do I give as h_0 and c_0, and do I have to?

Every sequence has to start from some state. You may leave it out, draw it at
random, or learn it together with the weights. The choice matters less than most
people fear, and one of the three is a mistake that many tutorials make.
"""

# lesson: minutes 6
# lesson: level beginner
# lesson: after plot_04_carry_the_state, plot_07_predict
# lesson: tags state, training

# %%
# Leave it out
# ------------
# Here an LSTM reads 2 sequences of 20 steps. Once it gets no state, once a
# state of zeros, with one row for each sequence:

import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3)
x = torch.randn(20, 2, 4)  # (time, batch, features)
zeros = (
    torch.zeros(1, 2, 3),
    torch.zeros(1, 2, 3),
)  # (layers, batch, hidden_size)

omitted, _ = lstm(x)
from_zeros, _ = lstm(x, zeros)
print(f"{torch.equal(omitted, from_zeros) = }")

# %%
# They are the same. Each call without a state starts from zeros, the tenth call
# like the first, because the module keeps nothing between calls. `What is the
# state for, then? <https://github.com/gabrielloye/RNN-walkthrough/issues/3>`_
# It is for the steps within the call, and not to be carried from one epoch to
# the next, as is guessed there. ``nn.LSTMCell`` starts from zeros as
# well, which `is easily missed
# <https://github.com/salesforce/awd-lstm-lm/issues/95>`_.

# %%
# Draw it at random?
# ------------------
# Many tutorials draw the state with ``torch.randn``. To show shapes, that is
# fine. What does it do to a prediction?
#
# It helps, like noise in training
#     ✗ It acts when you predict, too: the same sequence gives another answer
#     each time.
# It is noise that fades
#     ✓ The first answers depend on luck. An LSTM forgets its start step by
#     step, so later answers come together, sooner or later.

copies = x[:, :1].expand(-1, 20, -1)  # the first sequence, 20 times
starts = torch.randn(1, 20, 3), torch.randn(1, 20, 3)
with torch.no_grad():
    runs, _ = lstm(copies, starts)
spread = runs.std(dim=1).amax(dim=-1)
for step in (1, 5, 10, 20):
    print(f"{step = }, {spread[step - 1] = :.4f}")

# %%

# lesson: figure
import matplotlib.pyplot as plt

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("The same sequence from twenty random states and from zeros")
ax.plot(range(1, 21), runs[:, :, 0], color="C0", alpha=0.4)
ax.plot(range(1, 21), omitted[:, 0, 0].detach(), "k--", label="from zeros")
ax.set(
    xlabel="time step $t$", ylabel="$h_t$, unit 0", xticks=(1, 5, 10, 15, 20)
)
ax.legend()
plt.show()

# %%
# Within ten steps the twenty runs have come together. So the choice matters for
# short sequences and early answers. An LSTM whose forget gates are open feels
# its start much longer, and then a random one does real harm.

# %%
# Learn it
# --------
# If all your sequences start in a similar situation, the best start can be
# learned like a weight. Make an ``nn.Parameter`` with a batch of 1. ``expand``
# shows its one row to every sequence, and ``contiguous`` writes the rows out,
# as cuDNN wants it on a GPU:


class LearnedStart(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=4, hidden_size=3)
        self.h_0 = nn.Parameter(torch.zeros(1, 1, 3))
        self.c_0 = nn.Parameter(torch.zeros(1, 1, 3))

    def forward(self, x):
        batch = x.shape[1]
        h_0 = self.h_0.expand(-1, batch, -1).contiguous()
        c_0 = self.c_0.expand(-1, batch, -1).contiguous()
        return self.lstm(x, (h_0, c_0))


# %%
# One step of training moves it, together with the weights:

model = LearnedStart()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
output, _ = model(x)
output.square().sum().backward()
optimizer.step()
print(f"{model.h_0.grad.shape = }")
print(f"{model.h_0.data = }")

# %%
# The gradient has one row, like ``h_0``: what all sequences of the batch ask
# for is added up. And since ``h_0`` and ``c_0`` are attributes of the module,
# ``parameters()`` lists them and ``state_dict()`` saves them.

# %%
# Remember
# --------
# - Leave the state out, and every sequence starts from zeros. Usually that is
#   all you need.
# - A random start makes predictions depend on luck.
# - A learned start is an ``nn.Parameter`` of batch 1, expanded to the batch.

# %%
# Try it
# ------
# Open the forget gates: set the part of ``bias_ih_l0`` that belongs to f, rows
# 3 to 5, to 3. Run the twenty starts again. After 20 steps the runs are still
# far apart.

# lesson: solution
with torch.no_grad():
    lstm.bias_ih_l0[3:6] = 3
    opened, _ = lstm(copies, starts)
open_spread = opened.std(dim=1).amax(dim=-1)
print(f"{open_spread[19] = :.4f}, {spread[19] = :.4f}")

# %%

# lesson: check
assert torch.equal(omitted, from_zeros)
assert spread[0] > 0.1
assert spread[9:].max() < 0.01
assert open_spread[19] > 100 * spread[19]
assert model.h_0.grad.shape == (1, 1, 3)
assert model.h_0.count_nonzero() == 3
assert {"h_0", "c_0"} <= set(model.state_dict())
cell = nn.LSTMCell(input_size=4, hidden_size=3)
rows = torch.zeros(2, 3), torch.zeros(2, 3)
torch.testing.assert_close(cell(x[0]), cell(x[0], rows), atol=0, rtol=0)

# %%
# Next
# ----
# *Stack layers: num_layers* puts one LSTM on top of another.
