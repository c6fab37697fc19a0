r"""GRU and plain RNN: what goes in and out
=======================================

What changes when I replace an LSTM by a GRU or a plain RNN?

``nn.GRU`` and ``nn.RNN`` take the same options and read the same inputs, so one
word seems to be enough to try them. One difference trips everybody up: they
have no ``c``. So they return one state in place of two, and everything that
unpacks, resets or saves a state has to change with them.
"""

# lesson: minutes 8
# lesson: level beginner
# lesson: after output_and_states
# lesson: tags state, output, weights

# %%
# The same input, one state less
# ------------------------------
# All three get the same sizes and the same sequences. Compare what comes back:

import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(5, 2, 4)  # (time, batch, features)
lstm = nn.LSTM(input_size=4, hidden_size=3)
gru = nn.GRU(input_size=4, hidden_size=3)
rnn = nn.RNN(input_size=4, hidden_size=3)

output, (h_n, c_n) = lstm(x)
print(f"LSTM {output.shape = }, {h_n.shape = }, {c_n.shape = }")
output, h_n = gru(x)
print(f"GRU  {output.shape = }, {h_n.shape = }")
output, h_n = rnn(x)
print(f"RNN  {output.shape = }, {h_n.shape = }")

# %%
# A GRU has one state for both jobs: h is what it shows *and* what it remembers.
# Layers, directions, ``batch_first``, packing and the order of the rows of
# ``h_n`` are the same for all three.

# %%
# What breaks
# -----------
# Somebody exchanges the class and leaves the line that unpacks as it was. When
# does ``output, (h_n, c_n) = gru(x)`` raise no error?
#
# Never: there is only one state
#     ✗ Python does not know that it is one state. It unpacks any tensor along
#     its first axis.
# When the GRU has two layers
#     ✓ Then ``h_n`` has two rows, and they are unpacked into two names. What is
#     called ``c_n`` is h of the upper layer, and nothing tells you.
# When the batch is two
#     ✗ The first axis of ``h_n`` is that of the layers, not the batch.

two_layers = nn.GRU(input_size=4, hidden_size=3, num_layers=2)
_, (h_n, c_n) = two_layers(x)
print(f"{h_n.shape = }, {c_n.shape = }")
try:
    _, (h_n, c_n) = gru(x)
except ValueError as error:
    unpacking = str(error)
print(unpacking)

# %%
# The other way round, a state of a GRU does not fit an LSTM, which wants a
# pair:

state = torch.zeros(1, 2, 3)
messages = []
for module, hx in ((lstm, state), (gru, (state, state))):
    try:
        module(x, hx)
    except (AttributeError, IndexError, RuntimeError, TypeError) as error:
        messages.append(str(error))
        print(type(module).__name__, "-", error)

# %%
# How many weights
# ----------------
# An LSTM has four blocks of weights, for three gates and the candidate. A GRU
# has three blocks, a plain RNN has one:

counts = {}
for module in (lstm, gru, rnn):
    counts[type(module).__name__] = sum(p.numel() for p in module.parameters())
print(counts)

# %%
# So with equal ``hidden_size`` a GRU is three quarters of an LSTM. If you
# compare the two, say whether you keep ``hidden_size`` equal or the number of
# weights.

# %%
# What a GRU computes
# -------------------
# The reset gate r says how much of the past the new candidate n sees, and the
# gate z mixes n with the old h:
#
# .. math::
#
#    r &= \sigma(W_{ir} x_t + b_{ir} + W_{hr} h + b_{hr}) \\
#    z &= \sigma(W_{iz} x_t + b_{iz} + W_{hz} h + b_{hz}) \\
#    n &= \tanh(W_{in} x_t + b_{in} + r \odot (W_{hn} h + b_{hn})) \\
#    h_t &= (1 - z) \odot n + z \odot h
#
# Here r multiplies *after* the product with h, as in the `first version
# <https://arxiv.org/abs/1406.1078v1>`_ of the paper and in cuDNN. In the `later
# version <https://arxiv.org/abs/1406.1078v3>`_ it multiplies h *before*. These
# are two functions, and weights of one do not fit the other. The rows of the
# weights are r, z, n:

h = torch.randn(2, 3)
r_x, z_x, n_x = (x[0] @ gru.weight_ih_l0.T + gru.bias_ih_l0).chunk(3, dim=1)
r_h, z_h, n_h = (h @ gru.weight_hh_l0.T + gru.bias_hh_l0).chunk(3, dim=1)
r, z = (r_x + r_h).sigmoid(), (z_x + z_h).sigmoid()
before_h = (r * h) @ gru.weight_hh_l0[6:].T + gru.bias_hh_l0[6:]
candidates = {
    "after": (n_x + r * n_h).tanh(),
    "before": (n_x + before_h).tanh(),
}

right = gru(x[:1], h.unsqueeze(0))[0][0]
for name, n in candidates.items():
    print(name, torch.allclose((1 - z) * n + z * h, right, atol=1e-6))

# %%
# Keras is like PyTorch with ``reset_after=True``, its default, and orders the
# blocks z, r, h; ONNX is with ``linear_before_reset=1`` (both by their pages).
# This is also why a GRU has two biases: :math:`b_{hn}` stands inside r.

# %%
# What each can remember
# ----------------------
# How much does ``output`` at the last step depend on the input of an earlier
# step? The gradient says it: how much the end moves if that input moves a
# little. Untrained, all three forget within 20 steps. But an LSTM and a GRU
# have a gate that keeps the old state, and a bias can open it, as training can.
# In the LSTM it is f, the second block of rows; in the GRU it is z, the second
# block too. A plain RNN has no gate.


def influence(kind, open_gate=False):
    torch.manual_seed(0)
    module = kind(input_size=4, hidden_size=32)
    if open_gate:
        with torch.no_grad():
            module.bias_ih_l0[32:64] += 5
    x = torch.randn(40, 64, 4, requires_grad=True)
    output, _ = module(x)
    output[-1].sum().backward()
    size = x.grad.norm(dim=-1).mean(dim=-1)  # one number for each step
    return size / size[-1]


curves = {kind.__name__: influence(kind) for kind in (nn.LSTM, nn.GRU, nn.RNN)}
curves["LSTM, f → 1"] = influence(nn.LSTM, open_gate=True)
curves["GRU, z → 1"] = influence(nn.GRU, open_gate=True)
for name, curve in curves.items():
    print(f"{name:12}", f"influence of step 20 on step 40: {curve[19]:.0e}")

# %%

# lesson: figure
import matplotlib.pyplot as plt

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.2))
figure.suptitle(
    "A gate that can be opened keeps the past; a plain RNN has none"
)
styles = ("C0o-", "C1s-", "C2^-", "C0--", "C1--")
for (name, curve), style in zip(curves.items(), styles, strict=True):
    ax.semilogy(range(1, 41), curve, style, ms=3, label=name)
ax.set(xlabel="time step of the input", ylabel="influence on step 40")
ax.legend(ncols=2)
plt.show()

# %%
# Which one, and when
# -------------------
# A rule of thumb, with where it comes from:
#
# - *LSTM or GRU* are close on most tasks (`Chung and others, 2014
#   <https://arxiv.org/abs/1412.3555>`_). An LSTM can count without bound in c,
#   and a GRU cannot (`Weiss and others, 2018
#   <https://arxiv.org/abs/1805.04908>`_). Take the GRU if size matters, and try
#   both.
# - A *convolution* over time sees a fixed stretch, all steps at once, and is
#   often as good (`Bai and others, 2018 <https://arxiv.org/abs/1803.01271>`_).
# - A *transformer* compares every step with every other. It shines with much
#   data and long texts; its cost grows with the square of the length (`Vaswani
#   and others, 2017 <https://arxiv.org/abs/1706.03762>`_).
# - An *xLSTM* brings back recurrence with larger memories (`Beck and others,
#   2024 <https://arxiv.org/abs/2405.04517>`_).
# - Little data, short sequences, a stream that needs an answer at each step, a
#   small device: an LSTM or GRU is still a good first choice, after a linear
#   model.

# %%
# Remember
# --------
# - ``output, h_n`` for GRU and RNN; ``output, (h_n, c_n)`` for LSTM.
# - A GRU of two layers unpacks into ``(h_n, c_n)`` without an error, and means
#   something else.
# - Four blocks of weights in an LSTM, three in a GRU, one in a plain RNN.
# - What keeps the past is a gate. A plain RNN has none.

# %%
# Try it
# ------
# Write a function that works with each class: it carries any state from step to
# step and does not care how many tensors the state has. For all three the loop
# equals one call.


# lesson: solution
def read_step_by_step(module, x):
    state, outputs = None, []
    for x_t in x.split(1):
        output, state = module(x_t, state)
        outputs.append(output)
    return torch.cat(outputs)


same = {
    type(module).__name__: torch.allclose(
        read_step_by_step(module, x), module(x)[0], atol=1e-6
    )
    for module in (lstm, gru, rnn)
}
print(same)

# %%

# lesson: check
assert gru(x)[1].shape == rnn(x)[1].shape == (1, 2, 3)
_, top_and_below = two_layers(x)
_, (below, top) = two_layers(x)
assert torch.equal(below, top_and_below[0])
assert torch.equal(top, two_layers(x)[0][-1])
assert "not enough values to unpack" in unpacking
assert len(messages) == 2
assert counts == {"LSTM": 108, "GRU": 81, "RNN": 27}
torch.testing.assert_close((1 - z) * candidates["after"] + z * h, right)
assert (candidates["before"] - candidates["after"]).abs().max() > 0.01
assert max(curves[name][19] for name in ("LSTM", "GRU", "RNN")) < 1e-3
assert min(curves["LSTM, f → 1"][19], curves["GRU, z → 1"][19]) > 0.05
assert same == {"LSTM": True, "GRU": True, "RNN": True}

# %%
# Next
# ----
# *Follow the gradient through time* measures how far back training can see.
