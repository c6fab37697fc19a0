r"""Compute one step by hand
========================

An LSTM step is four small sums, four squashing functions and two lines that combine them.
Here you slice the weights of the post's LSTM into its gates and compute the first step.

You will see the ``h`` and ``c`` that the post prints come out of the equations.
"""

# lesson: after plot_01_in_and_out
# lesson: tags gates, weights

# %%
# Slice the weights
# -----------------
# PyTorch keeps the weights of the four gates in one tensor, ``hidden_size`` = 3 rows for
# each, in the order i, f, g, o. In layer 0, ``weight_ih_l0`` is for the input and
# ``weight_hh_l0`` for the hidden state. The parts below have two letters: what is read,
# input (i) or hidden state (h), and the gate. What shapes do ``W_if`` and ``W_hf`` have?

import matplotlib.pyplot as plt
import torch

from lstm_demo import load_post, trace_gates

lstm, inputs, (h_0, c_0), _ = load_post()
W_ii, W_if, W_ig, W_io = lstm.weight_ih_l0.data.chunk(4)
W_hi, W_hf, W_hg, W_ho = lstm.weight_hh_l0.data.chunk(4)
b_ii, b_if, b_ig, b_io = lstm.bias_ih_l0.data.chunk(4)
b_hi, b_hf, b_hg, b_ho = lstm.bias_hh_l0.data.chunk(4)
print(f"{lstm.weight_ih_l0.shape = }")
print(f"{W_if.shape = }, {W_hf.shape = }")

# %%
# ``(3, 4)`` and ``(3, 3)``: a row for each unit, and a column for each number that is read.

# %%
# Compute the gates
# -----------------
# Each gate looks at the input :math:`x_t` and at the hidden state :math:`h_{t-1}` that the
# step before has left. Three end in a sigmoid, so they are between 0 and 1: how much to
# write (i, the *input gate*), to keep (f, the *forget gate*) and to show (o, the *output
# gate*). The fourth, g, ends in tanh: it is the *candidate*, what could be written.
#
# .. math::
#
#    i_t &= \sigma(W_{ii} x_t + b_{ii} + W_{hi} h_{t-1} + b_{hi}) \\
#    f_t &= \sigma(W_{if} x_t + b_{if} + W_{hf} h_{t-1} + b_{hf}) \\
#    g_t &= \tanh(W_{ig} x_t + b_{ig} + W_{hg} h_{t-1} + b_{hg}) \\
#    o_t &= \sigma(W_{io} x_t + b_{io} + W_{ho} h_{t-1} + b_{ho})

x, h, c = inputs[0, 0], h_0[0, 0], c_0[0, 0]  # the first input, and the states before it
i = torch.sigmoid(W_ii @ x + b_ii + W_hi @ h + b_hi)
f = torch.sigmoid(W_if @ x + b_if + W_hf @ h + b_hf)
g = torch.tanh(W_ig @ x + b_ig + W_hg @ h + b_hg)
o = torch.sigmoid(W_io @ x + b_io + W_ho @ h + b_ho)
print(f"old c of unit 0: {c[0]:.4f}\n{i = }\n{f = }\n{g = }\n{o = }")

# %%
# Combine them
# ------------
# The new c keeps a part of the old one and adds a part of the candidate; the new h shows a
# part of tanh(c). The products are taken element by element.
#
# .. math::
#
#    c_t &= f_t \odot c_{t-1} + i_t \odot g_t \\
#    h_t &= o_t \odot \tanh(c_t)
#
# With a pencil, from its i, f and g (the first of each line above) and its old c: what is
# the new c of unit 0, to three decimals?

c_1 = f * c + i * g
h_1 = o * torch.tanh(c_1)
print(f"{c_1 = }\n{h_1 = }")
figure, ax = plt.subplots(layout="constrained")
figure.suptitle("The new c of each unit is what is kept plus what is written")
units = torch.arange(3)
ax.bar(units - 0.25, f * c, 0.25, label="kept: $f_1 \\odot c_0$")
ax.bar(units, i * g, 0.25, label="written: $i_1 \\odot g_1$", hatch="//")
ax.bar(units + 0.25, c_1, 0.25, label="sum: $c_1$", hatch="..")
ax.axhline(0, color="black", linewidth=0.8)
ax.set(xlabel="unit", xticks=units)
ax.legend()
plt.show()

# %%
# It is -0.626. These are the c and h that the post prints after its first step. (The old c
# of unit 1 is only 0.002, so there is nothing to see of what is kept.)

# %%
# What was claimed
# ----------------

output, (h_n, c_n) = lstm(inputs[:1], (h_0, c_0))
torch.testing.assert_close((h_1, c_1), (h_n[0, 0], c_n[0, 0]), atol=1e-6, rtol=1e-5)
gates = [gate[0, 0] for gate in trace_gates(lstm, inputs[:1], (h_0, c_0)).layers[0][0][:4]]
torch.testing.assert_close([i, f, g, o], gates, atol=1e-6, rtol=1e-5)
assert [round(number, 4) for number in h_1.tolist()] == [-0.4678, 0.0041, -0.2471]
assert [round(number, 4) for number in c_1.tolist()] == [-0.6262, 0.0332, -0.3358]
