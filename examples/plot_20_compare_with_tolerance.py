r"""Compare with a tolerance
========================

Two programs that compute the same thing rarely agree in every digit. A comparison has to
say how equal is equal enough.

You will see what makes two runs draw other numbers, what moves the last digits, how far
such a small difference can grow, and which tolerances tell rounding from a mistake.
"""

# lesson: after plot_03_all_at_once
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

from lstm_demo import run_batched

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=32)
inputs = torch.randn(40, 5, 4)

torch.manual_seed(0)
other_inputs = torch.randn(40, 5, 4)
other_lstm = nn.LSTM(input_size=4, hidden_size=32)
same_weights = torch.equal(lstm.weight_ih_l0, other_lstm.weight_ih_l0)
same_inputs = torch.equal(inputs, other_inputs)
print(f"{same_weights = }")
print(f"{same_inputs = }")

# %%
# A seed fixes a stream of numbers, not who gets which. To compare two programs, hand over
# the weights with ``load_state_dict`` and the very same inputs. PyTorch's `notes
# <https://docs.pytorch.org/docs/stable/notes/randomness.html>`_ add that even with equal
# seeds other releases, platforms and devices may give other numbers.

# %%
# The same numbers, in another grouping
# -------------------------------------
# A sum of rounded numbers depends on the order in which they are added, and that may change
# with the size of the batch, the number of CPU threads, the device or the release. Here
# each sequence is run in the batch and alone. Is the largest difference between the two
# below 1e-6 in ``float32``, and below 1e-12 in ``float64``?


def batch_against_alone(lstm, inputs):
    together = run_batched(lstm, inputs).output
    alone = [run_batched(lstm, inputs[:, [row]]).output for row in range(5)]
    return (together - torch.cat(alone, dim=1)).abs().max().item()


single = batch_against_alone(lstm, inputs)
double = batch_against_alone(lstm.double(), inputs.double())
print(f"{single < 1e-6 = }")
print(f"{double < 1e-12 = }")

# %%
# Whether a difference is exactly zero is luck: never test an LSTM with ``torch.equal``
# across batch sizes or devices. A difference that *shows* is another matter, as on Apple's
# MPS in `this thread <https://github.com/pytorch/pytorch/issues/180744>`_.

# %%
# How far a rounding goes
# -----------------------
# Now one thing is rounded, once: the first input, to ``float32``. All else is computed in
# ``float64``, with the weights as they were drawn and with the same weights times 20. Will
# the difference grow or fade over the steps that follow?

exact = torch.randn(60, 1, 4, dtype=torch.float64)
rounded = exact.clone()
rounded[0] = exact[0].float()


def difference_at_each_step(lstm):
    runs = run_batched(lstm, exact), run_batched(lstm, rounded)
    return (runs[0].output - runs[1].output).abs().amax(dim=(1, 2)).data


as_drawn = difference_at_each_step(lstm)
for weight in lstm.parameters():
    weight.data *= 20
times_20 = difference_at_each_step(lstm)
for step in (1, 10, 20):
    print(
        f"step {step}: as drawn {as_drawn[step - 1]:.0e}, times 20 {times_20[step - 1]:.0e}"
    )

# %%
# An LSTM with small weights forgets a rounding like anything else. With large ones it is
# chaotic: the last digit of one number decides on the first digits of the others, and no
# tolerance that holds now holds some steps later. ``float64`` puts that off.

figure, ax = plt.subplots(layout="constrained")
figure.suptitle("A rounding fades with small weights and grows with large ones")
ax.semilogy(range(1, 61), as_drawn, "o-", ms=3, label="weights as drawn")
ax.semilogy(range(1, 61), times_20, "s--", ms=3, label="weights times 20")
ax.set(xlabel="time step $t$", ylabel="largest difference in $h_t$", ylim=(1e-13, 10))
ax.legend()
plt.show()

# %%
# Which tolerance
# ---------------
# For an LSTM whose weights are of the size that PyTorch draws, this site compares with
# ``atol=1e-6, rtol=1e-5`` in ``float32`` and ``atol=1e-12`` in ``float64``.
# ``torch.testing.assert_close`` has `defaults
# <https://docs.pytorch.org/docs/stable/testing.html>`_ for each type. Wider is worse:
# below, two runs start from different states, and only their last outputs are compared.
# Which of the two tolerances will notice?

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3)
inputs = torch.randn(20, 1, 4)
right = run_batched(lstm, inputs, (torch.randn(1, 1, 3), torch.randn(1, 1, 3))).output
wrong = run_batched(lstm, inputs).output  # the states were forgotten
notices = {}
for atol in (1e-2, 1e-6):
    notices[atol] = not torch.allclose(wrong[-1], right[-1], atol=atol, rtol=0)
    print(f"{atol = }: notices {notices[atol]}")

# %%
# So compare every step and both states. If only a wide tolerance passes, repeat the
# comparison in ``float64`` with a narrow one.

# %%
# What was claimed
# ----------------

assert not same_weights
assert not same_inputs
assert single < 1e-6
assert double < 1e-12
assert as_drawn[-1] < 1e-12 < 1e-3 < times_20[-1]
assert notices == {1e-2: False, 1e-6: True}
assert not torch.allclose(wrong[0], right[0], atol=1e-2)
