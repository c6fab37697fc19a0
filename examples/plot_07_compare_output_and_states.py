r"""Compare output with the states
==============================

An LSTM returns three tensors, and `which of them equals which
<https://stackoverflow.com/questions/48302810>`_ is asked again and again.
Here you let the numbers answer, for layers, directions, a projection, padding and packing.

You will see a picture of where the three tensors meet, and a table of True and False in
which every cell is computed. The lessons from *Stack layers* on explain the options in the
table; if they are new to you, read up to the picture now, and come back.
"""

# lesson: after plot_06_name_the_axes
# lesson: tags output, layers
# lesson: answers A16, B1, B4

# %%
# Three tensors
# -------------
# ``output`` is h of the *top layer* at *every step*. ``h_n`` is h of *every layer and
# direction* after *its last step*, and ``c_n`` is c in the same places.
# Here two layers read 6 steps of 5 sequences. Which row of ``h_n`` will be the same as
# ``output[-1]``?

from itertools import product

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from lstm_demo import trace_gates

torch.manual_seed(1)
inputs = torch.randn(6, 5, 4, dtype=torch.float64)
lstm = nn.LSTM(input_size=4, hidden_size=3, num_layers=2, dtype=torch.float64)
output, (h_n, c_n) = lstm(inputs)
print(f"{output.shape = }, {h_n.shape = }")
print(f"{[torch.equal(output[-1], row) for row in h_n] = }")
print(f"{[torch.equal(output[-1], row) for row in c_n] = }")

# %%
# Where they meet
# ---------------
# The picture shows all h there are, as ``trace_gates`` finds them: each row is a layer and
# direction, each square h after one step. Blue squares are in ``output``; circles are in
# ``h_n``. Where will the circles be?


def is_in(output, state):
    """Look for a state among the steps and directions of an output."""
    wide = state.shape[-1]
    parts = output.split(wide, dim=-1) if output.shape[-1] % wide == 0 else ()
    return any(part.isclose(state, atol=1e-9).all(-1).any(0).all() for part in parts)


figure, axes = plt.subplots(1, 2, sharex=True, layout="constrained", figsize=(7.2, 3))
figure.suptitle("Each square is one h: blue is in output, grey is not; a circle is in h_n")
meetings = []
for ax, bidirectional in zip(axes, (False, True), strict=True):
    lstm = nn.LSTM(4, 3, 2, bidirectional=bidirectional, dtype=torch.float64)
    output, (h_n, _) = lstm(inputs)
    rows = [trace.h for layer in trace_gates(lstm, inputs).layers for trace in layer]
    for row, step in product(range(len(rows)), range(6)):
        shown, kept = is_in(output, rows[row][step]), is_in(h_n, rows[row][step])
        meetings += [(row, step)] if shown and kept else []
        ax.plot(step, row, "s", ms=19, color="C0" if shown else "0.9")
        ax.plot(step, row, "o", ms=11, mfc="none", mec="k", mew=2, visible=kept)
    ax.set(title=f"{bidirectional=}", yticks=range(len(rows)), xticks=range(6))
    ax.set_xlabel("time step")
    ax.margins(0.15)
axes[0].set_yticklabels(["layer 0", "layer 1"])
axes[1].set_yticklabels(["0", "0, reverse", "1", "1, reverse"])
plt.show()

# %%
# ``output`` is the *top rows* of this picture, and ``h_n`` is where each row *ends*: on the
# right for forward, on the left for reverse. They meet at the ends of the top rows, in one
# place with one direction, in two with two.

# %%
# Four questions
# --------------
# These four are put to every kind of LSTM:
#
# - ``last``: is ``output[-1]`` the same as ``h_n[-1]``?
# - ``valid``: is ``output``, at the last step of each sequence that is *valid* (not
#   padding), the same as ``h_n`` (of the top layer, forward)?
# - ``h``: is every row of ``h_n`` somewhere in ``output``?
# - ``c``: is any row of ``c_n`` there?


def ask(lstm, output, h_n, c_n, lengths):
    steps = output.transpose(0, 1) if lstm.batch_first else output
    forward = steps[..., : h_n.shape[-1]]
    top = h_n[-2] if lstm.bidirectional else h_n[-1]
    return {
        "last": torch.equal(output[-1], h_n[-1]),
        "valid": torch.equal(forward[lengths - 1, range(5)], top),
        "h": all(is_in(steps, row) for row in h_n),
        "c": any(is_in(steps, row) for row in c_n),
    }


# %%
# Every kind
# ----------
# First the options of the module, then one-layer LSTMs that get 5 sequences of different
# lengths: as they are, padded with zeros at the end, and packed. In which rows will
# ``output[-1]`` and ``h_n[-1]`` be the same?

full, lengths = torch.full((5,), 6), torch.tensor([6, 2, 5, 3, 4])
padded = inputs.clone()
padded[torch.arange(6)[:, None] >= lengths] = 0

table = {}
for options in (
    {},
    {"num_layers": 2},
    {"bidirectional": True},
    {"num_layers": 2, "bidirectional": True},
    {"proj_size": 2},
    {"batch_first": True},
):
    lstm = nn.LSTM(4, 3, dtype=torch.float64, **options)
    output, (h_n, c_n) = lstm(inputs.transpose(0, 1) if lstm.batch_first else inputs)
    name = ", ".join(f"{option}={value}" for option, value in options.items())
    table[f"LSTM({name})"] = ask(lstm, output, h_n, c_n, full)

for bidirectional in (False, True):
    lstm = nn.LSTM(4, 3, dtype=torch.float64, bidirectional=bidirectional)
    output, (h_n, c_n) = lstm(padded)
    table[f"LSTM({bidirectional=})(padded)"] = ask(lstm, output, h_n, c_n, lengths)
    packed = pack_padded_sequence(padded, lengths, enforce_sorted=False)
    output, (h_n, c_n) = lstm(packed)
    output, _ = pad_packed_sequence(output)
    table[f"LSTM({bidirectional=})(packed)"] = ask(lstm, output, h_n, c_n, lengths)

print(" " * 40, *(f"{question:6}" for question in table["LSTM()"]))
for name, answers in table.items():
    print(f"{name:40}", *(f"{answer!s:6}" for answer in answers.values()))

# %%
# - No row of ``c_n`` is ever in ``output``.
# - ``h_n`` is always taken at the last *valid* step, if you pack. Without packing it is
#   taken after the padding.
# - ``output[-1]`` is not always ``h_n[-1]``. With two directions ``h_n[-1]`` is the reverse
#   one, which ends at step 0; with ``batch_first``, ``output[-1]`` is the last *sequence*;
#   after packing, it is padding for all but the longest.
# - With two layers, the rows of the lower layer are missing in ``output``.

# %%
# What was claimed
# ----------------

assert meetings == [(1, 5), (2, 5), (3, 0)]
assert not any(answers["c"] for answers in table.values())
for name, answers in table.items():
    assert answers["valid"] is ("padded" not in name)
    assert answers["h"] is ("num_layers" not in name)
    assert not (answers["last"] and ("=True" in name or "packed" in name))
