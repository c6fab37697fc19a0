r"""Dropout between layers
======================

What does the dropout option of nn.LSTM drop, and when?

Dropout sets some numbers to zero while you train, at random, so that the
network does not come to rely on any single one. In ``nn.LSTM`` it acts in
exactly one place: *between* layers. Not in the input, not from step to step,
not in ``output``. So with one layer the option does nothing at all.
"""

# lesson: minutes 7
# lesson: level intermediate
# lesson: after layers
# lesson: tags layers, training

# %%
# Where it acts
# -------------
# An LSTM of two layers, with a probability of 0.25. In the picture, dropout
# acts on the arrows that go up from layer 0 to layer 1:

import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(4, 6, num_layers=2, dropout=0.25).requires_grad_(False)
x = torch.randn(7, 5, 4)  # (time, batch, features)

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_unrolled

plot_unrolled(lstm, x[:3, :1])
plt.show()

# %%
# On and off
# ----------
# ``train()`` switches dropout on, ``eval()`` switches it off. A new module is
# in ``train()``. Run it in both ways. Which part of the result is the same?
#
# ``output``: dropout acts before it
#     ✗ Layer 1 reads numbers with holes, so all it puts out changes. But no
#     number of ``output`` itself is set to zero.
# ``h_n[0]``, the lower layer
#     ✓ Layer 0 reads the input, which has no holes, and hands its h to itself
#     without holes. Only what it hands *upwards* is dropped.
# ``h_n[1]``, the upper layer
#     ✗ It is the last row of ``output``, and that changes.

eval_output, (eval_h_n, _) = lstm.eval()(x)
torch.manual_seed(10)  # for the numbers that dropout draws
output, (h_n, _) = lstm.train()(x)

print(f"{torch.equal(output, eval_output) = }")
print(f"{(output == 0).sum() = }")
print(f"{[torch.equal(h_n[row], eval_h_n[row]) for row in (0, 1)] = }")

# %%
# PyTorch's page says that dropout acts on "each LSTM layer except the last
# layer". It means `layers, not steps
# <https://github.com/pytorch/pytorch/issues/5985>`_.
#
# Each run in ``train()`` draws new holes. Forty of them, and one without
# dropout:

# %%

# lesson: figure
# sphinx_gallery_thumbnail_number = 2
runs = torch.stack([lstm.train()(x)[0][:, 0, 0] for _ in range(40)], dim=1)
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("Forty runs with dropout (thin), and one without (dashed)")
ax.plot(range(1, 8), runs, color="C0", lw=0.7, alpha=0.5)
ax.plot(range(1, 8), eval_output[:, 0, 0], "k--", lw=2.5)
ax.set(xlabel="time step", ylabel="output, unit 0")
plt.show()

# %%
# So forget ``eval()`` when you use a model, and you get another answer each
# time.

# %%
# Put it there yourself
# ---------------------
# Two LSTMs of one layer share the weights (*Stack layers: num_layers*), with a
# dropout of the same seed between them:

lower = nn.LSTM(4, 6).requires_grad_(False)
upper = nn.LSTM(6, 6).requires_grad_(False)
for layer, weights in zip((lower, upper), lstm.all_weights, strict=True):
    layer.load_state_dict(dict(zip(layer.state_dict(), weights, strict=True)))

between, _ = lower(x)
torch.manual_seed(10)
dropped = nn.functional.dropout(between, p=0.25)
rebuilt, _ = upper(dropped)
print(f"{torch.allclose(rebuilt, output, atol=1e-6) = }")

# %%
# What was each number multiplied by? One row for each step of the first
# sequence:

print((dropped / between)[:, 0])

# %%
# The holes are new at each step. And what is kept is multiplied by
# :math:`1/(1-p)`, here 1.33, so that on average layer 1 reads as much as it
# will without dropout.

# %%
# One layer
# ---------
# With one layer there is nothing between layers. You get a warning, and no
# dropout:

import warnings

with warnings.catch_warnings(record=True, action="always") as caught:
    single = nn.LSTM(input_size=4, hidden_size=6, dropout=0.25)
print(*str(caught[0].message).split(", "), sep="\n")
print(f"{torch.equal(single.train()(x)[0], single.eval()(x)[0]) = }")

# %%
# To drop numbers of the input or of ``output``, put an ``nn.Dropout`` before or
# after. Dropout from step to step, often called *recurrent* or *variational*,
# is not in ``nn.LSTM``: it takes a loop.
#
# On a GPU, runs in one process may differ `even with equal seeds
# <https://github.com/pytorch/pytorch/issues/18110>`_: cuDNN draws this dropout,
# and ``manual_seed`` does not set it back. Two LSTMs with an ``nn.Dropout``
# between them, as above, do not have this fault.

# %%
# Remember
# --------
# - ``dropout`` acts between layers alone, in ``train()`` alone.
# - One layer: a warning and no effect.
# - Call ``eval()`` before you predict.

# %%
# Try it
# ------
# Set ``dropout=1.0`` in training. Layer 1 then reads zeros at every step. Does
# ``output`` depend on the input at all? It does not: all sequences give the
# same.

# lesson: solution
lstm.dropout = 1.0
all_gone, _ = lstm.train()(x)
print(f"{torch.equal(all_gone[:, 0], all_gone[:, 1]) = }")

# %%

# lesson: check
assert [torch.equal(h_n[row], eval_h_n[row]) for row in (0, 1)] == [True, False]
assert output.all()
assert runs.std(dim=1).min() > 1e-4
torch.testing.assert_close(rebuilt, output)
torch.testing.assert_close(dropped, between * (dropped != 0) / 0.75)
assert (
    len((dropped[:, 0] == 0).unique(dim=0)) == 7
)  # another pattern at each step
assert torch.equal(single.train()(x)[0], single.eval()(x)[0])
assert torch.equal(all_gone, all_gone[:, :1].expand_as(all_gone))

# %%
# Next
# ----
# *LSTMCell, and input without a batch* takes a single sequence, and a single
# step.
