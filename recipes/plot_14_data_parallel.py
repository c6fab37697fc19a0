r"""Several GPUs: total_length and contiguous weights
=================================================

``nn.DataParallel`` cuts a batch into parts and runs each on a device. Two
things go wrong with packed sequences. Each part unpacks to *its own* longest
sequence, so the parts no longer fit together. And lengths that do not travel
with the batch have the wrong number.
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Model(nn.Module):
    def __init__(self, use_total_length):
        super().__init__()
        self.lstm = nn.LSTM(4, 6, batch_first=True)
        self.use_total_length = use_total_length

    def forward(self, x, lengths):  # lengths as an argument: they are cut, too
        self.lstm.flatten_parameters()  # each device has a copy of the weights
        packed = pack_padded_sequence(
            x, lengths.cpu(), batch_first=True, enforce_sorted=False
        )
        total = x.shape[1] if self.use_total_length else None
        output, _ = pad_packed_sequence(
            self.lstm(packed)[0], batch_first=True, total_length=total
        )
        return output


# %%
# Cut the batch by hand, as two devices would, and join the parts:

torch.manual_seed(0)
x, lengths = torch.randn(4, 5, 4), torch.tensor([5, 4, 3, 2])
for use_total_length in (False, True):
    model = Model(use_total_length)
    parts = [model(x[:2], lengths[:2]), model(x[2:], lengths[2:])]
    print([tuple(part.shape) for part in parts])
assert torch.cat(parts).shape == (4, 5, 6)

# %%
# Lengths that stay outside, in a closure or an attribute, are those of the
# whole batch:

try:
    model(x[:2], lengths)
except (IndexError, RuntimeError) as error:
    print(type(error).__name__, message := str(error))
assert "index out of range" in message

# %%
# A state that you pass in is cut along axis 0 as well. In ``h_0`` and ``c_0``
# that axis is the layers, whatever ``batch_first`` says. Hand the state over
# with the batch first, and turn it inside ``forward`` with
# ``h.transpose(0, 1).contiguous()``. Zeros need not be passed at all. Cut in
# two, each way:

h_0 = torch.zeros(1, 4, 6)
for state in (h_0, h_0.transpose(0, 1)):
    print([tuple(part.shape) for part in state.chunk(2)])
assert len(h_0.chunk(2)) == 1
assert len(h_0.transpose(0, 1).chunk(2)) == 2

# %%
# ``DistributedDataParallel`` has none of these problems, and is what PyTorch
# recommends.
