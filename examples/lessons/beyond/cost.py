r"""Count the calls: one call or a loop
===================================

Why is a loop over the steps so slow, and when do I need one all the same?

A loop is said to be slow, but a time belongs to one machine. What PyTorch
*starts* can be counted, and the count is the same on every machine. It shows
where the loop loses, and how little is needed to win most of it back.
"""

# lesson: minutes 7
# lesson: level advanced
# lesson: after a_loop_is_one_call, stream
# lesson: tags loops

# %%
# Which tool when
# ---------------
# The picture is a summary of the course. Go from top to bottom and stop at the
# first yes:

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_which_tool

plot_which_tool()
plt.show()

# %%
# Count the operations
# --------------------
# Below a call, PyTorch starts one operation after another: a product, a
# sigmoid, a copy. A ``TorchDispatchMode`` sees each of them go by. (In
# ``float32`` a whole call may be a single operation of oneDNN, so ``float64``
# shows more.)

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode


class Counter(TorchDispatchMode):
    """Write down the name of each operation that is started."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.seen.append(str(func.overloadpacket))
        return func(*args, **(kwargs or {}))


def count(x, size):
    """Read x in chunks of a size; count calls, operations and products."""
    counter = Counter()
    counter.seen, state = [], None
    chunks = x.split(size)
    with counter, torch.no_grad():
        for chunk in chunks:
            _, state = lstm(chunk, state)
    return len(chunks), len(counter.seen), counter.seen.count("aten.addmm")


# %%
# A loop, chunks, one call
# ------------------------
# At every step an LSTM multiplies one matrix by the input and another by h. In
# 20 steps that makes 40 products, and so many does a loop start.
#
# One call starts only 21. Why?
#
# It leaves out steps that change little
#     ✗ Every step is computed, and the result is the same.
# It joins both products of a step into one
#     ✗ That would make 20. And the inputs need no h, so there is something
#     better.
# It multiplies all 20 inputs at once
#     ✓ All inputs are known before the first step, so one product does for all
#     of them. Only h has to wait: one product for each step. 1 + 20 = 21.

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).double()
x = torch.randn(20, 2, 4).double()
counts = {size: count(x, size) for size in (1, 5, 20)}
for size, (calls, operations, products) in counts.items():
    print(f"{size = }: {calls = }, {operations = }, {products = }")

# %%
# A call has other work, too: it packs and unpacks the states. So the loop, of
# 20 calls, starts 462 operations, and one call 272.

# %%
# A larger batch costs no operation
# ---------------------------------
# Each operation takes some time to start, however little it does. With 256
# sequences in place of 2, the operations get larger, but not more:

many = torch.randn(20, 256, 4).double()
print(f"{count(many, 1) = }")
print(f"{count(many, 20) = }")

# %%
# That is why a loop looks worst, compared to one call, with few sequences and
# few units. There the starting takes most of the time. With a large batch the
# computing does, and twice the batch takes twice the time.

# %%
# Between a loop and one call
# ---------------------------
# You need not choose between the extremes. The curve falls steeply at first:

by_size = [count(x, size)[1:] for size in range(1, 21)]

# %%

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.2))
figure.suptitle("What 20 steps take, in chunks of each size")
ax.plot(range(1, 21), by_size, "o-", ms=4)
ax.set(xlabel="steps in a chunk", ylabel="number", ylim=0)
ax.set_xticks([1, 5, 10, 15, 20])
ax.legend(["operations", "matrix products"])
plt.show()

# %%
# Chunks of two steps save half of what one call saves, for they halve the
# number of calls. So use one call, or long chunks, where the inputs are at
# hand. Loop where the result of a step makes the next input, and nowhere else.
# *What things cost* has times, and `people report
# <https://github.com/pytorch/pytorch/issues/31423>`_ loops that are many times
# slower.

# %%
# Remember
# --------
# - Time goes into starting operations: one call starts far fewer than a loop.
# - A larger batch starts no more of them.
# - Short chunks already win back most of it.

# %%
# Try it
# ------
# A second layer doubles the work. Does it double the products? Yes: the upper
# layer reads all h of the lower one at once, so one call takes 2 times 21.

# lesson: solution
lstm = nn.LSTM(input_size=4, hidden_size=3, num_layers=2).double()
print(f"{count(x, 20)[2] = }, {count(x, 1)[2] = }")

# %%

# lesson: check
for size, (calls, _, products) in counts.items():
    assert (calls, products) == (20 / size, 20 / size + 20)
assert (counts[1][1], counts[20][1]) == (462, 272)
assert (count(x, 20)[2], count(x, 1)[2]) == (42, 80)
lstm = nn.LSTM(input_size=4, hidden_size=3).double()
assert count(many, 1) == counts[1]
assert count(many, 20) == counts[20]
half = (by_size[0][0] + by_size[-1][0]) / 2
assert by_size[-1][0] < by_size[1][0] < half

# %%
# Next
# ----
# *vmap, jacfwd and LSTMs* runs several LSTMs at once.
