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
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 6, batch_first=True)

    def forward(self, x, lengths):  # lengths as an argument: they are cut, too
        self.lstm.flatten_parameters()  # each device has a copy of the weights
        packed = pack_padded_sequence(
            x, lengths.cpu(), batch_first=True, enforce_sorted=False
        )
        output, _ = self.lstm(packed)
        return pad_packed_sequence(
            output, batch_first=True, total_length=x.shape[1]
        )[0]


# %%
# Cut the batch by hand, as two devices would, and join the parts. Without
# ``total_length`` the second one would have 3 steps:

torch.manual_seed(0)
x, lengths = torch.randn(4, 5, 4), torch.tensor([5, 4, 3, 2])
model = Model()
parts = [model(x[:2], lengths[:2]), model(x[2:], lengths[2:])]
print([tuple(part.shape) for part in parts], f"{lengths[2:].max() = }")
torch.testing.assert_close(torch.cat(parts), model(x, lengths))

# %%
# ``DistributedDataParallel`` cuts nothing, since each process loads batches of
# its own. It is what PyTorch recommends.
