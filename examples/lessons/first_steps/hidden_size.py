r"""hidden_size: what it is, and what it is not
===========================================

What does ``hidden_size`` count, and what does it have to do with the length of
a sequence?

``hidden_size`` is often mistaken for a number of steps, cells or words. It is
none of these. Once you know what it is, you also know why one and the same LSTM
can read a sentence of 5 words and one of 500.
"""

# lesson: minutes 6
# lesson: level beginner
# lesson: after output_and_states
# lesson: tags axes, weights

# %%
# The width of the memory
# -----------------------
# ``hidden_size`` says how many numbers :math:`h` has. :math:`c` has just as
# many. Each place in them is called a *unit*. With ``hidden_size=3`` there are
# three units, so three numbers travel in :math:`h` from step to step, and three
# in :math:`c`.

import torch
from torch import nn

torch.manual_seed(1)
lstm = nn.LSTM(input_size=4, hidden_size=3)
x = torch.randn(5, 1, 4)  # 5 time steps, 1 sequence, 4 features
output, (h_n, c_n) = lstm(x)
print(f"{output.shape = }")
print(f"{h_n.shape = }, {c_n.shape = }")

# %%

# lesson: figure
try:
    from lstm_demo.pictures import plot_unrolled
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    plot_unrolled(lstm, x, title="One cell with 3 units, drawn 5 times")

# %%
# Here are 5 boxes, but there is one *cell*: that is the name of the computation
# of one step. It is drawn once for each step of the sequence. You see the 3 of
# ``hidden_size`` in the shapes: in (1, 3) beside the arrows that go up from the
# boxes, and at the end of ``h_n`` and ``c_n``.

# %%
# One LSTM, any length
# --------------------
# The same module can read 1 step, 5 or 500. Here it reads all three, and we
# count its weights each time.
#
# Does it need more weights for a longer sequence?
#
# Yes, some for each step
#     ✗ There is one cell, however often it is drawn.
# No, the same
#     ✓ Each step uses them again.
# It cannot read all three
#     ✗ Nothing in the module depends on a length.


def count(module):
    """Count the numbers in all weights and biases of a module."""
    return sum(weight.numel() for weight in module.parameters())


for length in (1, 5, 500):
    long_output, (long_h_n, _) = lstm(torch.randn(length, 1, 4))
    print(f"steps: {length}, {long_output.shape = }, weights: {count(lstm)}")

# %%
# A longer sequence makes ``output`` longer, and that is all. *Recurrent* means
# just this: one cell with the same weights at every step, and what comes out of
# a step, :math:`h` and :math:`c`, goes into the next. So no weight has a time
# axis. Here are the 108 weights (all parameters, biases included):

for name, weight in lstm.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# ``ih`` stands for *input to hidden*, ``hh`` for *hidden to hidden*, and ``l0``
# for layer 0. The sizes 4 and 3 occur in the shapes, and the 5 does not.
#
# The 12 is four times 3, because a step computes four things, each with weights
# of its own: the three gates (input, forget and output) and the *candidate*,
# which is what may enter :math:`c`. There are two biases, one for the input and
# one for :math:`h`, and they are added. Together that is 12·4 + 12·3 + 12 + 12
# = 108. (The 4 in 12·4 is ``input_size``. The four things of a step, three
# gates and the candidate, are in the 12.) *The weights: names, shapes, number
# of parameters* shows which is which.

# %%
# One length, any hidden_size
# ---------------------------
# Now the other way round: the same five steps, and three LSTMs of different
# width.

for hidden_size in (1, 3, 128):
    other = nn.LSTM(input_size=4, hidden_size=hidden_size)
    other_output, _ = other(x)
    print(f"{hidden_size = }: {other_output.shape = }, {count(other)} weights")

# %%
# All three read the sequence. If ``hidden_size`` were a number of steps, only 5
# would work. It changes the last axis of ``output`` and of the states. The
# number of weights grows, too. It grows roughly with the square of
# ``hidden_size`` once that is much larger than ``input_size``, since every unit
# reads every unit of the step before. In the picture both axes are logarithmic:
# each mark on the horizontal axis is twice the one before it, each on the
# vertical axis ten times. At the end of the solid line, twice the units have
# nearly four times the weights. The dashed line is the LSTM with 3 units, which
# reads more and more steps and keeps its 108 weights.

# lesson: figure
# sphinx_gallery_thumbnail_number = 2
try:
    import matplotlib.pyplot as plt

    from lstm_demo.pictures import COLOUR_OF
except ModuleNotFoundError:
    print("The picture needs lstm_demo[pictures]; all else runs without it.")
else:
    sizes = [1, 2, 4, 8, 16, 32, 64, 128]
    made = [nn.LSTM(input_size=4, hidden_size=size) for size in sizes]
    figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
    figure.suptitle("More units need more weights; more steps do not")
    weights = [count(each) for each in made]
    of_units, of_steps = COLOUR_OF["h"], COLOUR_OF["x"]
    ax.loglog(sizes, weights, "o-", color=of_units, label="units")
    same = [count(lstm)] * len(sizes)
    ax.loglog(sizes, same, "s--", color=of_steps, label="time steps (3 units)")
    ax.set_xticks(sizes, sizes)
    ax.minorticks_off()
    ax.set(xlabel="how many units or time steps", ylabel="weights")
    ax.legend()
    plt.show()

# %%
# How to choose it
# ----------------
# Choose it by trying, like the width of any other layer: the smallest that does
# the job. 32, 64 and 128 are common first choices. More units can remember
# more, but they cost time, and a large network may learn a small data set by
# heart (*overfitting*).

# %%
# What it is not
# --------------
# - It is not the number of *steps*: those are in the input.
# - It is not the number of *cells*: there is one for each layer and direction.
#   (Some books call each unit a cell.)
# - It is not the number of *words or sequences*: those are steps and batch.
# - It is not ``input_size``: that is how many numbers one step brings.

# %%
# Remember
# --------
# - ``hidden_size`` is how many numbers :math:`h` and :math:`c` each have.
# - The same weights are used at every step, so an LSTM reads sequences of any
#   length.
# - Where ``hidden_size`` is much larger than ``input_size``, doubling it nearly
#   quadruples the weights.

# %%
# Try it
# ------
# An LSTM with ``input_size=4`` and ``hidden_size=64`` has 17,920 weights. How
# many will it have with ``hidden_size=128``: about the same, twice or four
# times as many?

# lesson: solution
small = count(nn.LSTM(input_size=4, hidden_size=64))
large = count(nn.LSTM(input_size=4, hidden_size=128))
print(f"{small = }, {large = }, {large / small = :.2f}")
assert small == 17_920
assert 3.8 < large / small < 4

# %%

# lesson: check
assert count(lstm) == 108
assert lstm(torch.randn(500, 1, 4))[0].shape == (500, 1, 3)
assert all(5 not in weight.shape for weight in lstm.parameters())
assert long_h_n.shape == (1, 1, 3)  # after 500 steps
assert count(nn.LSTM(input_size=4, hidden_size=1)) == 28
assert count(other) == 68_608
assert other_output.shape == (5, 1, 128)

# %%
# Next
# ----
# *Inputs and outputs of an LSTM in code: the post, run again* reads, with all
# that you know now, the blog post that this site began with.
