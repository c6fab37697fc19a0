r"""Every kind of LSTM: what output and h_n hold
============================================

Is output[-1] the same as h_n[-1] for my LSTM?

It is for some kinds of LSTM and not for others, and that is why one answer on a
forum contradicts the next. Layers, directions, ``batch_first`` and packing each
change a little. Here all kinds stand in one table, filled in by running them.
"""

# lesson: minutes 5
# lesson: level intermediate
# lesson: after output_and_states, layers, directions
# lesson: tags output, layers

# %%
# Where the tensors meet
# ----------------------
# With two layers and two directions there are four rows of h. ``output`` is the
# top two of them, at every step. ``h_n`` is where each row ends: on the right
# for the forward direction, on the left for the reverse one.

import torch
from torch import nn

torch.manual_seed(1)
x = torch.randn(6, 5, 4)
lstm = nn.LSTM(input_size=4, hidden_size=3, num_layers=2, bidirectional=True)
output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }, {h_n.shape = }")

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_h_n

plot_h_n(lstm, x[:3, :1])
plt.show()

# %%
# The table
# ---------
# Three questions to each kind. ``last``: is ``output[-1]`` the same as
# ``h_n[-1]``? ``h in output``: is every row of ``h_n`` somewhere in ``output``?
# ``c in output``: is any row of ``c_n``? To find a row of a state, look for it
# among all vectors of ``output``:


def is_in(output, state):
    vectors = output.reshape(-1, state.shape[-1])  # one row of numbers each
    found = [(vectors - row).abs().amax(dim=1).min() < 1e-6 for row in state]
    return all(found)


# %%
# Eight kinds: one layer or two, one direction or two, with and without
# ``batch_first``. In which of them is ``last`` True?
#
# In all with one layer
#     ✗ With two directions, ``h_n[-1]`` is the reverse one, which ends at step
#     0. And ``output[-1]`` has the features of both.
# In the two with one direction and without ``batch_first``
#     ✓ With ``batch_first=True``, ``output[-1]`` is not the last step. It is
#     the last *sequence* of the batch: write ``output[:, -1]``.
# In all with one direction
#     ✗ Nearly. But ``batch_first`` moves the time to axis 1, and ``[-1]`` is
#     about axis 0.

table = {}
print("layers bidirectional batch_first  last   h in output  c in output")
for layers in (1, 2):
    for bidirectional in (False, True):
        for batch_first in (False, True):
            kind = {"bidirectional": bidirectional, "batch_first": batch_first}
            lstm = nn.LSTM(4, 3, layers, **kind)
            output, (h_n, c_n) = lstm(x)
            last = torch.equal(output[-1], h_n[-1])
            h = all(is_in(output, row) for row in h_n)
            c = any(is_in(output, row) for row in c_n)
            table[layers, bidirectional, batch_first] = last, h, c
            print(
                f"{layers:6} {bidirectional!s:13} {batch_first!s:12}", end=" "
            )
            print(f"{last!s:6} {h!s:12} {c!s}")

# %%
# Read it line by line. ``c_n`` is never in ``output``: an LSTM does not show
# its memory. With two layers, the rows of the lower layer are not in ``output``
# either, and ``h_n`` is the only place where you find them.

# %%
# And the state at every step?
# ----------------------------
# h of the top layer at every step *is* ``output``. c at every step is not
# returned by any option. A loop over the steps gives it (*A loop over the steps
# equals one call*), and so does ``trace_gates`` of this site's package, for all
# layers:

from lstm_demo import trace_gates

lstm = nn.LSTM(input_size=4, hidden_size=3, num_layers=2)
output, (h_n, c_n) = lstm(x)
trace = trace_gates(lstm, x)
upper = trace.layers[1][0]  # layer 1, forward
lower = trace.layers[0][0]  # layer 0, forward
print(f"{lower.h.shape = }, {lower.c.shape = }")
print(f"{torch.allclose(lower.c[-1], c_n[0], atol=1e-6) = }")
print(f"{torch.allclose(upper.h, output, atol=1e-6) = }")

# %%
# Remember
# --------
# - One direction, no ``batch_first``: ``output[-1]`` is ``h_n[-1]``.
# - ``batch_first=True``: ``output[:, -1]`` is ``h_n[-1]``, still with one
#   direction.
# - In every kind: ``h_n[-1]`` (or ``h_n[-2]`` and ``h_n[-1]`` with two
#   directions) is the top layer's end. It is the habit that never fails.

# %%
# Try it
# ------
# Fill in one more line: one layer, one direction, *packed* sequences of
# different lengths, unpacked again. ``last`` is False, since the last row of
# the short ones is padding. But each row of ``h_n`` is in ``output``.

# lesson: solution
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

lstm = nn.LSTM(input_size=4, hidden_size=3)
packed = pack_padded_sequence(x, [6, 2, 4, 3, 5], enforce_sorted=False)
packed_output, (packed_h_n, _) = lstm(packed)
rows, _ = pad_packed_sequence(packed_output)
print(torch.equal(rows[-1], packed_h_n[-1]), is_in(rows, packed_h_n[0]))

# %%

# lesson: check
for (layers, bidirectional, batch_first), answers in table.items():
    last, h, c = answers
    assert last == (not bidirectional and not batch_first)
    assert h == (layers == 1)
    assert not c
torch.testing.assert_close(upper.h, output)
torch.testing.assert_close(lower.c[-1], c_n[0])
first = nn.LSTM(4, 3, num_layers=2, batch_first=True)
output, (h_n, c_n) = first(x)
assert torch.equal(output[:, -1], h_n[-1])
assert not torch.equal(rows[-1], packed_h_n[-1])
assert is_in(rows, packed_h_n[0])

# %%
# Next
# ----
# *Dropout between layers* drops numbers in one place, and only there.
