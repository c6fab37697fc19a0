r"""Export to ONNX, and quantize
============================

How do I run a trained LSTM without PyTorch, and how do I make it smaller?

A telephone, a browser or a program in C++ seldom has PyTorch. *ONNX* is a file
format for models that many programs can run. With an LSTM there is one trap: a
file made from a whole sequence knows one length only. The way out is short:
export a single step, and keep the loop outside.
"""

# lesson: minutes 11
# lesson: level advanced
# lesson: after stream
# lesson: tags tools, loops

# %%
# Do this: export one step with its states
# ----------------------------------------
# One step does not depend on the length of a sequence. What it needs besides
# its input are the two states. They go in, and they come out again:

import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).eval().requires_grad_(False)
x = torch.randn(11, 6, 4)  # (time, batch, features)
state = torch.zeros(1, 2, 3), torch.zeros(1, 2, 3)

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_unrolled

plot_unrolled(lstm, x[:1, :2], state)
plt.show()

# %%
# ``torch.onnx.export`` follows the model with an example, here of a batch of 2,
# and writes down what it does. ``Dim.AUTO`` leaves an axis open: here the
# batch, which is axis 1 of the input and of both states. Give everything a
# name, since names are all that the other program will know. (It takes
# ``pip install onnx onnxscript onnxruntime``.)

import logging
import warnings

from torch.export import Dim

logging.getLogger("torch.onnx").setLevel(logging.ERROR)
batch = {1: Dim.AUTO}
with warnings.catch_warnings(action="ignore"):  # of exporters about themselves
    file = torch.onnx.export(
        lstm,
        (torch.randn(1, 2, 4), state),
        dynamic_shapes=(batch, (batch, batch)),
        input_names=["x", "h_0", "c_0"],
        output_names=["output", "h_n", "c_n"],
        verbose=False,
    ).model_proto
print([each.name for each in file.graph.input], end=" -> ")
print([each.name for each in file.graph.output])

# %%
# ``file.SerializeToString()`` are the bytes to save.

# %%
# Run it elsewhere
# ----------------
# onnxruntime knows nothing of PyTorch: arrays go in, arrays come out. The loop
# is yours. It carries the states, 11 steps, for a batch of 6:

import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(file.SerializeToString())
h = c = np.zeros((1, 6, 3), dtype=np.float32)
steps = []
for x_t in x.split(1):
    given = {"x": x_t.numpy(), "h_0": h, "c_0": c}
    output, h, c = session.run(["output", "h_n", "c_n"], given)
    steps.append(torch.from_numpy(output))
in_onnx = torch.cat(steps)
whole, _ = lstm(x)
print(f"{torch.allclose(in_onnx, whole, atol=1e-6) = }")

# %%
# Another batch, and any number of steps. All names and shapes are the same as
# in one call of ``nn.LSTM``, so you can test the file as it is done here.
#
# A session `keeps nothing between two runs
# <https://github.com/microsoft/onnxruntime/issues/11085>`_, as ``nn.LSTM`` keeps
# nothing between two calls. So the states cannot stay inside the file. To have
# them out of sight, put ``session.run``, h and c into a small class.

# %%
# What a whole sequence leaves open
# ---------------------------------
# Now export the LSTM as one call, with 5 steps and a batch of 2, and ask to
# leave *both* axes open.
#
# The exporter manages only one of them. Which one?
#
# Time
#     ✗ An LSTM is a loop over the steps. The exporter follows it once, with 5
#     steps, and that number becomes a constant of the program.
# The batch
#     ✓ The sequences of a batch are computed side by side, all in the same way,
#     so their number may stay open. The loop over the steps is followed once,
#     and has 5 turns from then on.

axes = {0: Dim.AUTO, 1: Dim.AUTO}  # time and batch
example = (torch.randn(5, 2, 4),)
with warnings.catch_warnings(action="ignore"):
    program = torch.export.export(lstm, example, dynamic_shapes=(axes,))
run = program.module()
for part in (x[:5], x[:, :2]):
    try:
        print(f"{part.shape}: {run(part)[0].shape = }")
    except AssertionError as error:
        print(f"{part.shape}: {(message := str(error))}")

# %%
# If all your sequences have the same length, this is fine. If not, export a
# step. (The older exporter, ``dynamo=False`` with ``dynamic_axes``, takes any
# length. It always `warns <https://github.com/pytorch/pytorch/issues/45653>`_
# of a ``batch_size other than 1, with a variable length with LSTM``: another batch
# may fail later. It says so even when you export a batch of 1 with the states as
# inputs. Try another batch: if the numbers are those of PyTorch, as with the
# release that made this page, the warning means nothing to you.)
#
# Whatever begins with ``torch.export`` writes the loop out like this. So do
# ExecuTorch and TFLite, for telephones: give them a step too.

# %%
# With packing and two directions
# -------------------------------
# A bidirectional LSTM cannot go step by step, because its reverse direction
# begins at the end. So the whole sequence has to go in, and the lengths with
# it, if you pack:

import io

from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Packing(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 3, bidirectional=True)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
        output, _ = self.lstm(packed)
        return pad_packed_sequence(output, total_length=x.shape[0])[0]


# %%
# The new exporter cannot follow the packing: it refuses. The older one can, if
# the lengths are a *tensor*. With ``lengths.tolist()`` they become constants of
# the file: it asks for ``x`` alone, and is wrong for any other lengths. On the
# way the exporter warns that it cannot infer some shapes: the test below
# decides.

packing = Packing().eval().requires_grad_(False)
older = io.BytesIO()
with warnings.catch_warnings(action="ignore"):
    torch.onnx.export(
        packing,
        (x[:5, :3], torch.tensor([5, 2, 3])),
        older,
        dynamo=False,
        input_names=["x", "lengths"],
        dynamic_axes={"x": [0, 1], "lengths": [0]},
    )

# %%
# Test it with other lengths, another batch and more steps:

lengths = torch.tensor([4, 10, 7, 2, 9, 1])
both = onnxruntime.InferenceSession(older.getvalue())
given = {"x": x.numpy(), "lengths": lengths.numpy()}
of_packed = torch.from_numpy(both.run(None, given)[0])
print(f"{torch.allclose(of_packed, packing(x, lengths), atol=1e-6) = }")

# %%
# With batch_first
# ----------------
# ``batch_first=True`` turns the axes of input and output around, but not those
# of the states. So the batch is axis 0 of the input, and still axis 1 of the
# states:

first = nn.LSTM(4, 3, batch_first=True).eval().requires_grad_(False)
first.load_state_dict(lstm.state_dict())
example = torch.randn(2, 1, 4), state
axes = {0: Dim.AUTO}, ({1: Dim.AUTO}, {1: Dim.AUTO})
with warnings.catch_warnings(action="ignore"):
    program = torch.export.export(first, example, dynamic_shapes=axes)

zeros = torch.zeros(1, 6, 3), torch.zeros(1, 6, 3)
turned, _ = program.module()(x[0].unsqueeze(1), zeros)
print(f"{turned.shape = }")

# %%
# Quantize: smaller, and a little wrong
# -------------------------------------
# A weight is a number of 32 bits. *Dynamic quantization* keeps each in 8 bits.
# Inputs and states stay ``float32``, and you call the module as before:

from torch.ao.quantization import quantize_dynamic


def size(module):
    file = io.BytesIO()
    torch.save(module.state_dict(), file)
    return file.tell()


large = nn.Sequential(nn.LSTM(input_size=64, hidden_size=128))
with warnings.catch_warnings(action="ignore"):
    small = quantize_dynamic(large, {nn.LSTM})
sequence = torch.randn(50, 6, 64)
error = (small(sequence)[0] - large(sequence)[0]).abs().max().item()
print(f"{size(large) / size(small) = :.1f}")
print(f"{error < 0.02 = }")

# %%
# About a quarter of the size, and an error below 0.02. Whether that is good
# enough is a question to your test data: compare the *score* of both models,
# not only the numbers. Projections (``proj_size``) and training are not
# supported. PyTorch announces that this function will move to a package of its
# own, `torchao <https://github.com/pytorch/ao/issues/2259>`_, so keep its use
# in one place of your program.
#
# The small module is for PyTorch: neither exporter takes it. For 8 bits in
# ONNX, export first and quantize the file, as in the recipe *ONNX, with the
# states outside*.

# %%
# If the other program has libtorch
# ---------------------------------
# A program in C++ may have PyTorch's own library, *libtorch*. It reads a file
# of *TorchScript* with ``torch::jit::load``. Let ``forward`` take three tensors
# and give three back, since a tuple is awkward to pass. And *script* it: a trace
# keeps the sizes of its example where there is a loop. ``Packing``, above, can be
# scripted too. (PyTorch no longer develops TorchScript. The C++ side is not run
# here.)


class Step(nn.Module):
    def __init__(self, lstm):
        super().__init__()
        self.lstm = lstm

    def forward(self, x, h_0, c_0):
        output, (h_n, c_n) = self.lstm(x, (h_0, c_0))
        return output, h_n, c_n


script = io.BytesIO()
with warnings.catch_warnings(action="ignore"):
    torch.jit.save(torch.jit.script(Step(lstm)), script)
    script.seek(0)
    loaded = torch.jit.load(script)
from_script, _, _ = loaded(x, *zeros)  # another length and batch
print(f"{torch.allclose(from_script, whole, atol=1e-6) = }")

# %%
# Remember
# --------
# - Export one step with both states going in and coming out; loop outside.
# - A whole sequence keeps its number of steps; the batch can stay open.
# - The batch is axis 1 of the states, even with ``batch_first=True``.
# - ``quantize_dynamic`` makes the weights about four times smaller; test the
#   score.

# %%
# Try it
# ------
# A program that streams seldom has a batch. Cut the 11 steps of one sequence in
# two, let the file read the first part, keep h and c, and go on later: the
# result is that of a single run.

# lesson: solution
h = c = np.zeros((1, 1, 3), dtype=np.float32)
for part in (x[:4, :1], x[4:, :1]):  # h and c are all that has to be kept
    for x_t in part.split(1):
        given = {"x": x_t.numpy(), "h_0": h, "c_0": c}
        output, h, c = session.run(None, given)
print(np.allclose(h, lstm(x[:, :1])[1][0], atol=1e-6))

# %%

# lesson: check
torch.testing.assert_close(in_onnx, whole, atol=1e-6, rtol=1e-5)
np.testing.assert_allclose(h, lstm(x[:, :1])[1][0], atol=1e-6)
torch.testing.assert_close(run(x[:5])[0], whole[:5], atol=1e-6, rtol=1e-5)
assert "size()[0] == 5" in message
torch.testing.assert_close(turned[:, 0], whole[0], atol=1e-6, rtol=1e-5)
assert 3.5 < size(large) / size(small) < 4
assert 1e-4 < error < 0.02
torch.testing.assert_close(from_script, whole, atol=1e-6, rtol=1e-5)
torch.testing.assert_close(of_packed, packing(x, lengths), atol=1e-6, rtol=1e-5)
with warnings.catch_warnings(action="ignore"):
    packs_too = torch.jit.script(packing)
torch.testing.assert_close(packs_too(x, lengths), packing(x, lengths))
for dynamo in (True, False):
    refused = ""
    try:
        with warnings.catch_warnings(action="ignore"):
            options = {"dynamo": dynamo, "verbose": False}
            torch.onnx.export(small, (sequence,), io.BytesIO(), **options)
    except Exception as error:  # each has another
        refused = str(error)
    assert "does not have a field with name" in refused
with warnings.catch_warnings(action="ignore"):
    programs = [torch.export.export(lstm, (x[:steps],)) for steps in (2, 10)]
    few, many = [
        len(each.run_decompositions().graph.nodes) for each in programs
    ]
assert many > 3 * few
lists = io.BytesIO()
packs = packing.forward
packing.forward = lambda x, lengths: packs(x, lengths.tolist())
example = x[:5, :3], torch.tensor([5, 2, 3])
names = {"input_names": ["x", "lengths"]}
with warnings.catch_warnings(action="ignore"):
    torch.onnx.export(packing, example, lists, dynamo=False, **names)
session = onnxruntime.InferenceSession(lists.getvalue())
assert [each.name for each in session.get_inputs()] == ["x"]
packing.forward = packs
try:
    with warnings.catch_warnings(action="ignore"):
        torch.export.export(packing, example)
except TypeError as error:
    refused = str(error)
assert "failed to unpack" in refused
one = torch.zeros(1, 1, 3), torch.zeros(1, 1, 3)
with warnings.catch_warnings(record=True, action="always") as warned:
    torch.onnx.export(lstm, (x[:1, :1], one), io.BytesIO(), dynamo=False)
assert any("define the initial states" in str(each.message) for each in warned)
older = io.BytesIO()
names = {"input_names": ["x"], "dynamic_axes": {"x": [0, 1]}}
with warnings.catch_warnings(action="ignore"):
    torch.onnx.export(lstm, (x[:5, :2],), older, dynamo=False, **names)
session = onnxruntime.InferenceSession(older.getvalue())
output = torch.tensor(session.run(None, {"x": x.numpy()})[0])
torch.testing.assert_close(output, whole, atol=1e-6, rtol=1e-5)

# %%
# Next
# ----
# *Predict an EEG, and know when to stop* is a whole job on real data.
