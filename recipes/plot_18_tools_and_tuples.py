r"""Tools that stumble over the tuple, and a wrapper
================================================

Summary tools ask each module for ``output.shape``. Attribution tools,
``nn.Sequential`` and many training loops want one tensor. A wrapper of five
lines gives it to them.
"""

import torch
from torch import nn


class Output(nn.Module):
    """Wrap a recurrent module; return ``output``, or h after the last step."""

    def __init__(self, module, *, last=False):
        super().__init__()
        self.module, self.last = module, last

    def forward(self, x):
        output, state = self.module(x)
        # LSTM, or GRU and RNN
        h_n = state[0] if isinstance(state, tuple) else state
        return h_n[-1] if self.last else output


# %%
# Now it fits everywhere:

torch.manual_seed(0)
lstm = nn.LSTM(4, 6, batch_first=True)
model = nn.Sequential(Output(lstm, last=True), nn.Linear(6, 2))
x = torch.randn(3, 5, 4, requires_grad=True)
print(f"{model(x).shape = }")

# %%
# A summary by hand, with a hook on each module:

rows = []
for name, module in model.named_modules():
    if not isinstance(module, nn.LSTM):
        module.register_forward_hook(
            lambda module, args, y, name=name: rows.append(
                (name, tuple(y.shape))
            )
        )
model(x)
print(*rows, sep="\n")

# %%
# An attribution by hand, *input times gradient*: how much each step speaks for
# class 1.

model(x)[:, 1].sum().backward()
importance = (x.grad * x).sum(dim=-1)  # (batch, time)
print(f"{importance.shape = }")
assert importance.shape == (3, 5)
assert (lstm(x)[1][0][-1] - Output(lstm, last=True)(x)).abs().max() == 0
