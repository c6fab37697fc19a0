r"""Count what a loop costs
=======================

A loop is said to be slow, but a time belongs to one machine. What PyTorch starts can be
counted, and in ``float64`` does not depend on how fast the machine is.

You will see how many operations a stepwise run takes and how many a single call, where the
difference comes from, and when it matters.
"""

# lesson: after plot_05_a_loop_is_one_call
# lesson: tags loops
# lesson: answers H4

# %%
# Count the operations
# --------------------
# Below a call, PyTorch starts one operation after another: a product, a sigmoid, a copy. A
# ``TorchDispatchMode`` sees each go by. (In ``float32``, a call may be a single operation
# of oneDNN, so ``float64`` shows more.)

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from lstm_demo import run_in_chunks


class Counter(TorchDispatchMode):
    """Write down each operation that is started."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        """See an operation go by."""
        self.seen.append((str(func.overloadpacket), args))
        return func(*args, **(kwargs or {}))


def count(inputs, chunk_size):
    """Count calls, operations, matrix products, and the multiplications of those."""
    counter = Counter()
    counter.seen = []
    with counter, torch.no_grad():
        calls = len(run_in_chunks(lstm, inputs, chunk_size=chunk_size).h_calls)
    factors = [args[1:] for name, args in counter.seen if name == "aten.addmm"]
    multiplications = sum(a.shape[0] * a.shape[1] * b.shape[1] for a, b in factors)
    return calls, len(counter.seen), len(factors), multiplications


# %%
# At every step an LSTM multiplies one matrix by the input and another by h: 40 products in
# 20 steps. The steps are run in chunks of 1, which is stepwise, of 5, and of 20, one call;
# then stepwise with a larger batch. Which runs will need 40 products? And which will grow
# with the batch: the calls, the operations, the products or their multiplications?

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).double()
counts = {}
for batch, steps in ((2, 1), (2, 5), (2, 20), (256, 1)):
    inputs = torch.randn(20, batch, 4).double()
    counts[batch, steps] = count(inputs, chunk_size=steps)
    calls, operations, products, multiplications = counts[batch, steps]
    print(f"{inputs.shape = }, {steps = }")
    print(f"{calls = }, {operations = }, {products = }, {multiplications = }")

# %%
# Both stepwise runs need 40; only the multiplications grow. All inputs of a chunk are known
# before its first step, so one product does for them; only h has to wait. That makes one
# for each call and one for each step. A call packs and unpacks the states besides.

# %%
# Between a loop and one call
# ---------------------------
# Each operation costs some time to start, however little it does. How long must a chunk be
# to save half of the operations that a single call saves?

inputs = torch.randn(20, 2, 4).double()
by_size = [count(inputs, size)[1:3] for size in range(1, 21)]
figure, ax = plt.subplots(layout="constrained")
figure.suptitle("What 20 steps take, in chunks of each size")
ax.plot(range(1, 21), by_size, "o-", ms=4)
ax.set(xlabel="steps in a chunk", ylabel="count", xticks=[1, 5, 10, 15, 20], ylim=0)
ax.legend(["operations", "matrix products"])
plt.show()

# %%
# Two steps, for they halve the calls. So use one call or long chunks where the inputs are
# at hand, and loop where a step's result makes the next input. A loop costs most, compared
# to one call, with few sequences and units: *What things cost* has times, and `people
# report <https://github.com/pytorch/pytorch/issues/31423>`_ loops many times slower.

# %%
# What was claimed
# ----------------

for (_, steps), (calls, _, products, _) in counts.items():
    assert (calls, products) == (20 / steps, 20 / steps + 20)
assert counts[2, 1][3] == counts[2, 20][3] == 20 * 2 * 12 * (4 + 3)
assert counts[256, 1] == (*counts[2, 1][:3], 128 * counts[2, 1][3])
assert by_size[-1][0] < by_size[1][0] < (by_size[0][0] + by_size[-1][0]) / 2
