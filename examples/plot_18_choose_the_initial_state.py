r"""Choose the initial state
========================

Every sequence has to start from some ``h_0`` and ``c_0``. They may be zeros, random
numbers, or numbers that are learned with the weights.

You will see what happens when you leave them out, how long a choice makes a difference, and
how to learn a start, with the right shape for any batch.
"""

# lesson: after plot_03_all_at_once
# lesson: tags state, training
# lesson: answers C1, C15, C16, J1, J3

# %%
# Leave it out
# ------------
# Is a call without initial states the same as one with zeros?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import run_stepwise

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3)
inputs = torch.randn(20, 2, 4)
zeros = torch.zeros(1, 2, 3), torch.zeros(1, 2, 3)

omitted = run_stepwise(lstm, inputs)
from_zeros = run_stepwise(lstm, inputs, zeros)
print(f"{torch.equal(omitted.output, from_zeros.output) = }")

# %%
# It is: each call that is given no state starts from zeros, the tenth as the first, because
# the module keeps nothing between calls. `One thread
# <https://github.com/gabrielloye/RNN-walkthrough/issues/3>`_ asks what the state is for
# then: it is for the steps within the call. ``nn.LSTMCell`` starts from zeros too, `and
# that is easily missed <https://github.com/salesforce/awd-lstm-lm/issues/95>`_.

# %%
# Draw it at random
# -----------------
# The post draws its initial states with ``torch.randn``. To show shapes, that is fine. For
# a prediction it is noise: the same sequence gives another output each time. Below are 20
# random starts. After how many steps will the outputs have come together?

runs = []
for _ in range(20):
    hx = torch.randn(1, 2, 3), torch.randn(1, 2, 3)
    runs.append(run_stepwise(lstm, inputs, hx).output.data)
spread = torch.stack(runs).std(dim=0).amax(dim=(1, 2))
for step in (1, 5, 10, 20):
    print(f"step {step}: spread {spread[step - 1]:.3f}")

# %%
# A fresh LSTM forgets its start as it forgets its inputs. So the choice matters where
# sequences are short, or where the answer is wanted soon.

figure, ax = plt.subplots(layout="constrained")
figure.suptitle("Twenty random initial states come together within ten steps")
for run in runs:
    ax.plot(range(1, 21), run[:, 0, 0], color="C0", alpha=0.4)
ax.plot(range(1, 21), omitted.output[:, 0, 0].data, "k--", label="from zeros")
ax.set(xlabel="time step $t$", ylabel="$h_t$, unit 0", xticks=range(0, 21, 5))
ax.legend()
plt.show()

# %%
# Learn it
# --------
# A start that is learned is an ``nn.Parameter`` with a batch of 1. ``expand`` shows its one
# row to every sequence of a batch; ``contiguous`` writes the rows out, which cuDNN wants on
# a GPU. If the batch has 2 sequences, what shape does the gradient of ``h_0`` have?

h_0 = nn.Parameter(torch.zeros(1, 1, 3))
c_0 = nn.Parameter(torch.zeros(1, 1, 3))


def learned_start(batch):
    return tuple(state.expand(-1, batch, -1).contiguous() for state in (h_0, c_0))


output, _ = lstm(inputs, learned_start(batch=2))
output.sum().backward()
print(f"{h_0.shape = }")
print(f"{h_0.grad.shape = }")

# %%
# One row has one gradient, to which both sequences have added theirs. Hand the two to the
# optimiser next to the weights; in an ``nn.Module`` of your own, set them in ``__init__``
# as attributes, and ``parameters()`` lists them.
#
# Will the same row do for batches of 1 and 7?

optimizer = torch.optim.SGD([*lstm.parameters(), h_0, c_0], lr=0.1)
optimizer.step()
print(h_0.data)
for batch in (1, 7):
    output, _ = lstm(torch.randn(5, batch, 4), learned_start(batch))
    print(f"{output.shape = }")

# %%
# What was claimed
# ----------------

assert torch.equal(omitted.output, from_zeros.output)
cell = nn.LSTMCell(input_size=4, hidden_size=3)
hx = zeros[0][0], zeros[1][0]
for left_out, given in zip(cell(inputs[0]), cell(inputs[0], hx), strict=True):
    assert torch.equal(left_out, given)
assert spread[0] > 0.1
assert spread[-1] < 1e-3
assert h_0.count_nonzero() == 3
with torch.no_grad():
    both, _ = lstm(inputs, learned_start(batch=2))
    alone = [lstm(inputs[:, [row]], learned_start(batch=1))[0] for row in range(2)]
torch.testing.assert_close(torch.cat(alone, dim=1), both, atol=1e-6, rtol=1e-5)
