r"""On a GPU: device, autocast, compile
===================================

The same code runs on a GPU if the module, the input *and the states* are there.
This page was made on a CPU: what it prints is from there, and what cuDNN
changes is from PyTorch's pages.
"""

import torch
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(0)
lstm = nn.LSTM(4, 6).to(device)
x = torch.randn(7, 2, 4, device=device)
h_0 = x.new_zeros(1, 2, 6)  # new_zeros: device and dtype of x
output, _ = lstm(x, (h_0, torch.zeros_like(h_0)))
assert output.device == x.device

# %%
# *Autocast* multiplies in half precision where it is safe. Wrap the forward
# pass and the loss, not ``backward``. On a GPU you add a
# ``torch.amp.GradScaler`` for float16.

with torch.autocast(device, dtype=torch.bfloat16):
    mixed, _ = lstm(x)
print(f"{mixed.dtype = }")
assert (mixed.float() - output).abs().max() < 0.05

# %%
# What cuDNN changes, none of it run on this page:
#
# - ``backward`` needs the module in ``train()``: "cudnn RNN backward can only
#   be called in training mode".
# - States and weights should be contiguous. If PyTorch warns that the weights
#   are "not part of single contiguous chunk", call
#   ``lstm.flatten_parameters()`` after you moved or replaced them. It is
#   harmless, only slower.
# - Results may differ from run to run. `PyTorch's page
#   <https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_ names
#   the environment variable that makes them deterministic.
# - ``torch.compile`` leaves ``nn.LSTM`` to cuDNN and compiles what is around
#   it. A loop over ``nn.LSTMCell`` gains more.
