r"""See what a hook sees
====================

A hook looks at what a module returns, and an LSTM returns a tuple: hooks that
expect a tensor fail. A hook sees no gates and no steps, because the whole
sequence is one call.
"""

import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(4, 6, num_layers=2)
seen = {}


def keep(module, inputs, results):
    output, (h_n, c_n) = results  # not a tensor
    seen.update(output=output, h_n=h_n, c_n=c_n)


handle = lstm.register_forward_hook(keep)
lstm(torch.randn(5, 2, 4))
handle.remove()  # or it runs with every call
for name, tensor in seen.items():
    print(name, tuple(tensor.shape))
assert seen["output"].shape == (5, 2, 6)

# %%
# To change the output, return the whole tuple again:

handle = lstm.register_forward_hook(lambda module, args, r: (r[0] * 0, r[1]))
output, _ = lstm(torch.randn(5, 2, 4))
handle.remove()
assert output.count_nonzero() == 0

# %%
# A gradient at each step: hook the tensor, not the module.

output, _ = lstm(torch.randn(5, 2, 4))
output.register_hook(lambda grad: seen.update(grad=grad))
output[-1].sum().backward()
reached = seen["grad"].abs().amax(dim=(1, 2)) > 0
print(reached)  # only the last step was asked
assert reached.tolist() == [False] * 4 + [True]

# %%
# For h, c and gates at every step, use ``trace_gates`` (*Look into the gates:
# forget, input, output*).
