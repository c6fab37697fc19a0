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
