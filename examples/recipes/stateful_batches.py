r"""Batches that go on: stateful, and how to shuffle
================================================

One long text or recording, cut into chunks whose states are carried. Row 0 of
the next batch has to go on where row 0 of this one stopped. So cut the series
into parallel streams *first*, then into chunks, and do not shuffle the chunks.
"""

from itertools import pairwise

import torch

series = torch.arange(23)  # one number per time step
batch, chunk = 3, 2

steps = len(series) // batch
streams = series[: batch * steps].view(batch, steps)  # (batch, time)
print(streams)

# %%
# Each chunk is a batch, and each row goes on in the next one:

chunks = streams.split(chunk, dim=1)
print(*chunks, sep="\n")
for now, after in pairwise(chunks):
    assert torch.equal(now[:, -1] + 1, after[:, 0])

# %%
# A ``DataLoader`` with ``shuffle=True`` would break this. What you may shuffle,
# between epochs, is where the streams begin:

offset = torch.randint(chunk, ()).item()
shifted = series[offset:]
print(f"{len(shifted) // batch = }")

# %%
# Separate sequences, such as sentences or the windows of a forecast, have
# nothing to go on with. Shuffle them, and give no state: each starts from
# zeros, so their order changes no answer. The steps inside stay in order.

lstm = torch.nn.LSTM(1, 3, batch_first=True)
windows = series.float().unfold(0, 4, 1).unsqueeze(-1) / 10
order = torch.randperm(len(windows))
torch.testing.assert_close(lstm(windows[order])[0], lstm(windows)[0][order])
