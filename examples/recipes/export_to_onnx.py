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

# %%
# *Eight bits*: export first, and quantise the file, since no exporter takes a
# module after PyTorch's ``quantize_dynamic``. And take the older exporter. In the
# file of the new one the weights reach the LSTM through other nodes, and
# onnxruntime leaves them as they are, without a word. So look at the size.

import tempfile
from pathlib import Path

from onnxruntime.quantization import QuantType, quantize_dynamic

logging.disable(logging.WARNING)  # it proposes steps for other networks
given = {"x": x.numpy()}


def quantised(folder, dynamo):
    large, small = Path(folder, "large.onnx"), Path(folder, "small.onnx")
    with warnings.catch_warnings(action="ignore"):
        torch.onnx.export(
            lstm,
            (x,),
            large,
            dynamo=dynamo,
            input_names=["x"],
            external_data=False,
            verbose=False,
        )
    quantize_dynamic(large, small, weight_type=QuantType.QInt8)
    ratio = small.stat().st_size / large.stat().st_size
    output = onnxruntime.InferenceSession(small).run(None, given)[0]
    return ratio, (torch.from_numpy(output) - whole).abs().max().item()


# %%

with tempfile.TemporaryDirectory() as folder:
    for dynamo in (True, False):
        ratio, error = quantised(folder, dynamo)
        print(f"{dynamo = }, {ratio = :.1f}, {error < 1e-6 = }")
        assert ratio > 0.99 if dynamo else ratio < 0.35
        assert error < 1e-6 if dynamo else 1e-6 < error < 0.02
