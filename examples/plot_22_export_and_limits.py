r"""Export it, and know its limits
==============================

``nn.LSTM`` is one call into compiled code. Tools that take a model apart, to export it or
to transform it, have to know that call, and some know it in part. If you use no such tool,
leave this lesson for the end.

You will see ``torch.export``, ONNX, ``vmap`` and forward-mode derivatives tried on an LSTM:
what works, what is refused, and what to do instead.
"""

# lesson: after plot_11_drop_the_batch
# lesson: tags tools, loops
# lesson: answers M1, M3

# %%
# Export a whole sequence
# -----------------------
# `torch.export <https://docs.pytorch.org/docs/stable/export.html>`_ writes down what a
# model does with an example. This one has 5 steps and a batch of 2; ``Dim`` leaves an axis
# open. Will the program take another length, or another batch?

import io
import logging
import textwrap
import warnings
from functools import partial

import matplotlib.pyplot as plt
import onnxruntime
import torch
from torch import nn
from torch.export import Dim, export
from torch.func import jacfwd, jacrev, vmap

quiet = partial(warnings.catch_warnings, action="ignore")  # exporters warn about themselves
logging.getLogger("torch.onnx").setLevel(logging.ERROR)

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3).eval()
inputs, longer, wider = torch.randn(5, 2, 4), torch.randn(7, 2, 4), torch.randn(5, 6, 4)


def works(call):
    try:
        with quiet():
            call()
    except Exception as error:
        message = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        print(textwrap.fill(message, 78))
        return False
    return True


batch, time = Dim("batch"), Dim("time")
with quiet():
    program = export(lstm, (inputs,), dynamic_shapes=({1: batch},)).module()
wide = works(lambda: program(wider))
long = works(lambda: program(longer))
open_time = works(lambda: export(lstm, (inputs,), dynamic_shapes=({0: time},)))
print(f"{wide = }, {long = }, {open_time = }")

# %%
# The batch can be open. Time cannot: the number of steps is a constant of the program. (The
# older way to ONNX, ``torch.onnx.export`` with ``dynamo=False`` and ``dynamic_axes``,
# writes the LSTM as one ONNX operation, which takes any length. It `warns of a batch other
# than 1 <https://github.com/pytorch/pytorch/issues/45653>`_ and proposes states that go
# in.)

# %%
# Export one step instead
# -----------------------
# One step does not depend on the length. Export that, with the states going in and coming
# out, and keep the loop outside. ``torch.onnx.export`` makes an ONNX file of the same
# program, which onnxruntime runs without PyTorch; this takes ``pip install onnx onnxscript
# onnxruntime``. Will the two agree with ``nn.LSTM`` to within 1e-6, over 11 steps?

x, state = inputs[:1], (torch.zeros(1, 2, 3), torch.zeros(1, 2, 3))
shapes = ({1: batch}, ({1: batch}, {1: batch}))
with quiet():
    one_step = export(lstm, (x, state), dynamic_shapes=shapes)
    onnx_model = torch.onnx.export(one_step, verbose=False).model_proto
session = onnxruntime.InferenceSession(onnx_model.SerializeToString())
names = [entry.name for entry in session.get_inputs()]


def in_onnx(x_t, state):
    arrays = [tensor.numpy() for tensor in (x_t, *state)]
    results = session.run(None, dict(zip(names, arrays, strict=True)))
    output, *state = map(torch.from_numpy, results)
    return output, state


def stream(step, inputs):
    state = torch.zeros(1, inputs.shape[1], 3), torch.zeros(1, inputs.shape[1], 3)
    outputs = []
    for x_t in inputs.split(1):
        output, state = step(x_t, state)
        outputs.append(output)
    return torch.cat(outputs)


with torch.no_grad():
    sequence = torch.randn(11, 6, 4)
    whole, _ = lstm(sequence)
    in_torch = one_step.module()
    apart = [(stream(step, sequence) - whole).abs().max() for step in (in_torch, in_onnx)]
exported, in_file = (bool(difference < 1e-6) for difference in apart)
print(f"{exported = }, {in_file = }")

# %%
# Transform it
# ------------
# ``vmap`` runs a function for each entry of a new axis; ``jacfwd`` and ``jacrev`` compute
# all derivatives, forwards or backwards. Each needs a rule of its own for the call.
# Training goes backwards, too. Which of the three can you count on?


def run(sequence):
    return lstm(sequence)[0]


many = torch.randn(8, 5, 2, 4)
mapped = works(lambda: vmap(run)(many))
forwards = works(lambda: jacfwd(run)(inputs))
backwards = works(lambda: jacrev(run)(inputs))
print(f"{mapped = }, {forwards = }, {backwards = }")

# %%
# Only the backward derivative is there. Forward mode stops at oneDNN, the library that
# runs ``float32`` on a CPU.
#
# For more inputs, put the new axis into the batch instead. Forward mode works in
# ``float64``, where PyTorch computes by itself, and with oneDNN switched off by
# ``torch.backends.mkldnn.flags(enabled=False)``:

in_batch = many.transpose(0, 1).flatten(1, 2)  # (5, 8 * 2, 4)
instead = run(in_batch).unflatten(1, (8, 2)).transpose(0, 1)
print(f"{instead.shape = }")
one_by_one = torch.stack([run(sequence) for sequence in many])
lstm.double()
forwards_double = works(lambda: jacfwd(run)(inputs.double()))
print(f"{forwards_double = }")

# %%
# For several LSTMs with weights of their own, as in `a thread that is still open
# <https://github.com/pytorch/pytorch/issues/105982>`_, write the step as matrix products,
# as *Compute one step by hand* does. ``vmap`` has rules for those. What shape does the last
# h of 3 models have?


def last_h(weights, sequence):
    w_ih, w_hh, b_ih, b_hh = weights
    h = c = torch.zeros(2, 3)
    for x_t in sequence:
        i, f, g, o = (x_t @ w_ih.T + b_ih + h @ w_hh.T + b_hh).chunk(4, dim=1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
    return h


models = [nn.LSTM(input_size=4, hidden_size=3) for _ in range(3)]
stacked = [
    torch.stack(each) for each in zip(*(m.parameters() for m in models), strict=True)
]
of_all = vmap(last_h, in_dims=(0, None))(stacked, inputs)
print(f"{of_all.shape = }")

# %%
# The figure sums up what was tried with the release that made this page. On a GPU, where
# oneDNN is not used, some answers may differ.

tried = [wide, long, open_time, exported, in_file]
tried += [mapped, forwards, forwards_double, backwards]
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 4))
figure.suptitle("What was tried with nn.LSTM: circles work, crosses are refused")
for row, allowed in enumerate(tried):
    style = "o" if allowed else "X"
    ax.plot(int(not allowed), row, style, color="C0" if allowed else "C1", ms=11)
ax.set(xlim=(-0.5, 1.5), xticks=[0, 1], yticks=range(9))
ax.set_xticklabels(["works", "refused"])
ax.set_yticklabels(
    [
        "export: another batch",
        "export: another length",
        "export: open time axis",
        "export one step, loop outside",
        "ONNX of one step, loop outside",
        "vmap",
        "jacfwd in float32 on a CPU",
        "jacfwd in float64",
        "jacrev",
    ]
)
ax.invert_yaxis()
plt.show()

# %%
# What was claimed
# ----------------

assert tried == [True, False, False, True, True, False, False, True, True]
torch.testing.assert_close(instead, one_by_one, atol=1e-6, rtol=1e-5)
for model, h_n in zip(models, of_all, strict=True):
    torch.testing.assert_close(h_n, model(inputs)[1][0][0], atol=1e-6, rtol=1e-5)
forward, backward = (jacobian(run)(inputs.double()) for jacobian in (jacfwd, jacrev))
torch.testing.assert_close(forward, backward, atol=1e-12, rtol=0)
lstm.float()
older, names = io.BytesIO(), {"input_names": ["x"], "dynamic_axes": {"x": {0: "time"}}}
with quiet(), torch.backends.mkldnn.flags(enabled=False):
    torch.testing.assert_close(jacfwd(run)(inputs), backward.float())
    torch.onnx.export(lstm, (inputs,), older, dynamo=False, **names)
in_older = onnxruntime.InferenceSession(older.getvalue()).run(None, {"x": longer.numpy()})
torch.testing.assert_close(torch.tensor(in_older[0]), run(longer), atol=1e-6, rtol=1e-5)
