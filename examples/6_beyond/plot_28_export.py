r"""Export it, and know its limits
==============================

A tool that writes a model down, to run it elsewhere, may know ``nn.LSTM`` only in part.
If you export nothing, skip this. It takes ``pip install onnx onnxscript onnxruntime``.

You will see what ``torch.export`` leaves open, and how one step reads any length.
"""

# lesson: after plot_17_cell_and_no_batch
# lesson: tags tools, loops
# lesson: answers M1

# %%
# Export a whole sequence
# -----------------------
# `torch.export <https://docs.pytorch.org/docs/stable/export.html>`_ writes down what a
# model does with an example, here of 5 steps and a batch of 2. ``Dim.AUTO`` leaves an axis
# open if it can, here both. Will the program take another batch, or another length?

import io
import logging
import warnings

import matplotlib.pyplot as plt
import onnxruntime
import torch
from torch import nn
from torch.export import Dim, export

logging.getLogger("torch.onnx").setLevel(logging.ERROR)
torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).eval().requires_grad_(False)
inputs, longer = torch.randn(5, 2, 4), torch.randn(11, 6, 4)

axes = {0: Dim.AUTO, 1: Dim.AUTO}  # time and batch
with warnings.catch_warnings(action="ignore"):  # exporters warn about themselves
    program = export(lstm, (inputs,), dynamic_shapes=(axes,)).module()
for other in (longer[:5], longer[:, :2]):
    try:
        print(f"{other.shape = }: {program(other)[0].shape = }")
    except AssertionError as error:
        print(f"{other.shape = }: {(message := str(error))}")

# %%
# The batch is open. Time is not: the number of steps is a constant of the program. (The
# older way to ONNX, ``torch.onnx.export`` with ``dynamo=False`` and ``dynamic_axes``, takes
# any length, but `warns <https://github.com/pytorch/pytorch/issues/45653>`_: another batch
# may fail later, unless the states go in. With this page's release it does not fail.)

# %%
# Export one step instead
# -----------------------
# One step does not depend on the length. Export that, with the states going in and coming
# out, and keep the loop outside. ``torch.onnx.export`` makes an ONNX file of the same
# program, which onnxruntime runs without PyTorch. Will both agree with ``nn.LSTM`` to
# within 1e-6, over 11 steps?

example = inputs[:1], (torch.zeros(1, 2, 3), torch.zeros(1, 2, 3))
batch, names = {1: Dim.AUTO}, ["x", "h", "c"]
with warnings.catch_warnings(action="ignore"):
    one_step = export(lstm, example, dynamic_shapes=(batch, (batch, batch)))
    file = torch.onnx.export(one_step, input_names=names, verbose=False).model_proto
session = onnxruntime.InferenceSession(file.SerializeToString())

step, state = one_step.module(), (torch.zeros(1, 6, 3), torch.zeros(1, 6, 3))
h, c = (each.numpy() for each in state)
in_torch, in_onnx = torch.empty(2, 11, 6, 3)
for t, x_t in enumerate(longer.split(1)):
    in_torch[t], state = step(x_t, state)
    output, h, c = session.run(None, {"x": x_t.numpy(), "h": h, "c": c})
    in_onnx[t] = torch.from_numpy(output)
whole, _ = lstm(longer)
print(f"{torch.allclose(in_torch, whole, atol=1e-6) = }")
print(f"{torch.allclose(in_onnx, whole, atol=1e-6) = }")
figure, ax = plt.subplots(layout="constrained")
figure.suptitle("The h of nn.LSTM, and of one step in a file")
ax.plot(range(1, 12), whole[:, 0])
ax.plot(range(1, 12), in_onnx[:, 0], "ok", markerfacecolor="none")
ax.axvline(5, color="black", linestyle=":")
ax.set(xlabel="time step $t$", ylabel="$h_t$", xticks=range(1, 12), ylim=(-0.2, 0.7))
ax.legend(ax.lines[::3], ["nn.LSTM, each unit", "one step in ONNX", "5-step program ends"])
plt.show()

# %%
# Both do: the batch is open, and the number of steps is up to the loop.

# %%
# What was claimed
# ----------------

torch.testing.assert_close(program(longer[:5])[0], whole[:5], atol=1e-6, rtol=1e-5)
assert "size()[0] == 5" in message
torch.testing.assert_close((in_torch, in_onnx), (whole, whole), atol=1e-6, rtol=1e-5)
older, names = io.BytesIO(), {"input_names": ["x"], "dynamic_axes": {"x": [0, 1]}}
with warnings.catch_warnings(action="ignore"):
    torch.onnx.export(lstm, (inputs,), older, dynamo=False, **names)
session = onnxruntime.InferenceSession(older.getvalue())
output = torch.tensor(session.run(None, {"x": longer.numpy()})[0])
torch.testing.assert_close(output, whole, atol=1e-6, rtol=1e-5)
