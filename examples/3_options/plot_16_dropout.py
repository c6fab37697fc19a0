r"""Switch dropout on and off
=========================

``dropout`` zeroes some numbers in training, so that a network does not rely on any of them.
Here you find the one place in ``nn.LSTM`` where it acts, and put a dropout there yourself.

You will see what changes between ``train()`` and ``eval()``, what becomes of the numbers
that are kept, and what a single layer makes of ``dropout``.
"""

# lesson: after plot_13_layers
# lesson: tags layers, training
# lesson: answers F1, F2, F3, I1

# %%
# Where it acts
# -------------
# An LSTM of two layers runs once without its dropout, in ``eval()``, and 40 times with it,
# in ``train()``: each number is then dropped with a probability of 0.25. What will be the
# same with and without: ``output``, the first row of ``h_n``, the second?

import warnings

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(4, 6, num_layers=2, dropout=0.25).requires_grad_(False)
inputs = torch.randn(7, 5, 4)
eval_output, (eval_h_n, _) = lstm.eval()(inputs)
torch.manual_seed(10)  # for the numbers that dropout draws
runs = [lstm.train()(inputs) for _ in range(40)]
output, (h_n, _) = runs[0]
print(f"{torch.equal(output, eval_output) = }, {(output == 0).sum() = }")
print(f"{[torch.equal(h_n[row], eval_h_n[row]) for row in (0, 1)] = }")

# %%
# Only the first row of ``h_n``: nothing is dropped in the input, nor from one step to the
# next. And no number of ``output`` is zero. So dropout is *between* the layers: layer 1
# reads what layer 0 puts out, with holes. ("Except the last layer", in PyTorch's words, is
# `about layers, not steps <https://github.com/pytorch/pytorch/issues/5985>`_.)
#
# A new module is in ``train()``: each run draws new holes until ``eval()``. On a GPU, some
# differ `even with equal seeds <https://github.com/pytorch/pytorch/issues/18110>`_.

figure, ax = plt.subplots(layout="constrained")
figure.suptitle("40 runs with dropout (thin), and one without (dashed)")
units = torch.stack([run_output[:, 0, 0] for run_output, _ in runs], dim=1)
ax.plot(units, color="C0", lw=0.7, alpha=0.5)
ax.plot(eval_output[:, 0, 0], "k--", lw=2.5)
ax.set(xlabel="time step", ylabel="output[:, 0, 0]")
plt.show()

# %%
# Put it there yourself
# ---------------------
# Two LSTMs of one layer share the weights (*Stack layers*), with a dropout of the same seed
# between them. What it multiplies the first sequence by is printed, a row for each time
# step. Are the holes new in each row? And what makes up for the numbers that are gone?

lower, upper = nn.LSTM(4, 6).requires_grad_(False), nn.LSTM(6, 6).requires_grad_(False)
for layer, weights in zip((lower, upper), lstm.all_weights, strict=True):
    layer.load_state_dict(dict(zip(lower.state_dict(), weights, strict=True)))
between, _ = lower(inputs)
torch.manual_seed(10)
dropped = nn.functional.dropout(between, p=0.25)
rebuilt, _ = upper(dropped)
print(f"{(rebuilt - output).abs().max().item():.4f} is the largest difference")
print((dropped / between)[:, 0])

# %%
# They are new, and kept numbers are multiplied by :math:`1/(1-p)`. So the mean of what
# layer 1 reads stays the same, and nothing has to be changed when dropout is off.

# %%
# One layer
# ---------
# One layer has no place between layers. To drop numbers of its input or ``output``, put an
# ``nn.Dropout`` before or after it. Will ``dropout=0.25`` change what it computes?

with warnings.catch_warnings(record=True, action="always") as caught:
    single = nn.LSTM(input_size=4, hidden_size=6, dropout=0.25)
print(f"{torch.equal(single.train()(inputs)[0], single.eval()(inputs)[0]) = }")
print(*str(caught[0].message).split(", "), sep="\n")

# %%
# No, nothing is dropped: the argument only gets you a warning.

# %%
# What was claimed
# ----------------

assert [torch.equal(h_n[row], eval_h_n[row]) for row in (0, 1)] == [True, False]
assert output.all()
assert units.std(dim=1).min() > 1e-4
assert torch.equal(lstm.eval()(inputs)[0], eval_output)
torch.testing.assert_close((rebuilt, dropped), (output, between * (dropped != 0) / 0.75))
assert len((dropped[:, 0] == 0).unique(dim=0)) == 7
assert torch.equal(single.train()(inputs)[0], single.eval()(inputs)[0])
