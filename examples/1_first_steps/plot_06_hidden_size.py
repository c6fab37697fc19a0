r"""Change hidden_size, and see what it is not
==========================================

``hidden_size`` is how many numbers ``h`` and ``c`` hold. It is often taken for a number of
steps, of cells, or of words, and it is none of them.

You will see what a longer sequence changes, and what a larger ``hidden_size`` does.
"""

# lesson: after plot_02_axes
# lesson: tags axes, weights
# lesson: answers A12, N1, N2, N3, N4, N5

# %%
# One module, three lengths
# -------------------------
# The post's sequence has 5 steps and its LSTM has ``hidden_size`` 3. The same module can
# read other lengths, here from the post's initial states. It *uses* a parameter if a change
# of it would change ``output``: if its gradient is not zero. How many of the 108 parameters
# will it use for 1 step, and how many for 500?

import matplotlib.pyplot as plt
import torch
from torch import nn

from lstm_demo import load_post, plot_unrolled, shapes_of

torch.manual_seed(1)
lstm, inputs, hx, _ = load_post()
runs = {}
for length in (1, 5, 500):
    output, (h_n, _) = lstm(torch.randn(length, 1, 4), hx)
    gradients = torch.autograd.grad(output.sum(), lstm.parameters())
    used = sum(gradient.count_nonzero().item() for gradient in gradients)
    runs[length] = used, output.shape, h_n.shape
    print(f"{length = }: {used = }, {output.shape = }")

# %%
# All 108, every time: no weight has a time axis, since the parameters of one step are used
# again at the next. A longer sequence makes ``output`` longer, and that is all. (A single
# step *from zeros* uses fewer, 54: there is no h to multiply and no c to forget.)

for name, weight in lstm.named_parameters():
    print(f"{name}: {tuple(weight.shape)}")

# %%
# Not the steps, not the cells
# ----------------------------
# Here is the module unrolled over the 5 steps. The five boxes are one and the same *cell*,
# the computation of one step, drawn five times. They are not five cells, and
# ``hidden_size=3`` does not mean three: h and c, which every arrow from box to box carries,
# hold 3 numbers each, one for each *unit*.

plot_unrolled(lstm, inputs, hx, title="One cell of 3 units, drawn 5 times")
plt.show()

# %%
# Any hidden_size fits any length
# -------------------------------
# If ``hidden_size`` were the number of steps, only 5 would do for five steps.
# Each of the four tensors above has ``4 * hidden_size`` rows. What shapes, and how many
# parameters, do 1, 3 and 128 give for the same five steps?

counts = {}
for hidden_size in (1, 3, 128):
    other = nn.LSTM(input_size=4, hidden_size=hidden_size)
    output, _ = other(inputs)
    counts[hidden_size] = shapes_of(other, length=5, batch=1).parameters
    print(f"{hidden_size = }: {output.shape = }, {counts[hidden_size]} parameters")

# %%
# ``hidden_size`` changes the last axis of ``output`` and of the states, and the parameters
# grow with its square, since every unit reads every unit of the step before.
# *Count the weights* has the formula.

sizes = [2**power for power in range(8)]
figure, axes = plt.subplots(1, 2, sharey=True, layout="constrained", figsize=(6.8, 3.4))
figure.suptitle("More steps need no more parameters; more units do")
axes[0].loglog(sizes, [shapes_of(lstm, length=steps).parameters for steps in sizes], "o-")
made = [nn.LSTM(4, units) for units in sizes]
axes[1].loglog(sizes, [shapes_of(each, length=5).parameters for each in made], "s-")
axes[0].set(xlabel="time steps", ylabel="parameters")
axes[1].set(xlabel="hidden_size")
plt.show()

# %%
# How to choose it
# ----------------
# It is the width of the memory, and is chosen like the width of any other layer: as small
# as the task allows, by trying. It does not depend on the number of steps or of sequences,
# nor on ``input_size``, which is how many numbers one step brings.

# %%
# What was claimed
# ----------------

assert runs == {length: (108, (length, 1, 3), (1, 1, 3)) for length in (1, 5, 500)}
from_zeros = torch.autograd.grad(lstm(inputs[:1])[0].sum(), lstm.parameters())
assert sum(gradient.count_nonzero().item() for gradient in from_zeros) == 54
assert counts == {1: 28, 3: 108, 128: 4 * 128 * 4 + 4 * 128 * 128 + 2 * 4 * 128}
