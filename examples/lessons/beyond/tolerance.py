r"""How equal is equal: float32 and tolerance
=========================================

How far apart may two results be that ought to be the same?

Two programs that compute the same thing rarely agree in every digit. If you ask
for exact equality, right programs fail. If you allow too much, wrong ones pass.
This lesson shows where the last digits come from, and how to tell rounding from
a mistake.
"""

# lesson: minutes 8
# lesson: level advanced
# lesson: after a_loop_is_one_call, initial_state
# lesson: tags numbers

# %%
# Printed equal, but not equal
# ----------------------------
# PyTorch prints four digits after the point. A ``float32`` has about seven, so
# two tensors may look the same and still differ. ``set_printoptions`` shows the
# rest:

import torch
from torch import nn

a = torch.tensor([0.1, 0.2, 0.3])
b = a + torch.tensor([0.0, 2e-8, 3e-8])
print(a, b, torch.equal(a, b))
torch.set_printoptions(precision=9)
print(a, b, sep="\n")
torch.set_printoptions(profile="default")

# %%
# Even a single number is not quite what it seems: 0.1 is printed as 0.1000, and
# what is stored is 0.100000001.

# %%
# The order of a sum counts
# -------------------------
# After each addition the result is rounded to a number that ``float32`` can
# hold. So the same three terms, added in another order, give another last
# digit, or worse:

big, small = torch.tensor([1e8, 1.0])
print(f"{(big + small) - big = }, {(big - big) + small = }")

# %%
# An LSTM adds up many products, and PyTorch chooses the order. It depends on
# the size of the batch, on the threads of the CPU, on the device and on the
# release. Here the same sequence is read in a batch of 5 and alone:

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=32).requires_grad_(False)
x = torch.randn(40, 5, 4)
for dtype in (torch.float32, torch.float64):
    lstm, x = lstm.to(dtype), x.to(dtype)
    together, _ = lstm(x)
    alone = torch.cat([lstm(one)[0] for one in x.split(1, dim=1)], dim=1)
    worst = (together - alone).abs().argmax()
    pair = together.flatten()[worst].item(), alone.flatten()[worst].item()
    print(f"{dtype}: {pair}, {abs(pair[0] - pair[1]):.0e}")

# %%
# These are the two numbers that differ most. On your machine they may be
# others. That they are exactly equal would be luck. So never use
# ``torch.equal`` across batch sizes, threads or devices. A difference that
# *shows* is another matter, as in `this thread on Apple's MPS
# <https://github.com/pytorch/pytorch/issues/180744>`_, the GPU of a Mac. Then
# compare one call on both devices, with the same weights, in ``eval()``, with
# the tolerances below. If that fails, trust the CPU: `two directions
# <https://github.com/pytorch/pytorch/issues/94754>`_, packed sequences and
# dropout have been wrong on MPS. Update PyTorch, or run the LSTM on the CPU.

# %%
# The same seed, in another order
# -------------------------------
# Sometimes two programs differ in *all* digits, although both set the same
# seed. A module draws its weights when it is made. The second program below
# draws its inputs before.
#
# Which numbers does it share with the first?
#
# The weights
#     ✗ They are drawn second now, so they get other numbers.
# Neither weights nor inputs
#     ✓ A seed fixes one row of numbers, and who comes first gets the first.
#     Both changed places.
# Both, since the seed is the same
#     ✗ The seed fixes which numbers come, not who gets them.

torch.manual_seed(0)
first = nn.LSTM(input_size=4, hidden_size=32)
inputs = torch.randn(40, 5, 4)

torch.manual_seed(0)
other_inputs = torch.randn(40, 5, 4)
second = nn.LSTM(input_size=4, hidden_size=32)
print(f"{torch.equal(first.weight_ih_l0, second.weight_ih_l0) = }")
print(f"{torch.equal(inputs, other_inputs) = }")

# %%
# `Other releases and devices
# <https://docs.pytorch.org/docs/stable/notes/randomness.html>`_ may draw other
# numbers, too. To compare two programs, hand over the weights with
# ``load_state_dict``, and the very same inputs.

# %%
# Rounding or mistake
# -------------------
# In ``float64``, three runs are compared with the right one. One rounds its
# first input to ``float32``. One makes a mistake: it forgets the initial state.
# One rounds its first input, too, but all weights are 20 times as large.

right = torch.randn(60, 1, 4, dtype=torch.float64)
rounded = torch.cat([right[:1].float(), right[1:]])
state = tuple(torch.randn(2, 1, 1, 32, dtype=torch.float64))
large = nn.LSTM(input_size=4, hidden_size=32).double().requires_grad_(False)
for weight, small_weight in zip(
    large.parameters(), lstm.parameters(), strict=True
):
    weight.copy_(20 * small_weight)

differences = [
    lstm(rounded, state)[0] - lstm(right, state)[0],
    lstm(right)[0] - lstm(right, state)[0],
    large(rounded, state)[0] - large(right, state)[0],
]
largest = torch.stack(differences).abs().amax(dim=(2, 3))  # at each step

# %%

# lesson: figure
import matplotlib.pyplot as plt

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.6))
figure.suptitle("How far each run is from the right one, and two tolerances")
for difference, style in zip(largest, ("o-", "s-", "^-"), strict=True):
    ax.semilogy(range(1, 61), difference, style, ms=3)
ax.hlines([1e-2, 1e-6], 1, 60, color="black", linestyle=":")
ax.set(xlabel="time step", ylabel="largest difference in $h_t$")
ax.set_ylim(1e-13, 10)
figure.legend(
    ax.lines,
    ["rounded", "state forgotten", "rounded, weights times 20"],
    loc="outside lower left",
    ncols=2,
)
plt.show()

# %%
# A fresh LSTM forgets quickly. That hides roundings, and mistakes as well: at
# step 10 the forgotten state makes a difference below 0.01, and a loose
# tolerance lets it pass. With large weights the opposite happens. The LSTM is
# chaotic: a difference in the last digits grows until nothing agrees, and
# ``float64`` only puts it off.

# %%
# What to compare, and how
# ------------------------
# Compare *every step* and both states, not only the end. ``assert_close`` has
# `tolerances of its own <https://docs.pytorch.org/docs/stable/testing.html>`_.
# This site takes ``atol=1e-6`` in ``float32`` and ``1e-12`` in ``float64``:

from lstm_demo import run_batched, run_in_chunks

whole = run_batched(lstm, right, state)
halves = run_in_chunks(lstm, right, state, chunk_size=30)
for name in ("output", "h_n", "c_n"):
    one, other = getattr(whole, name), getattr(halves, name)
    torch.testing.assert_close(one, other, atol=1e-12, rtol=0)

# %%
# If only a wider tolerance passes, repeat in ``float64``. A rounding error
# shrinks by a factor of some hundred million. A mistake stays as large as it
# was.

# %%
# Remember
# --------
# - What prints the same may differ: ``torch.set_printoptions(precision=9)``.
# - Another batch size or device gives other last digits; no ``torch.equal``.
# - Compare every step, ``1e-6`` in ``float32``, ``1e-12`` in ``float64``.
# - In doubt, repeat in ``float64``: roundings shrink, mistakes stay.

# %%
# Try it
# ------
# Take the test of the last remark. Compare the batch with the single sequences
# once more, and the forgotten state with the right one, each in ``float32`` and
# in ``float64``. The first difference shrinks, the second does not.

# lesson: solution
shrinks, stays = [], []
for dtype in (torch.float32, torch.float64):
    lstm, x = lstm.to(dtype), x.to(dtype)
    start = tuple(s.to(dtype).expand(1, 5, 32).contiguous() for s in state)
    together, _ = lstm(x, start)
    alone, _ = lstm(x[:, :1], tuple(s[:, :1].contiguous() for s in start))
    forgotten, _ = lstm(x)
    shrinks.append((together[:, :1] - alone).abs().max().item())
    stays.append((together - forgotten).abs().max().item())
print(f"{shrinks[0] < 1e-6 = }, {shrinks[1] < 1e-12 = }")
print(f"{stays[0] = :.4f}, {stays[1] = :.4f}")

# %%

# lesson: check
assert str(a) == str(b)
assert not torch.equal(a, b)
assert (big + small) - big == 0
assert (big - big) + small == 1
assert not torch.equal(first.weight_ih_l0, second.weight_ih_l0)
assert not torch.equal(inputs, other_inputs)
assert largest[0, -1] < 1e-12 < largest[0, 0] < 1e-6
assert largest[1, -1] < 1e-6 < largest[1, 9] < 1e-2 < largest[1, 0]
assert largest[2, 0] < 1e-6 < 1e-2 < largest[2, -1]
assert shrinks[0] < 1e-6
assert shrinks[1] < 1e-12
assert abs(stays[0] - stays[1]) < 1e-6 < 0.1 < stays[0]

# %%
# Next
# ----
# *Count the calls: one call or a loop* asks what a loop costs.
