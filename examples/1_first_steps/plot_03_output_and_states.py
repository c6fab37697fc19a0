r"""Compare output with the states
==============================

An LSTM returns three tensors, and `which of them equals which
<https://stackoverflow.com/questions/48302810>`_ is often asked. Here the numbers answer.

You will see a picture of where the three tensors meet, and a table of True and False,
which can wait until you have read *Stack layers* and *Read in both directions*.
"""

# lesson: after plot_02_axes
# lesson: tags output, layers
# lesson: answers A16, B1, B4

# %%
# Three tensors
# -------------
# ``output`` is h of the *top layer* at *every step*. ``h_n`` is h of *every layer and
# direction* after *its last step*, ``c_n`` is c there. With ``num_layers=2`` a second layer
# on top reads each h of the first. Which row of ``h_n`` will be the same as ``output[-1]``?

from itertools import product

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import trace_gates

torch.manual_seed(1)
inputs = torch.randn(6, 5, 4)
lstm = nn.LSTM(input_size=4, hidden_size=3, num_layers=2)
output, (h_n, _) = lstm(inputs)
print(f"{output.shape = }, {h_n.shape = }")
print(f"{[torch.equal(output[-1], row) for row in h_n] = }")

# %%
# Row 1, that of the top layer after the last step.

# %%
# Where they meet
# ---------------
# With ``bidirectional=True``, each layer also reads from the last step to the first.
# ``trace_gates`` finds all h there are: each row is a layer and direction, each square h
# after one step. Blue squares are in ``output``, circles in ``h_n``. Where will these be?


def is_in(tensor, state):
    """Tell whether each vector of a state is among those of a tensor."""
    vectors = tensor.reshape(-1, state.shape[-1])
    return state[:, None].isclose(vectors, atol=1e-6).all(-1).any(-1).all().item()


lstm = nn.LSTM(input_size=4, hidden_size=3, num_layers=2, bidirectional=True)
output, (h_n, _) = lstm(inputs)
rows = [trace.h for layer in trace_gates(lstm, inputs).layers for trace in layer]
shown = torch.tensor([[is_in(output, h) for h in row] for row in rows])
kept = torch.tensor([[is_in(h_n, h) for h in row] for row in rows])
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.8))
figure.suptitle("Each square is one h: blue is in output, a circle is in h_n")
ax.pcolormesh(range(6), range(4), shown, cmap="Blues", vmin=0, vmax=1.5, ec="0.7", lw=1)
ax.plot(*kept.T.nonzero(as_tuple=True), "o", ms=13, mfc="none", mec="k", mew=2)
ax.set(xticks=range(6), yticks=range(4), xlabel="time step")
ax.set_yticklabels(["layer 0", "0, reverse", "layer 1", "1, reverse"])
ax.grid(False)
plt.show()

# %%
# Where each row *ends*: on the right for forward, on the left for reverse. ``output`` is
# the *top rows* of this picture, and meets ``h_n`` at their ends.

# %%
# Every kind
# ----------
# ``last``: is ``output[-1]`` the same as ``h_n[-1]``? ``h``: is every row of ``h_n`` in
# ``output``? ``c``: is any row of ``c_n`` there? With ``batch_first`` the input is read as
# 6 sequences of 5 steps. In which lines will ``last`` be True?

table = {}
print("num_layers    bidirectional batch_first   last          h             c")
for kind in product((1, 2), (False, True), (False, True)):
    lstm = nn.LSTM(4, 3, kind[0], bidirectional=kind[1], batch_first=kind[2])
    output, (h_n, c_n) = lstm(inputs)
    h, c = all(is_in(output, row) for row in h_n), any(is_in(output, row) for row in c_n)
    table[kind] = torch.equal(output[-1], h_n[-1]), h, c
    print(*(f"{cell!s:13}" for cell in kind + table[kind]))

# %%
# In the two with one direction and no ``batch_first``. With two directions, ``h_n[-1]`` is
# the reverse one, which ends at step 0; with ``batch_first``, ``output[-1]`` is the last
# *sequence*. Neither the lower layer nor ``c_n`` is ever in ``output``.

# %%
# What was claimed
# ----------------

assert kept.nonzero().tolist() == [[0, 5], [1, 0], [2, 5], [3, 0]]
assert shown.tolist() == [[False] * 6, [False] * 6, [True] * 6, [True] * 6]
for (layers, bidirectional, batch_first), answers in table.items():
    assert answers == (not bidirectional and not batch_first, layers == 1, False)
