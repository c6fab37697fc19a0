r"""Freeze, share and prune weights
===============================

What people do to the weights of an LSTM, and what each one needs.
"""

import torch
from torch import nn
from torch.nn.utils import prune

torch.manual_seed(0)
x = torch.randn(5, 2, 4)

# %%
# *Freeze* a layer, for fine-tuning: it still passes gradients on to what is
# below it.

lstm = nn.LSTM(4, 4, num_layers=2)
for name, weight in lstm.named_parameters():
    weight.requires_grad_("l0" not in name)
lstm(x)[0].sum().backward()
trained = [name for name, w in lstm.named_parameters() if w.grad is not None]
print(trained)
assert all("l1" in name for name in trained)

# %%
# *A new head* on trained weights, for another number of classes: load the LSTM
# by itself, and leave the old head in the file.

stored = nn.ModuleDict({"lstm": lstm, "head": nn.Linear(4, 2)}).state_dict()
model = nn.ModuleDict({"lstm": nn.LSTM(4, 4, 2), "head": nn.Linear(4, 5)})
part = {name: w for name, w in stored.items() if name.startswith("lstm.")}
model["lstm"].load_state_dict(
    {name.removeprefix("lstm."): w for name, w in part.items()}
)
assert torch.equal(model["lstm"](x)[0], lstm(x)[0])
print(model["head"](model["lstm"](x)[0]).shape)

# %%
# *Share*: two layers or directions with the same weights. Assign the parameter
# itself, not a copy, and ``parameters()`` counts it once.

for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
    setattr(lstm, f"{part}_l1", getattr(lstm, f"{part}_l0"))
assert len(list(lstm.parameters())) == 4
assert lstm.weight_hh_l1 is lstm.weight_hh_l0

# %%
# *Prune*: set the smallest weights to 0. ``prune`` puts a mask and the original
# in the place of the parameter. Make the optimizer after that, since the
# original is what it trains, and train while the mask is there: the zeros stay.

lstm = nn.LSTM(4, 6)
prune.l1_unstructured(lstm, "weight_hh_l0", amount=0.5)


def train(lstm):
    optimizer = torch.optim.SGD(lstm.parameters(), lr=0.1)
    for _ in range(3):
        loss = lstm(x)[0].square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    lstm(x)  # the mask is put on in each call
    return (lstm.weight_hh_l0 == 0).float().mean().item()


original = lstm.weight_hh_l0_orig.detach().clone()
print(f"zeros with the mask: {train(lstm)}")
assert not torch.equal(lstm.weight_hh_l0_orig, original)
assert train(lstm) == 0.5

# %%
# ``prune.remove`` makes the zeros permanent, and comes last. After it, training
# fills them again.

prune.remove(lstm, "weight_hh_l0")
lstm.flatten_parameters()
assert (lstm.weight_hh_l0 == 0).float().mean() == 0.5
print(f"zeros after more training: {train(lstm)}")
assert train(lstm) < 0.1
