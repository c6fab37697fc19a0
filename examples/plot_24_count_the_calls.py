r"""Count what a loop costs
=======================

A stepwise run and a batched run give the same numbers. A loop is said to be slow, but a
time belongs to one machine; what can be counted is the same on all that run the same
PyTorch.

You will see how many calls and operations each run takes, how many numbers each multiplies,
and where the difference comes from.
"""

# lesson: after plot_03_all_at_once
# lesson: tags loops
# lesson: answers H4

# %%
# Count the calls
# ---------------
# A hook on the module is called whenever the module is. The sequence has 20 steps. How many
# calls will each run make?

import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from lstm_demo import run_batched, run_in_chunks, run_stepwise

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).double()
inputs = torch.randn(20, 2, 4, dtype=torch.float64)

calls = []
hook = lstm.register_forward_hook(lambda *_: calls.append(1))
whole = run_batched(lstm, inputs)
print(f"batched: {len(calls)}")
calls.clear()
chunks = run_in_chunks(lstm, inputs, chunk_size=5)
print(f"in chunks of 5: {len(calls)}")
calls.clear()
steps = run_stepwise(lstm, inputs)
print(f"stepwise: {len(calls)}")
hook.remove()

# %%
# Count the operations
# --------------------
# Below a call, PyTorch starts one operation after another: a matrix product, a sigmoid, a
# copy. A ``TorchDispatchMode`` sees each go by. (In ``float32``, a call may be a single
# operation of oneDNN, so ``float64`` shows more.) At every step an LSTM multiplies one
# matrix by the input and another by h, which makes 40 products for 20 steps. Will both runs
# need that many?


class Counter(TorchDispatchMode):
    """Write down each operation that is started."""

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        """See an operation go by."""
        self.seen.append((str(func.overloadpacket), args))
        return func(*args, **(kwargs or {}))


def count(run, inputs):
    counter = Counter()
    counter.seen = []
    with counter, torch.no_grad():
        run(lstm, inputs)
    factors = [args[1:] for name, args in counter.seen if name == "aten.addmm"]
    multiplied = sum(a.shape[0] * a.shape[1] * b.shape[1] for a, b in factors)
    return len(counter.seen), len(factors), multiplied


both = [count(run, inputs) for run in (run_batched, run_stepwise)]
print(f"matrix products: {both[0][1]} batched, {both[1][1]} stepwise")
print(f"operations: {both[0][0]} batched, {both[1][0]} stepwise")
print(f"multiplications: {both[0][2]} batched, {both[1][2]} stepwise")

# %%
# Where the difference comes from
# -------------------------------
# All inputs are known before the first step, so a single call multiplies them by their
# weights in one product; only h has to wait for the step before. The loop makes 20 small
# products of that one large one, and packs and unpacks the states of every call besides.
# The numbers that are multiplied are exactly as many.
#
# Each operation costs some time to start, however little it does. What happens to the
# numbers per operation when the batch grows?

lengths, batches = range(1, 41, 3), (1, 4, 16, 64, 256)
by_length = [
    [count(run, torch.randn(length, 2, 4).double())[0] for length in lengths]
    for run in (run_batched, run_stepwise)
]
per_operation = []
for run in (run_batched, run_stepwise):
    counts = [count(run, torch.randn(20, batch, 4).double()) for batch in batches]
    per_operation.append([multiplied / started for started, _, multiplied in counts])
print(f"stepwise, batch of 1: {per_operation[1][0]:.0f} per operation")
print(f"stepwise, batch of 256: {per_operation[1][-1]:.0f} per operation")

# %%
# With a batch of 1 and 3 units, starting operations is nearly all that is done, and the
# loop is at its worst. The more there is to multiply, the less the loop matters. How much
# time that makes stands on the page *What things cost*, as measured; `people report
# <https://github.com/pytorch/pytorch/issues/31423>`_ loops that are many times slower.

figure, axes = plt.subplots(1, 2, layout="constrained", figsize=(7.2, 3.6))
figure.suptitle("A loop starts more operations; a large batch gives each more to do")
for row, style in ((0, "o-"), (1, "s--")):
    axes[0].plot(lengths, by_length[row], style, ms=4)
    axes[1].loglog(batches, per_operation[row], style, ms=4)
axes[0].set(xlabel="time steps", ylabel="operations")
axes[1].set(xlabel="batch", ylabel="multiplications per operation", xticks=batches)
axes[1].set_xticklabels(batches)
axes[1].minorticks_off()
axes[0].legend(["batched", "stepwise"])
plt.show()

# %%
# So use one call wherever the whole sequence is at hand, above all in training. Loop where
# your code needs a step's result before it can make the next input, as when generating, or
# where inputs arrive one by one. In between, chunks cost little more than one call.

# %%
# What was claimed
# ----------------

assert (len(whole.h_calls), len(chunks.h_calls), len(steps.h_calls)) == (1, 4, 20)
for run in (chunks, steps):
    torch.testing.assert_close(run.output, whole.output, atol=1e-12, rtol=0)
assert (both[0][1], both[1][1]) == (1 + 20, 20 + 20)
assert both[0][2] == both[1][2] == 20 * 2 * 12 * (4 + 3)
assert both[0][0] < both[1][0]
assert all(few < many for few, many in zip(*by_length, strict=True))
assert per_operation[1][-1] > 100 * per_operation[1][0]
in_chunks = count(lambda lstm, x: run_in_chunks(lstm, x, chunk_size=5), inputs)
assert both[0][0] < in_chunks[0] < 1.25 * both[0][0]
