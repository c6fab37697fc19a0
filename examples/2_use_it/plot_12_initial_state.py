r"""Choose the initial state
========================

Every sequence has to start from some ``h_0`` and ``c_0``. They may be zeros, random
numbers, or numbers that are learned with the weights.

You will see what happens when you leave them out, how long a choice makes a difference, and
how to learn a start, with the right shape for any batch.
"""

# lesson: after plot_05_a_loop_is_one_call
# lesson: tags state, training
# lesson: answers C1, C15, C16, J1, J3

# %%
# Leave it out
# ------------
# Is a call without initial states the same as one with zeros, a row for each sequence?

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3)
inputs = torch.randn(20, 2, 4)
zeros = torch.zeros(1, 2, 3), torch.zeros(1, 2, 3)
omitted, _ = lstm(inputs)
from_zeros, _ = lstm(inputs, zeros)
print(f"{torch.equal(omitted, from_zeros) = }")

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

figure, ax = plt.subplots(layout="constrained")
figure.suptitle("The same sequence from twenty random states and from zeros")
copies, starts = inputs[:, :1].expand(-1, 20, -1), torch.randn(2, 1, 20, 3).unbind()
runs = lstm(copies, starts)[0].detach()
ax.plot(range(1, 21), runs[:, :, 0], color="C0", alpha=0.4)
ax.plot(range(1, 21), omitted[:, 0, 0].detach(), "k--", label="from zeros")
ax.set(xlabel="time step $t$", ylabel="$h_t$, unit 0", xticks=range(0, 21, 5))
ax.legend()
plt.show()

# %%
# Within ten: an untrained LSTM forgets its start like its inputs, and the choice matters
# only for short sequences and early answers. With open forget gates it is felt much longer.

# %%
# Learn it
# --------
# A start that is learned is an ``nn.Parameter`` with a batch of 1. ``expand`` shows its one
# row to every sequence of a batch; ``contiguous`` writes the rows out, which cuDNN wants on
# a GPU. If the batch has 2 sequences, what shape does the gradient of ``h_0`` have?

h_0, c_0 = nn.Parameter(torch.zeros(1, 1, 3)), nn.Parameter(torch.zeros(1, 1, 3))


def learned_start(batch):
    return tuple(state.expand(-1, batch, -1).contiguous() for state in (h_0, c_0))


output, _ = lstm(inputs, learned_start(batch=2))
output.sum().backward()
torch.optim.SGD([*lstm.parameters(), h_0, c_0], lr=0.01).step()
print(f"{h_0.shape = }, {h_0.grad.shape = }")
print(h_0.data)

# %%
# (1, 1, 3), like ``h_0``: the gradients of all sequences are added up in its one row. The
# optimiser has changed it with the weights. In an ``nn.Module`` of your own, set the two in
# ``__init__`` as attributes, and ``parameters()`` lists them.

# %%
# What was claimed
# ----------------

assert torch.equal(omitted, from_zeros)
cell, hx = nn.LSTMCell(input_size=4, hidden_size=3), (zeros[0][0], zeros[1][0])
torch.testing.assert_close(cell(inputs[0]), cell(inputs[0], hx), atol=0, rtol=0)
spread = runs.std(dim=1).amax(dim=1)
assert spread[0] > 0.1 > 0.01 > spread[9:].max()
assert h_0.count_nonzero() == 3
with torch.no_grad():
    both, _ = lstm(inputs, learned_start(batch=2))
    alone = [lstm(inputs[:, [row]], learned_start(batch=1))[0] for row in range(2)]
    lstm.bias_ih_l0[3:6] = 3  # the rows of f
    assert lstm(copies, starts)[0][-1].std(dim=0).max() > 1000 * spread[-1]
torch.testing.assert_close(torch.cat(alone, dim=1), both, atol=1e-6, rtol=1e-5)
