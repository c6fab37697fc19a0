r"""Switch dropout on and off
=========================

``dropout`` sets some numbers to zero while a network is trained, so that it does not rely
on any one of them. In ``nn.LSTM`` it acts in one place only.
Here you find that place, and put a dropout there with your own hands.

You will see what changes between ``train()`` and ``eval()``, what becomes of the numbers
that are kept, and why one layer gets a warning.
"""

# lesson: after plot_09_stack_layers
# lesson: tags layers, training
# lesson: answers F1, F2, F3, I1

# %%
# Where it acts
# -------------
# An LSTM of two layers runs twice, the second time with its dropout on. The argument is a
# probability: each number is dropped in one case of four. Of ``output``, the first row of
# ``h_n`` and the second, which will be the same in both runs?

import warnings

import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=6, num_layers=2, dropout=0.25)
lstm.requires_grad_(False)
inputs = torch.randn(7, 5, 4)

eval_output, (eval_h_n, _) = lstm.eval()(inputs)
torch.manual_seed(2)  # for the numbers that dropout draws
train_output, (train_h_n, _) = lstm.train()(inputs)
print(f"{torch.equal(train_h_n[0], eval_h_n[0]) = }")
print(f"{torch.equal(train_h_n[1], eval_h_n[1]) = }")
print(f"{torch.equal(train_output, eval_output) = }")
print(f"{train_output.count_nonzero() == train_output.numel() = }")

# %%
# Layer 0 has not noticed: nothing is dropped in the input, nor from one step to the next.
# And no number of ``output`` is zero, so nothing is dropped after the last layer. Dropout
# is *between* the layers: layer 1 reads what layer 0 puts out, with holes in it. (PyTorch's
# documentation says "except the last layer". People `have asked
# <https://github.com/pytorch/pytorch/issues/5985>`_ whether that is about layers or steps:
# layers.)

# %%
# Put it there yourself
# ---------------------
# Two LSTMs of one layer share the weights (*Stack layers*), with a dropout between them.
# On the CPU, with the same seed, it draws the same holes. A row of what is printed is a
# time step of the first sequence, a column one of its 6 features. Will a feature be
# dropped at all steps, or are the holes new at each?

lower, upper = nn.LSTM(4, 6).requires_grad_(False), nn.LSTM(6, 6).requires_grad_(False)
weights = lstm.state_dict()
lower.load_state_dict({name: weights[name] for name in lower.state_dict()})
upper.load_state_dict(
    {name: weights[name.replace("l0", "l1")] for name in upper.state_dict()}
)
between, _ = lower(inputs)
torch.manual_seed(2)
dropped = nn.functional.dropout(between, p=0.25)
rebuilt, _ = upper(dropped)
print((dropped[:, 0] != 0).int())
print(f"{(rebuilt - train_output).abs().max().item():.4f} is the largest difference")

# %%
# What is kept grows
# ------------------
# With a quarter of the numbers gone, their sum would be too small. What are the others
# multiplied by, to make up for it?

factors = (dropped / between).flatten()
print(f"{factors.min():.4f} to {factors.max():.4f}")

# %%
# Kept numbers are multiplied by :math:`1/(1-p)`. So the mean of what layer 1 reads stays
# the same, and nothing has to be changed when dropout is off.

# %%
# On in train(), off in eval()
# ----------------------------
# A module is in training mode from the start. Every call draws new holes, so two calls on
# the same input differ, until you call ``eval()``. On a GPU cuDNN draws them, and `equal
# seeds have given unequal results <https://github.com/pytorch/pytorch/issues/18110>`_
# there.

calls = torch.stack([lstm(inputs)[0][:, 0, 0] for _ in range(40)])

figure, ax = plt.subplots(layout="constrained")
figure.suptitle("One unit in 40 calls with dropout, and in one without")
ax.plot(calls.T, color="C0", lw=0.7, alpha=0.5)
ax.plot(calls[0], color="C0", lw=0.7, label="train()")
ax.plot(eval_output[:, 0, 0], "k--", lw=2.5, label="eval()")
ax.set(xlabel="time step", ylabel="output[:, 0, 0]")
ax.legend()
plt.show()

# %%
# One layer
# ---------
# With one layer there is no place between layers. What will ``dropout=0.25`` do there?

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    single = nn.LSTM(input_size=4, hidden_size=6, dropout=0.25)
print(f"{torch.equal(single.train()(inputs)[0], single.eval()(inputs)[0]) = }")
print(*str(caught[0].message).split(", "), sep="\n")

# %%
# Nothing, and PyTorch warns you. To drop numbers of the output, put ``nn.Dropout`` after
# the LSTM; to drop them in the input, before it.

# %%
# What was claimed
# ----------------

assert torch.equal(train_h_n[0], eval_h_n[0])
assert not torch.allclose(train_h_n[1], eval_h_n[1], atol=1e-3)
torch.testing.assert_close(rebuilt, train_output, atol=1e-6, rtol=1e-5)
kept = factors[dropped.flatten() != 0]
torch.testing.assert_close(kept, torch.full_like(kept, 1 / (1 - 0.25)))
assert 0.1 < (dropped == 0).float().mean() < 0.4
assert calls.std(dim=0).min() > 1e-4
assert torch.equal(lstm.eval()(inputs)[0], eval_output)
assert torch.equal(single.train()(inputs)[0], single.eval()(inputs)[0])
assert len(caught) == 1
