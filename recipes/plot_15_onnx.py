r"""ONNX, with the states outside
=============================

To run an LSTM without PyTorch, export one call with its states as inputs and
outputs, and keep the states outside. It takes ``pip install onnx onnxscript
onnxruntime``.
"""

import logging
import warnings

import onnxruntime
import torch
from torch import nn

logging.getLogger("torch.onnx").setLevel(logging.ERROR)
torch.manual_seed(0)
lstm = nn.LSTM(64, 64).eval()
x, state = torch.randn(5, 2, 64), (torch.zeros(1, 2, 64), torch.zeros(1, 2, 64))
names = {"input_names": ["x", "h", "c"], "output_names": ["y", "h_n", "c_n"]}
# exporters warn about themselves
with warnings.catch_warnings(action="ignore"):
    program = torch.onnx.export(lstm, (x[:1], state), verbose=False, **names)
session = onnxruntime.InferenceSession(program.model_proto.SerializeToString())

# %%
# Run it step by step, with the states carried:

h, c = (s.numpy() for s in state)
steps = []
for x_t in x.split(1):
    y, h, c = session.run(None, {"x": x_t.numpy(), "h": h, "c": c})
    steps.append(torch.from_numpy(y))
whole, _ = lstm(x)
torch.testing.assert_close(torch.cat(steps), whole)
print(f"{y.shape = }, {h.shape = }, {c.shape = }")
