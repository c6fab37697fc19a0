r"""Freeze, share, normalise and prune weights
==========================================

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
# *Normalise* weight by weight, with ``torch.nn.utils.parametrizations``, not with
# the older functions of ``torch.nn.utils``. The weight is made anew before each
# call. With ``spectral_norm`` its largest singular value goes to 1:

from torch.nn.utils.parametrizations import spectral_norm

normed = nn.LSTM(4, 6)
for name in ("weight_ih_l0", "weight_hh_l0"):
    spectral_norm(normed, name)
for _ in range(30):
    normed(x)
largest = torch.linalg.svdvals(normed.weight_hh_l0.detach())[0].item()
print(f"{largest:.2f}")
assert abs(largest - 1) < 0.01

# %%
# To copy it with ``deepcopy``, call it once under ``torch.no_grad()`` before.

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

# %%
# *Make it smaller*: zeros make it neither smaller nor faster, since they are
# multiplied like other numbers. To take whole units out, build a smaller LSTM
# from the rows of those that you keep, in all four gates. ``weight_hh`` loses
# their columns too, and so does what reads h.

keep = torch.tensor([0, 2, 3, 5])  # such as those with the largest weights
rows = torch.cat([gate * lstm.hidden_size + keep for gate in range(4)])
head = nn.Linear(lstm.hidden_size, 2)
small, small_head = nn.LSTM(4, len(keep)), nn.Linear(len(keep), 2)
with torch.no_grad():
    for name, weight in small.named_parameters():
        weight.copy_(lstm.get_parameter(name)[rows][..., : weight.shape[-1]])
    small.weight_hh_l0.copy_(lstm.weight_hh_l0[rows][:, keep])
    small_head.weight.copy_(head.weight[:, keep])
    small_head.bias.copy_(head.bias)

# %%
# It is the large one as if it did not hear the other units. Train it on:

with torch.no_grad():
    deaf = torch.ones(lstm.hidden_size).index_fill(0, keep, 0).bool()
    lstm.weight_hh_l0[:, deaf] = 0
    head.weight[:, deaf] = 0
scores = small_head(small(x)[0])
print(f"{scores.shape = }")
torch.testing.assert_close(small(x)[0], lstm(x)[0][..., keep])
torch.testing.assert_close(scores, head(lstm(x)[0]))
