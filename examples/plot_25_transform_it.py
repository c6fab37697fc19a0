r"""Transform it: vmap and derivatives
==================================

``vmap`` runs a function for each entry of a new axis; ``jacfwd`` and ``jacrev`` compute all
its derivatives. They need a rule for every call into compiled code, such as ``nn.LSTM``. If
you use none of them, leave this lesson for the end.

You will see which of the three an LSTM takes, what to do instead, and several LSTMs that
run at once, each with weights of its own.
"""

# lesson: after plot_04_one_step_by_hand, plot_11_drop_the_batch
# lesson: tags tools, training
# lesson: answers M3

# %%
# Try all three
# -------------
# ``jacfwd`` computes derivatives forwards and ``jacrev`` backwards, as training does (all
# are in `torch.func <https://docs.pytorch.org/docs/stable/func.api.html>`_). Which of the
# three can you count on in ``float32``, and which in ``float64``?

import textwrap
import warnings

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
# Only the last, the backward derivative, works in both. Forward mode stops at oneDNN, the
# library that runs ``float32`` on a CPU; in ``float64`` PyTorch computes by itself, as it
# does with oneDNN switched off by ``torch.backends.mkldnn.flags(enabled=False)``.

# %%
# What to do instead of vmap
# --------------------------
# For more inputs, put the new axis into the batch: 8 batches of 2 are one of 16. This does
# not help several LSTMs with weights of their own, as in `a thread that is still open
# <https://github.com/pytorch/pytorch/issues/105982>`_. For them, write the step as matrix
# products, as *Compute one step by hand* does: those have rules. What shape does the last h
# of 3 models have?

output, _ = lstm(many.transpose(0, 1).flatten(1, 2))
in_batch = output.unflatten(1, (8, 2)).transpose(0, 1)
print(f"{in_batch.shape = }")


def last_h(weights, sequence):
    w_ih, w_hh, b_ih, b_hh = weights.values()
    h = c = sequence.new_zeros(2, 3)
    for x_t in sequence:
        i, f, g, o = (x_t @ w_ih.T + b_ih + h @ w_hh.T + b_hh).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
    return h


models = [nn.LSTM(input_size=4, hidden_size=3).double() for _ in range(3)]
stacked, _ = stack_module_state(models)
of_all = vmap(last_h, in_dims=(0, None))(stacked, inputs)
print(f"{of_all.shape = }")

# %%
# All three transformations take the step written out. The figure sums up what was tried
# with the release that made this page (on a GPU, where oneDNN is not used, some answers may
# differ):

written = try_all(lambda sequence: last_h(dict(lstm.named_parameters()), sequence))
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.6))
figure.suptitle("Circles work, crosses are refused: the step written out takes all")
for row, works in enumerate((single, double, written)):
    for column, allowed in enumerate(works):
        ax.plot(column, row, "oC0" if allowed else "XC1", markersize=11)
ax.set(xlim=(-0.5, 2.5), ylim=(2.5, -0.5), xticks=range(3), yticks=range(3))
ax.set_xticklabels(["vmap", "jacfwd", "jacrev"])
ax.set_yticklabels(["nn.LSTM, float32, CPU", "nn.LSTM, float64", "step written out"])
plt.show()

# %%
# What was claimed
# ----------------

assert [single, double, written] == [[False, False, True], [False, True, True], [True] * 3]
one_by_one = torch.stack([lstm(sequence)[0] for sequence in many])
torch.testing.assert_close(in_batch, one_by_one, atol=1e-12, rtol=0)
for model, h_n in zip(models, of_all, strict=True):
    torch.testing.assert_close(h_n, model(inputs)[1][0][0], atol=1e-12, rtol=0)
forwards, backwards = (jacobian(lstm)(inputs)[0] for jacobian in (jacfwd, jacrev))
torch.testing.assert_close(forwards, backwards, atol=1e-12, rtol=0)
with warnings.catch_warnings(action="ignore"), torch.backends.mkldnn.flags(enabled=False):
    lstm.float()
    without = jacfwd(lstm)(inputs.float())[0]
torch.testing.assert_close(without, backwards.float(), atol=1e-6, rtol=1e-5)
