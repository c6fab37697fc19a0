r"""Stack layers
============

With ``num_layers=2`` a second LSTM reads what the first one puts out.
Here you build the same thing from two LSTMs of one layer, and get the same numbers.

You will see which weights belong to which layer, what the rows of ``h_n`` are, and what of
the lower layer is not returned.
"""

# lesson: after plot_03_output_and_states, plot_06_hidden_size
# lesson: tags layers, output, weights

# %%
# Two LSTMs, one above the other
# ------------------------------
# The upper one reads what the lower one puts out. The states that the two start from are
# drawn at random, one pair for each layer.

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import plot_unrolled, trace_gates

torch.manual_seed(1)
lower = nn.LSTM(input_size=4, hidden_size=3)
upper = nn.LSTM(input_size=3, hidden_size=3)
inputs = torch.randn(6, 5, 4)
h_0, c_0 = torch.randn(2, 5, 3), torch.randn(2, 5, 3)

between, (lower_h, lower_c) = lower(inputs, (h_0[:1], c_0[:1]))
output, (upper_h, upper_c) = upper(between, (h_0[1:], c_0[1:]))
print(f"{between.shape = }, {output.shape = }")

# %%
# One LSTM with two layers
# ------------------------
# The names of its weights end in the layer: ``l0``, ``l1``. The weights of the lower LSTM
# fit as they are; those of the upper need another name. What shapes will the two
# ``weight_ih`` have?

stacked = nn.LSTM(input_size=4, hidden_size=3, num_layers=2)
weights = dict(lower.state_dict())
for name, weight in upper.state_dict().items():
    weights[name.replace("l0", "l1")] = weight
stacked.load_state_dict(weights)
for name, weight in stacked.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# (12, 4) in ``l0``, (12, 3) in ``l1``: four gates of 3 rows, and a column for each number
# that the layer reads, 4 of the input or 3 of the h below.

# %%
# Is it the same?
# ---------------
# One call of ``stacked`` stands against the two calls above. Which row of ``h_n`` will be
# ``lower_h``, and which ``upper_h``?

stacked_output, (h_n, c_n) = stacked(inputs, (h_0, c_0))
print(f"{h_n.shape = }")
for row in range(2):
    for name, state in {"lower": lower_h, "upper": upper_h}.items():
        print(f"h_n[{row}] == {name}_h: {torch.allclose(h_n[row], state, atol=1e-6)}")

# %%
# Row 0 is ``lower_h`` and row 1 ``upper_h``: the layers from the bottom to the top. ``h_0``
# has to be given in this order; ``c_n`` and ``c_0`` too. ``output`` is from the top layer.
#
# The picture shows what goes where, for one sequence of three steps.

one = torch.zeros(3, 1, 4)
plot_unrolled(stacked, one, title="Layer 0 hands its h to layer 1 at every step")
plt.show()

# %%
# What is not returned
# --------------------
# ``stacked`` returns h of layer 0 after the last step, as ``h_n[0]``, but not at the steps
# before. Two LSTMs give it to you, as ``between``, and ``trace_gates`` finds it in the one
# with two layers. Two LSTMs can also do what ``num_layers`` cannot: have a ``hidden_size``
# each, or something else between them.

layer_0 = trace_gates(stacked, inputs, (h_0, c_0)).layers[0][0]
print(f"{layer_0.h.shape = }")
print(f"{(layer_0.h - between).abs().max().item():.4f} is the largest difference")

# %%
# What was claimed
# ----------------
# Two LSTMs, one above the other, are one LSTM with two layers.

close = {"atol": 1e-6, "rtol": 1e-5}
torch.testing.assert_close(stacked_output, output, **close)
torch.testing.assert_close(h_n, torch.cat([lower_h, upper_h]), **close)
torch.testing.assert_close(c_n, torch.cat([lower_c, upper_c]), **close)
torch.testing.assert_close(layer_0.h, between, **close)
assert torch.equal(h_n[-1], stacked_output[-1])
assert not torch.allclose(h_n[0], stacked_output[-1], atol=1e-2)
