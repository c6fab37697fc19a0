r"""Compare with a tolerance
========================

Two programs that compute the same thing rarely agree in every digit. A comparison has to
say how equal is equal enough.

You will see what makes two runs draw other numbers, what moves the last digits, how far
such a small difference can grow, and how a tolerance tells it from a mistake.
"""

# lesson: after plot_05_a_loop_is_one_call
# lesson: tags numbers
# lesson: answers I1, I3

# %%
# The same seed, in another order
# -------------------------------
# A module draws its weights when it is made. Below, the second program draws its inputs
# first. Will the two have the same weights, and the same inputs?

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=32).requires_grad_(False)
inputs = torch.randn(40, 5, 4)
torch.manual_seed(0)
other_inputs = torch.randn(40, 5, 4)
other_lstm = nn.LSTM(input_size=4, hidden_size=32)
same_weights = torch.equal(lstm.weight_ih_l0, other_lstm.weight_ih_l0)
same_inputs = torch.equal(inputs, other_inputs)
print(f"{same_weights = }, {same_inputs = }")

# %%
# Neither. A seed fixes a stream of numbers, not who gets which, and `other releases and
# devices <https://docs.pytorch.org/docs/stable/notes/randomness.html>`_ may give another.
# So hand over the weights with ``load_state_dict``, and the very same inputs.

# %%
# The same numbers, in another grouping
# -------------------------------------
# How a sum is rounded depends on the order of its terms, and the order on batch size, CPU
# threads, device and release. Here each sequence is run in the batch and alone. Will the
# two be less than 1e-6 apart in ``float32``, and 1e-12 in ``float64``?

close = []
for dtype, atol in ((torch.float32, 1e-6), (torch.float64, 1e-12)):
    lstm, inputs = lstm.to(dtype), inputs.to(dtype)
    together, _ = lstm(inputs)
    alone = torch.cat([lstm(sequence)[0] for sequence in inputs.split(1, dim=1)], dim=1)
    close.append((together - alone).abs().max().item() < atol)
    print(f"{together.shape = }, {dtype}, {atol = }: {close[-1]}")

# %%
# Yes, both, but exactly zero would be luck: no ``torch.equal`` across batch sizes, threads
# or devices. A difference that *shows* is another matter, as in `this thread on Apple's MPS
# <https://github.com/pytorch/pytorch/issues/180744>`_.

# %%
# Rounding or mistake
# -------------------
# In ``float64``, three runs are compared with the right one. One rounds its first input to
# ``float32``. One makes a mistake: it forgets the initial state. One rounds its first input
# too, but all weights are times 20. Which differences will grow, and which end below 1e-6?

right = torch.randn(60, 1, 4, dtype=torch.float64)
rounded = torch.cat([right[:1].float(), right[1:]])
state = torch.randn(2, 1, 1, 32, dtype=torch.float64).unbind()
differences = [lstm(rounded, state)[0] - lstm(right, state)[0]]
differences.append(lstm(right)[0] - lstm(right, state)[0])
for weight in lstm.parameters():
    weight.mul_(20)
differences.append(lstm(rounded, state)[0] - lstm(right, state)[0])
largest = torch.stack(differences).abs().amax(dim=(2, 3))
figure, ax = plt.subplots(layout="constrained")
figure.suptitle("How far each run is from the right one, and two tolerances")
ax.semilogy(range(1, 61), largest.T, "o-", ms=3)
ax.hlines([1e-2, 1e-6], 1, 60, color="black", linestyle=":")
ax.set(xlabel="time step $t$", ylabel="largest difference in $h_t$", ylim=(1e-13, 10))
ax.legend(["rounded", "state forgotten", "rounded, weights times 20"], framealpha=1)
plt.show()

# %%
# Only the third grows; the others end below 1e-6. With weights as small as PyTorch draws
# them, an LSTM forgets a rounding, and a mistake too: at step 10, 1e-2 lets it pass. With
# large ones it is chaotic: last digits spread to the first, which ``float64`` only delays.
#
# So compare *every step* and both states. ``assert_close`` has `defaults
# <https://docs.pytorch.org/docs/stable/testing.html>`_; this site takes ``atol=1e-6`` in
# ``float32`` and 1e-12 in ``float64``. If only a wider one passes, repeat in ``float64``.

# %%
# What was claimed
# ----------------

assert (same_weights, same_inputs, close) == (False, False, [True, True])
assert largest[0, -1] < 1e-12 < largest[0, 0] < 1e-6
assert largest[1, -1] < 1e-6 < largest[1, 9] < 1e-2 < largest[1, 0]
assert largest[2, 0] < 1e-6 < 1e-2 < largest[2, -1]
