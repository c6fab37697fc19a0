r"""Tools that stumble over the tuple, and a wrapper
================================================

Summary tools ask each module for ``output.shape``. Attribution tools,
``nn.Sequential`` and many training loops want one tensor. A small wrapper gives
it to them. Attribution tools also take axis 0 for the batch, so let the LSTM
have ``batch_first=True``.
"""

import warnings

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
# Now it fits into ``nn.Sequential``. A summary by hand, with a hook on each
# part:


def report(module, args, output):
    print(type(module).__name__, tuple(output.shape))


torch.manual_seed(0)
lstm = nn.LSTM(4, 6, batch_first=True)
model = nn.Sequential(Output(lstm, last=True), nn.Linear(6, 2))
for part in model:
    part.register_forward_hook(report)
x = torch.randn(3, 5, 4, requires_grad=True)
scores = model(x)

# %%
# An attribution by hand, *input times gradient*: how much each step speaks for
# class 1. With ``dim=1`` in the sum it is each feature that speaks.

scores[:, 1].sum().backward()
importance = (x.grad * x).sum(dim=-1)  # (batch, time)
print(f"{importance.shape = }")
assert importance.shape == (3, 5)
assert torch.equal(Output(lstm, last=True)(x), lstm(x)[1][0][-1])

# %%
# *Draw the graph*: TensorBoard's ``add_graph`` takes a tuple as it is, states
# included: ``writer.add_graph(lstm, (x, (h_0, c_0)))``. The LSTM is one box, since
# it is one call; here is what the tool sees. (TensorBoard is not installed here;
# 2.21 was tried.) A file of ONNX can be looked at in `Netron
# <https://netron.app>`_.

h_0, c_0 = torch.zeros(2, 1, 3, 6)
with warnings.catch_warnings(action="ignore"):  # tracing is deprecated
    graph = torch.jit.trace(lstm, (x.detach(), (h_0, c_0))).inlined_graph
boxes = [node.kind() for node in graph.nodes() if "lstm" in node.kind()]
print(boxes)
assert boxes == ["aten::lstm"]
