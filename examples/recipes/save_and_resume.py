r"""Save, load, and resume with the state
=====================================

To go on training as if nothing had happened, save four things: the weights, the
state of the optimizer, where you were, and, if it is carried, the state of the
LSTM.
"""

from tempfile import TemporaryFile

import torch
from torch import nn


def train(lstm, optimizer, chunk, state=None):
    output, state = lstm(chunk, state)
    optimizer.zero_grad()
    output.square().mean().backward()
    optimizer.step()
    return tuple(s.detach() for s in state)


# %%
# Train with one chunk of a sequence, save all four, and load them into new
# objects:

chunks = torch.randn(2, 10, 3, 4)  # (chunks, time, batch, features)
lstm = nn.LSTM(4, 6)
optimizer = torch.optim.Adam(lstm.parameters())
state = train(lstm, optimizer, chunks[0])
saved = {"lstm": lstm.state_dict(), "optimizer": optimizer.state_dict()}
with TemporaryFile() as file:
    torch.save({**saved, "state": state, "done": 1}, file)
    file.seek(0)
    loaded = torch.load(file, weights_only=True)

again = nn.LSTM(4, 6)
optimizer_again = torch.optim.Adam(again.parameters())
again.load_state_dict(loaded["lstm"])
optimizer_again.load_state_dict(loaded["optimizer"])

# %%
# Both go on with the next chunk. They learn the same:

train(lstm, optimizer, chunks[1], state)
train(again, optimizer_again, chunks[loaded["done"]], loaded["state"])
torch.testing.assert_close(again.state_dict(), lstm.state_dict())

# %%
# A path, such as ``"checkpoint.pt"``, stands where ``file`` stands here. A file
# from a GPU loads anywhere with ``map_location="cpu"``. When new data arrive, go
# on in the same way, with the scaling and the vocabulary of the first training:
# the weights belong to them. And mix old data in, or the model forgets them.
