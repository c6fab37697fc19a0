r"""Quantise the weights
====================

*Dynamic quantisation* keeps the weights as 8-bit numbers and the states as
floats. The file shrinks to about a quarter, and the answers move a little.
Smaller is not always faster: a wide LSTM may gain, a small one lose. Measure.
"""

import warnings
from io import BytesIO

import torch
from torch import nn


def megabytes(model):
    file = BytesIO()
    torch.save(model.state_dict(), file)
    return len(file.getvalue()) / 1e6


torch.manual_seed(0)
model = nn.ModuleDict({"lstm": nn.LSTM(256, 256)}).eval()
# PyTorch warns that its package torchao will replace this
with warnings.catch_warnings(action="ignore"):
    small = torch.ao.quantization.quantize_dynamic(
        model, {nn.LSTM}, torch.qint8
    )
print(f"{megabytes(model) = :.2f}, {megabytes(small) = :.2f}")

# %%
# Measure how far the answers move for your own data:

x = torch.randn(5, 2, 256)
moved = (small["lstm"](x)[0] - model["lstm"](x)[0]).abs().max()
print(f"{moved < 0.02 = }")
assert 0 < moved < 0.02
assert megabytes(small) < megabytes(model) / 3

# %%
# For a phone (ARM), choose its engine *before* you quantise. The LSTM may be part
# of a larger module; `the error of 2020
# <https://github.com/pytorch/pytorch/issues/32676>`_ is mended.


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(256, 256)

    def forward(self, x):
        return self.lstm(x)[0]


# %%
# qnnpack warns that it ignores an option, and TorchScript that it is not
# developed further.

reader, file = Reader().eval(), BytesIO()
engine = torch.backends.quantized.engine
torch.backends.quantized.engine = "qnnpack"
with warnings.catch_warnings(action="ignore"):
    tiny = torch.ao.quantization.quantize_dynamic(reader, {nn.LSTM})
    torch.jit.save(torch.jit.script(tiny), file)
    file.seek(0)
    there, here = torch.jit.load(file)(x), tiny(x)
torch.backends.quantized.engine = engine
print(f"{torch.equal(there, here) = }")
assert torch.equal(there, here)
assert 0 < (here - reader(x)).abs().max() < 0.02

# %%
# For something new, start from *Export to ONNX, and quantize*: PyTorch develops
# neither this quantisation nor TorchScript any further.
