r"""One step by hand: the equations of an LSTM
==========================================

What happens inside an LSTM at one time step, and why does it need gates?

So far the LSTM was a box. Inside are six short equations. Compute them once by
hand, and you know what the weights do, why an LSTM can remember for long, and
what people mean by "the forget gate is open".

Everything here is plain arithmetic on three numbers at a time, and in the end
it is compared with what ``nn.LSTM`` returns.
"""

# lesson: minutes 10
# lesson: level intermediate
# lesson: after carry_the_state, hidden_size
# lesson: tags gates, weights

# %%
# Why gates
# ---------
# A memory that is overwritten at every step does not last. So an LSTM decides
# at each step, and for each of its units, three things. Each is a number
# between 0 and 1, a *gate*:
#
# - the *forget gate* :math:`f`: how much of the old :math:`c` to keep (0 is
#   nothing, 1 is all of it),
# - the *input gate* :math:`i`: how much of something new to write into
#   :math:`c`,
# - the *output gate* :math:`o`: how much of :math:`c` to show in :math:`h`.
#
# What could be written is :math:`g`, the *candidate*, between :math:`-1` and 1.

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_cell

plot_cell()
plt.show()

# %%
# Read it from left to right. :math:`c` runs along the top: it is multiplied by
# :math:`f`, and :math:`i` times :math:`g` is added. :math:`h` leaves on the
# right, made of :math:`c` by the output gate. The gates and the candidate are
# all computed from the same two things, the new input :math:`x` and the
# :math:`h` of the step before.

# %%
# One step of the post
# --------------------
# We take the LSTM of the post, with 4 inputs and 3 units, and compute its fifth
# and last step. It starts from the state that the first four steps leave.

import torch

from lstm_demo import load_post

post = load_post()
lstm = post.lstm
lstm.requires_grad_(False)  # no training here; keeps what is printed short

_, (h_4, c_4) = lstm(post.inputs[:4], post.hx)
x = post.inputs[4, 0]  # the fifth input, 4 numbers
h = h_4[0, 0]  # what the fourth step shows, 3 numbers
c = c_4[0, 0]  # what it remembers, 3 numbers
print(f"{x = }\n{h = }\n{c = }")

# %%
# The weights of each gate
# ------------------------
# Each gate, and the candidate as well, has four parts: weights for the input
# :math:`x`, weights for :math:`h`, and two *biases*, numbers that are added
# whatever the input is. PyTorch keeps the parts of all four one below the
# other, in the order :math:`i, f, g, o`, with 3 rows for each, one for each
# unit. ``chunk(4)`` takes them apart.
#
# The names have two letters. The first says what is read, i for the input and h
# for the hidden state. The second is the gate, or g for the candidate. So
# ``W_if`` is what the forget gate does with the input, and ``W_ii`` what the
# input gate does with the input.

W_ii, W_if, W_ig, W_io = lstm.weight_ih_l0.chunk(4)
W_hi, W_hf, W_hg, W_ho = lstm.weight_hh_l0.chunk(4)
b_ii, b_if, b_ig, b_io = lstm.bias_ih_l0.chunk(4)
b_hi, b_hf, b_hg, b_ho = lstm.bias_hh_l0.chunk(4)
print(f"{W_if.shape = }\n{W_hf.shape = }\n{b_if.shape = }")

# %%
# The forget gate
# ---------------
# Multiply, add, and squash:
#
# .. math::
#
#    f_t = \sigma(W_{if} x_t + b_{if} + W_{hf} h_{t-1} + b_{hf})
#
# :math:`\sigma`, the *sigmoid*, brings any number between 0 and 1. Each
# :math:`b` is a bias. In code ``@`` multiplies a matrix by a vector, so each of
# the 3 rows makes one number.

# lesson: figure
from lstm_demo import trace_gates

layer = trace_gates(lstm, post.inputs, post.hx).layers[0][0]
plot_cell("f", layer, step=4, unit=0)
plt.show()

# %%

f = torch.sigmoid(W_if @ x + b_if + W_hf @ h + b_hf)
print(f"{f = }")

# %%
# In this step unit 0 keeps about half of its memory, and the two others about a
# quarter.

# %%
# What is written
# ---------------
# The input gate looks at the same :math:`x` and :math:`h` with weights of its
# own. The candidate does too, but it ends in tanh, which brings any number
# between :math:`-1` and 1: it may be negative.
#
# .. math::
#
#    i_t &= \sigma(W_{ii} x_t + b_{ii} + W_{hi} h_{t-1} + b_{hi}) \\
#    g_t &= \tanh(W_{ig} x_t + b_{ig} + W_{hg} h_{t-1} + b_{hg})

# lesson: figure
plot_cell(("i", "g"), layer, step=4, unit=0)
plt.show()

# %%

i = torch.sigmoid(W_ii @ x + b_ii + W_hi @ h + b_hi)
g = torch.tanh(W_ig @ x + b_ig + W_hg @ h + b_hg)
print(f"{i = }\n{g = }")

# %%
# The new memory
# --------------
# Now the line that combines them. The new :math:`c` is what is kept of the old
# one plus what is written. :math:`\odot` multiplies number by number, each unit
# for itself; in code that is ``*``.
#
# .. math::
#
#    c_t = f_t \odot c_{t-1} + i_t \odot g_t

# lesson: figure
plot_cell("c", layer, step=4, unit=0)
plt.show()

# %%

kept = f * c
written = i * g
c_5 = kept + written
print(f"{kept = }\n{written = }\n{c_5 = }")

# %%

# lesson: figure
from lstm_demo.pictures import COLOUR_OF

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.2))
figure.suptitle("The new c of each unit: what is kept plus what is written")
units = torch.arange(3)
ax.bar(units - 0.25, kept, 0.25, color=COLOUR_OF["f"])
sign = {"edgecolor": "white"}
ax.bar(units, written, 0.25, color=COLOUR_OF["g"], hatch="//", **sign)
ax.bar(units + 0.25, c_5, 0.25, color=COLOUR_OF["c"], hatch="..", **sign)
ax.legend(["kept: $f c_4$", "written: $i g$", "sum: $c_5$"])
ax.axhline(0, color="black", linewidth=0.8)
ax.set(xlabel="unit", xticks=units)
plt.show()

# %%
# This line is why an LSTM can remember for long. :math:`c` is not squeezed
# through weights at each step, as :math:`h` is. It is only multiplied by
# :math:`f`, and something is added.
#
# Suppose a unit has to keep its :math:`c` as it is, whatever comes in. Which
# gates does it need?
#
# :math:`f = 0` and :math:`i = 1`
#     ✗ That does the opposite: the old :math:`c` is dropped, and the candidate
#     takes its place.
# :math:`f = 1` and :math:`i = 1`
#     ✗ The old :math:`c` is kept whole, but the candidate is added to it, so
#     :math:`c` changes.
# :math:`f = 1` and :math:`i = 0`
#     ✓ All of the old :math:`c` is kept, and nothing is written. A gate close
#     to 1 is called open, one close to 0 closed.

gates = {"f=0, i=1": (0, 1), "f=1, i=1": (1, 1), "f=1, i=0": (1, 0)}
print(f"old c:          {c}")
for name, (f_value, i_value) in gates.items():
    print(f"new c, {name}: {f_value * c + i_value * g}")

# %%
# What is shown
# -------------
# At last the output gate decides how much of the memory the LSTM shows.
# :math:`c` may be any number, and tanh brings it between :math:`-1` and 1
# first.
#
# .. math::
#
#    o_t &= \sigma(W_{io} x_t + b_{io} + W_{ho} h_{t-1} + b_{ho}) \\
#    h_t &= o_t \odot \tanh(c_t)

# lesson: figure
plot_cell(("o", "h"), layer, step=4, unit=0)
plt.show()

# %%

o = torch.sigmoid(W_io @ x + b_io + W_ho @ h + b_ho)
h_5 = o * torch.tanh(c_5)
print(f"{o = }\n{h_5 = }")

# %%
# Compare with PyTorch
# --------------------

output, (h_n, c_n) = lstm(post.inputs, post.hx)
print(f"h by hand: {h_5}\nh_n:       {h_n[0, 0]}")
print(f"c by hand: {c_5}\nc_n:       {c_n[0, 0]}")

# %%
# Six lines, and there is nothing else in an LSTM. (The order of the lines
# matters only where one needs another: all gates before :math:`c`, and
# :math:`c` before :math:`h`.)

# %%
# Remember
# --------
# - :math:`f` says how much to keep, :math:`i` how much to write, :math:`o` how
#   much to show. Each unit has its own.
# - The new :math:`c` is :math:`f` times the old one, plus :math:`i` times the
#   candidate :math:`g`. The new :math:`h` is :math:`o` times :math:`\tanh(c)`.
# - The gates and the candidate are computed from the new input and from the
#   :math:`h` of the step before.

# %%
# Try it
# ------
# Put the six lines into a function ``step(x, h, c)`` that returns the new
# :math:`h` and :math:`c`. Then read all five steps with it, from the post's
# first state. You will have written an LSTM.


# lesson: solution
def step(x, h, c):
    f = torch.sigmoid(W_if @ x + b_if + W_hf @ h + b_hf)
    i = torch.sigmoid(W_ii @ x + b_ii + W_hi @ h + b_hi)
    g = torch.tanh(W_ig @ x + b_ig + W_hg @ h + b_hg)
    o = torch.sigmoid(W_io @ x + b_io + W_ho @ h + b_ho)
    c = f * c + i * g
    return o * torch.tanh(c), c


h_t, c_t = post.hx[0][0, 0], post.hx[1][0, 0]
for t in range(5):
    h_t, c_t = step(post.inputs[t, 0], h_t, c_t)
    print(f"step {t + 1}: {h_t}")
    torch.testing.assert_close(h_t, output[t, 0], atol=1e-6, rtol=1e-5)

# %%

# lesson: check
torch.testing.assert_close(h_5, h_n[0, 0], atol=1e-6, rtol=1e-5)
torch.testing.assert_close(c_5, c_n[0, 0], atol=1e-6, rtol=1e-5)

by_hand = torch.stack([i, f, g, o])
gates_traced = layer.i, layer.f, layer.g, layer.o
traced = torch.stack([gate[4, 0] for gate in gates_traced])
torch.testing.assert_close(by_hand, traced, atol=1e-6, rtol=1e-5)

assert 0.45 < f[0] < 0.55  # about half is kept
assert ((f[1:] > 0.2) & (f[1:] < 0.3)).all()  # about a quarter
assert torch.equal(1 * c + 0 * g, c)  # f = 1 and i = 0 keep c

# %%
# Next
# ----
# *Look into the gates: forget, input, output* shows the gates of a whole
# sequence at once.
