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
# *Static* quantisation, and one that is *aware of it while training*: ``prepare``
# puts an LSTM there whose steps can be watched, and ``convert`` makes products of
# 8 bits from them. Between the two, run your data, to find how far the numbers
# reach. It is a loop in Python.

from torch.ao import quantization


class Watched(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.into, self.out = (
            quantization.QuantStub(),
            quantization.DeQuantStub(),
        )
        self.lstm = nn.LSTM(size, size)

    def forward(self, x):
        return self.out(self.lstm(self.into(x))[0])


# %%

model = Watched(256).eval()
with warnings.catch_warnings(action="ignore"):
    model.qconfig = quantization.get_default_qconfig("fbgemm")
    watching = quantization.prepare(model)
    watching(x)
    static = quantization.convert(watching)
print(type(static.lstm))
moved = (static(x) - model(x)).abs().max()
print(f"{moved < 0.05 = }")
assert "quantized" in str(type(static.lstm))
assert 0 < moved < 0.05

# %%
# To train with it, the same with ``prepare_qat``. The ranges are running means
# and follow slowly: give them some hundred steps.

model, x = Watched(16).train(), torch.randn(5, 2, 16)
with warnings.catch_warnings(action="ignore"):
    model.qconfig = quantization.get_default_qat_qconfig("fbgemm")
    watching = quantization.prepare_qat(model)


def error(model):
    return (model(x) - 0.1).square().mean()


optimizer = torch.optim.SGD(watching.parameters(), lr=1.0)
before = error(watching).item()
for _ in range(300):
    optimizer.zero_grad()
    error(watching).backward()
    optimizer.step()
with warnings.catch_warnings(action="ignore"):
    static = quantization.convert(watching.eval())
print(f"{error(static) < before / 5 = }")
assert "quantized" in str(type(static.lstm))
assert error(static) < before / 5

# %%
# For something new, start from *Export to ONNX, and quantize*: PyTorch develops
# neither this quantisation nor TorchScript any further.
