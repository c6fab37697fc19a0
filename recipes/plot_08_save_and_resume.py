r"""Save, load, and resume with the state
=====================================

To go on training as if nothing had happened, save four things: the weights, the
state of the optimizer, where you were, and, if it is carried, the state of the
LSTM.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from torch import nn


def make():
    torch.manual_seed(0)
    lstm = nn.LSTM(4, 6)
    return lstm, torch.optim.Adam(lstm.parameters())


def train(lstm, optimizer, chunks, state=None):
    for chunk in chunks:
        output, state = lstm(chunk, state)
        optimizer.zero_grad()
        output.square().mean().backward()
        optimizer.step()
        state = tuple(s.detach() for s in state)
    return state


# %%
# Train six chunks without a break, and then three, a break, and three:

torch.manual_seed(1)
chunks = torch.randn(6, 10, 2, 4).unbind()
without_break, optimizer = make()
train(without_break, optimizer, chunks)

lstm, optimizer = make()
state = train(lstm, optimizer, chunks[:3])
saved = {"lstm": lstm.state_dict(), "optimizer": optimizer.state_dict()}
with TemporaryDirectory() as folder:
    path = Path(folder) / "checkpoint.pt"
    torch.save({**saved, "state": state, "done": 3}, path)
    saved = torch.load(path, weights_only=True)

lstm, optimizer = make()
lstm.load_state_dict(saved["lstm"])
optimizer.load_state_dict(saved["optimizer"])
train(lstm, optimizer, chunks[saved["done"] :], saved["state"])
for weight, other in zip(
    lstm.parameters(), without_break.parameters(), strict=True
):
    torch.testing.assert_close(weight, other)
print(f"{saved.keys() = }")

# %%
# A file from a GPU loads anywhere with ``map_location="cpu"``.
