r"""Transform it: vmap and derivatives
==================================

``vmap`` runs a function for each entry of a new axis; ``jacfwd`` and ``jacrev`` compute all
its derivatives. They need a rule for every call into compiled code, such as ``nn.LSTM``.

You will see which of the three an LSTM takes, and how to run several LSTMs at once.
"""

# lesson: after plot_24_one_step_by_hand, plot_17_cell_and_no_batch
# lesson: tags tools, training
# lesson: answers M3

# %%
# Try all three
# -------------
# ``jacfwd`` computes derivatives forwards, ``jacrev`` backwards, as training does (see
# `torch.func <https://docs.pytorch.org/docs/stable/func.api.html>`_). On a CPU, ``float32``
# runs in oneDNN (once ``mkldnn``), one operation PyTorch cannot look into, and ``float64``
# in PyTorch's own, which have rules for both. Which of the three can you count on in each?

import textwrap

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.func import jacfwd, jacrev, stack_module_state, vmap

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).double()
inputs, many = torch.randn(5, 2, 4).double(), torch.randn(8, 5, 2, 4).double()


def try_all(function, dtype=torch.float64):
    lstm.to(dtype)
    works = []
    for transform, argument in ((vmap, many), (jacfwd, inputs), (jacrev, inputs)):
        try:
            transform(function)(argument.to(dtype))
            works.append(True)
        except RuntimeError as error:
            print(textwrap.shorten(f"{transform.__name__}: {error}", 78))
            works.append(False)
    return works


single, double = try_all(lstm, torch.float32), try_all(lstm)
print(f"{single = }, {double = }")

# %%
# ``jacrev`` in both, ``jacfwd`` in ``float64``; ``vmap`` has no rule for an LSTM in either.

# %%
# What to do instead of vmap
# --------------------------
# More inputs need no ``vmap``: 8 batches of 2 are one of 16. Several LSTMs with weights of
# their own do, as in `a thread that is still open
# <https://github.com/pytorch/pytorch/issues/105982>`_: write their step as matrix products,
# as *Compute one step by hand* does. What shape does the last h of 3 models have?


def last_h(weights, sequence):
    w_ih, w_hh, b_ih, b_hh = weights.values()
    h = c = sequence.new_zeros(2, 3)
    for x_t in sequence:
        i, f, g, o = (x_t @ w_ih.T + b_ih + h @ w_hh.T + b_hh).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
    return h


in_batch, _ = lstm(torch.cat(tuple(many), dim=1))
models = [nn.LSTM(input_size=4, hidden_size=3).double() for _ in range(3)]
stacked, _ = stack_module_state(models)
of_all = vmap(last_h, in_dims=(0, None))(stacked, inputs)
written = try_all(lambda sequence: last_h(dict(lstm.named_parameters()), sequence))
print(f"{in_batch.shape = }, {of_all.shape = }")
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.6))
figure.suptitle("Circles work, crosses are refused")
for row, works in enumerate((single, double, written)):
    for column, allowed in enumerate(works):
        ax.plot(column, row, "oC0" if allowed else "XC1", markersize=11)
ax.set(xticks=range(3), xticklabels=["vmap", "jacfwd", "jacrev"], ylim=(2.5, -0.5))
ax.set(yticks=range(3), yticklabels=["LSTM, float32", "LSTM, float64", "written out"])
plt.show()

# %%
# (3, 2, 3): the models come first. Matrix products have rules, so the step written out
# takes all three transformations. (Tried on a CPU, with the release that made this page.)

# %%
# What was claimed
# ----------------

assert [single, double, written] == [[False, False, True], [False, True, True], [True] * 3]
one_by_one = torch.cat([lstm(batch)[0] for batch in many], dim=1)
torch.testing.assert_close(in_batch, one_by_one, atol=1e-12, rtol=0)
for model, h_n in zip(models, of_all, strict=True):
    torch.testing.assert_close(h_n, model(inputs)[1][0][0], atol=1e-12, rtol=0)
torch.testing.assert_close(jacfwd(lstm)(inputs), jacrev(lstm)(inputs), atol=1e-12, rtol=0)
