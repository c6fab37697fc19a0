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
# ``torch.amp.GradScaler`` for float16. Inside, convert nothing by hand, neither
# x nor the module: the weights stay ``float32``.
#
# Not every device has an LSTM for ``bfloat16``. A CPU without AVX-512 says
# ``could not create a primitive descriptor``, and a GPU with a release up to 2.2
# ``not implemented``. Then leave the LSTM out, in ``float32``, as here on a CPU:

lower = nn.Linear(4, 4).to(device)
half = device == "cuda"
with torch.autocast(device, dtype=torch.bfloat16):
    seen = lower(x)
    with torch.autocast(device, dtype=torch.bfloat16, enabled=half):
        mixed, (h_n, c_n) = lstm(seen if half else seen.float())
print(f"{seen.dtype = }, {mixed.dtype = }")
assert (mixed.float() - lstm(lower(x))[0]).abs().max() < 0.05

# %%
# Where the LSTM does run in half precision, so are the states that it returns.
# Inside autocast hand them on as they are. To use them outside, convert them:

state = tuple(s.float() for s in (h_n, c_n))
after, _ = lstm(x, state)
assert after.dtype == torch.float32

# %%
# What cuDNN changes, none of it run on this page:
#
# - For ``backward``, the *call* has to be made in ``train()``: "cudnn RNN
#   backward can only be called in training mode". A ``train()`` after it comes
#   too late.
# - States and weights should be contiguous. If PyTorch warns that the weights
#   are "not part of single contiguous chunk", call
#   ``lstm.flatten_parameters()`` after you moved or replaced them. It is
#   harmless, only slower.
# - Results may differ from run to run. `PyTorch's page
#   <https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_ names
#   the environment variable that makes them deterministic.
# - It does not help with ``dropout`` between layers: cuDNN makes the state that
#   draws it once in a process, and `a new seed does not set it back
#   <https://github.com/pytorch/pytorch/issues/62096>`_. Start a new process for
#   each run, or put an ``nn.Dropout`` between single layers.
# - A GPU can be slower than the CPU: a small LSTM with a batch of one gives it
#   too little to do. Put more sequences into a batch.

# %%
# ``torch.compile`` does not look into ``nn.LSTM``, which runs as it is. With the
# release that made this page it does not compile the rest of such a ``forward``
# either. So compile the other modules by themselves. This backend only counts
# what it is given:

graphs = []


def count(graph, inputs):
    graphs.append(graph)
    return graph


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(4, 6), nn.Linear(6, 2)

    def forward(self, x):
        return self.head(self.lstm(x)[0])


model = Model().to(device)
answer = model(x)
assert torch.equal(torch.compile(model, backend=count)(x), answer)
print(f"{len(graphs) = }")

model.head = torch.compile(model.head, backend=count)
assert torch.equal(model(x), answer)
print(f"{len(graphs) = }")
assert len(graphs) == 1
