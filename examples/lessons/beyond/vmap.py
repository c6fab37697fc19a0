r"""vmap, jacfwd and LSTMs
======================

How do I run several LSTMs at once, or get all derivatives of one?

``vmap`` runs a function for each entry of a new axis. ``jacfwd`` and ``jacrev``
compute all its derivatives. With ``nn.LSTM`` some of this fails, with messages
that speak of batching rules and forward AD. This lesson says which works, why,
and what to write instead.
"""

# lesson: minutes 7
# lesson: level advanced
# lesson: after one_step_by_hand, cell_and_no_batch
# lesson: tags tools, training

# %%
# Try all three
# -------------
# These transformations look at every operation inside a function, and need a
# rule for each. (`torch.func
# <https://docs.pytorch.org/docs/stable/func.api.html>`_ explains them.) Sums
# and products have such rules. ``nn.LSTM`` is one call into compiled code.

import textwrap
import warnings

import torch
from torch import nn
from torch.func import jacfwd, jacrev, stack_module_state, vmap

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3)
x = torch.randn(5, 2, 4)  # (time, batch, features)
many = torch.randn(8, 5, 2, 4)  # eight of those

# %%
# Try each of the three, and print the message if it is refused:


def try_all(function, dtype):
    works = {}
    for transform, argument in ((vmap, many), (jacfwd, x), (jacrev, x)):
        name = transform.__name__
        try:
            transform(function)(argument.to(dtype))
            works[name] = True
        except RuntimeError as error:
            works[name] = False
            print(textwrap.shorten(f"{name}: {error}", 76))
    return works


# %%
# Why does ``vmap`` refuse it?
#
# The axes of the input are in the wrong order
#     ✗ Shapes are not the matter. The message speaks of a *rule*.
# It cannot look into the compiled call, and nobody wrote a rule for it
#     ✓ For ``vmap`` the whole LSTM is one operation, ``aten::lstm``, and it
#     does not know how to add an axis to it.

single = try_all(lstm, torch.float32)
lstm.double()
double = try_all(lstm, torch.float64)

# %%
# The first two messages are those of ``float32``, the third is that of
# ``float64``. ``jacrev`` goes backwards, as training does, and works in both.
# ``jacfwd`` goes forwards. On a CPU, ``float32`` runs in oneDNN (``mkldnn`` in
# the message), which has no rule for that. ``float64`` runs in operations of
# PyTorch's own, which have.

# %%
# More inputs need no vmap
# ------------------------
# An LSTM has an axis for many sequences already, the batch. Eight batches of 2
# are one batch of 16:

many = many.double()
sequences = many.transpose(0, 1).flatten(1, 2)
in_batch, _ = lstm(sequences)
print(f"{in_batch.shape = }")

# %%
# The derivatives of *each sequence* need none either. The sequences of a batch
# do not touch each other. So sum over them, and differentiate once:


def last_of_all(sequences):  # (time, batch, features) to (hidden_size,)
    return lstm(sequences)[1][0][-1].sum(dim=0)


of_each = jacrev(last_of_all)(sequences).movedim(2, 0)
print(f"{of_each.shape = }")  # (batch, hidden_size, time, features)

# %%
# ``vmap`` *around* a derivative, as in ``vmap(jacrev(f))``, does work on a CPU in
# ``float32``. In ``float64`` it stops, with a message on broadcast shapes.

# %%
# Several LSTMs do
# ----------------
# Models with weights of their own cannot share a batch, as in `a thread that is
# still open <https://github.com/pytorch/pytorch/issues/105982>`_. Write the
# step as matrix products, as in *One step by hand: the equations of an LSTM*.
# Those have rules:


def last_h(weights, sequence):
    w_ih, w_hh, b_ih, b_hh = weights.values()
    h = c = sequence.new_zeros(2, 3)
    for x_t in sequence:
        z = x_t @ w_ih.T + b_ih + h @ w_hh.T + b_hh
        i, f, g, o = z.chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
    return h


models = [nn.LSTM(input_size=4, hidden_size=3).double() for _ in range(3)]
stacked, _ = stack_module_state(models)  # each weight with a new first axis
x = x.double()
of_all = vmap(last_h, in_dims=(0, None))(stacked, x)
print(f"{stacked['weight_ih_l0'].shape = }")
print(f"{of_all.shape = }")  # (models, batch, hidden_size)

# %%
# Written out, the LSTM takes all three transformations:

weights = dict(lstm.named_parameters())
written = try_all(lambda sequence: last_h(weights, sequence), torch.float64)

# %%

# lesson: figure
import matplotlib.pyplot as plt

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.4))
figure.suptitle("Circles work, crosses are refused (CPU)")
for row, works in enumerate((single, double, written)):
    for column, allowed in enumerate(works.values()):
        style = "oC0" if allowed else "XC1"
        ax.plot(column, row, style, markersize=11)
ax.set(xticks=range(3), xticklabels=["vmap", "jacfwd", "jacrev"])
ax.set(ylim=(2.5, -0.5), xlim=(-0.5, 2.5), yticks=range(3))
ax.set_yticklabels(["LSTM, float32", "LSTM, float64", "written out"])
plt.show()

# %%
# The price is a loop: for long sequences it is slower than ``nn.LSTM``.

# %%
# A derivative of a derivative
# ----------------------------
# A penalty on the gradient needs the gradient of a gradient. On a CPU
# ``nn.LSTM`` can do that:

x.requires_grad_()
(slope,) = torch.autograd.grad(lstm(x)[0].sum(), x, create_graph=True)
slope.square().sum().backward()
print(f"{x.grad.shape = }")

# %%
# On an NVIDIA GPU the same lines stop with
# ``the derivative for '_cudnn_rnn_backward' is not implemented``: cuDNN, which
# runs the LSTM there, `does not offer it
# <https://github.com/pytorch/pytorch/issues/5261>`_. Put the *forward* call
# under ``with torch.backends.cudnn.flags(enabled=False):``. Then PyTorch takes
# its own, slower operations.

# %%
# Remember
# --------
# - ``vmap`` of ``nn.LSTM`` is refused. More inputs go into the batch, and the
#   derivatives of each sequence come from it.
# - Several LSTMs: ``stack_module_state``, and the step as matrix products.
# - On a CPU ``jacrev`` works, and ``jacfwd`` in ``float64``.
# - Double backward on a GPU: the forward call without cuDNN.

# %%
# Try it
# ------
# Do ``jacfwd`` and ``jacrev`` give the same derivatives of h at the last step
# with respect to all inputs? They do, and each is a table of outputs against
# inputs.

# lesson: solution
x = x.detach()
forwards = jacfwd(lambda sequence: lstm(sequence)[1][0])(x)
backwards = jacrev(lambda sequence: lstm(sequence)[1][0])(x)
print(f"{forwards.shape = }")  # (1, 2, 3) of h_n, (5, 2, 4) of x
print(f"{torch.allclose(forwards, backwards, atol=1e-12) = }")

# %%

# lesson: check
assert list(single.values()) == [False, False, True]
assert list(double.values()) == [False, True, True]
assert list(written.values()) == [True, True, True]
one_by_one = torch.cat([lstm(batch)[0] for batch in many], dim=1)
torch.testing.assert_close(in_batch, one_by_one, atol=1e-12, rtol=0)


def last_of_one(sequence):  # (time, features)
    return lstm(sequence)[1][0][-1]


for one, wanted in zip(sequences.unbind(1), of_each, strict=True):
    torch.testing.assert_close(
        jacrev(last_of_one)(one), wanted, atol=1e-12, rtol=0
    )
first = sequences.movedim(1, 0)  # (batch, time, features)
refused = ""
try:
    vmap(jacrev(last_of_one))(first)
except RuntimeError as error:
    refused = str(error)
assert "doesn't match the broadcast shape" in refused
lstm.float()
with warnings.catch_warnings(action="ignore"):  # that it is slow
    around = vmap(jacrev(last_of_one))(first.float())
torch.testing.assert_close(around.double(), of_each, atol=1e-5, rtol=0)
for model, h_n in zip(models, of_all, strict=True):
    torch.testing.assert_close(h_n, model(x)[1][0][0], atol=1e-12, rtol=0)
assert slope.shape == (5, 2, 4)
assert forwards.shape == (1, 2, 3, 5, 2, 4)
torch.testing.assert_close(forwards, backwards, atol=1e-12, rtol=0)

# %%
# Next
# ----
# This is the end of the course. The cheat sheet and the questions that people
# ask are the places to come back to.
