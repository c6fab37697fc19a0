r"""Encoder and decoder: hand the state over
========================================

How does one LSTM read a sequence and another one write a new one?

To translate or to summarise, what comes out has neither the same length as what
goes in nor the same steps. So there are two LSTMs. The *encoder* reads
everything and leaves a state. The *decoder* starts from that state and writes,
one step at a time. Between the two, shapes collide, and that is where most
questions come from.
"""

# lesson: minutes 11
# lesson: level advanced
# lesson: after words, directions
# lesson: tags state, layers, training

# %%
# The task
# --------
# Read six digits and write them backwards. It is a toy, but nobody can do it
# step by step: the first digit to write is the last that was read, so all six
# have to be in the state. Number 10 stands for "start", which is what the
# decoder reads before anything else.

import torch
from torch import nn

START = 10


def make_batch(size):
    source = torch.randint(10, (size, 6))
    return source, source.flip(1)


torch.manual_seed(0)
source, target = make_batch(2)
print(source, target, sep="\n")

# %%
# The encoder
# -----------
# A bidirectional LSTM reads the digits. Nothing of its ``output`` is needed
# here, only the state that it leaves. With 2 directions of 32 units, what shape
# does ``h_n`` have?
#
# (1, batch, 64)
#     ✗ That would be convenient. But the directions stand one below the other,
#     as rows.
# (2, batch, 32)
#     ✓ One row for each direction. A decoder with one direction and 64 units
#     wants (1, batch, 64), and this is the collision.

encoder = nn.LSTM(16, 32, batch_first=True, bidirectional=True)
embedding = nn.Embedding(11, 16)
_, (h_n, c_n) = encoder(embedding(source))
print(f"{h_n.shape = }, {c_n.shape = }")

# %%

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_unrolled

plot_unrolled(encoder, embedding(source), lit=("h_n", "c_n"))
plt.show()

# %%
# Hand the state over
# -------------------
# The decoder has one direction and 64 units. What happens if it gets the state
# as it is?

decoder = nn.LSTM(16, 64, batch_first=True)
start = torch.full((2, 1), START)
try:
    decoder(embedding(start), (h_n, c_n))
except RuntimeError as error:
    message = str(error)
print(message)

# %%
# So the two rows have to become one of 64 numbers. A common slip is
# ``h_n.view(1, -1, 64)``, which has the right shape and mixes the sequences of
# the batch. Put the rows side by side instead:

side_by_side = torch.cat([h_n[-2], h_n[-1]], dim=-1).unsqueeze(0)
mixed = h_n.view(1, -1, 64)
print(f"{side_by_side.shape = }, {mixed.shape = }")
print(f"{torch.equal(side_by_side, mixed) = }")

# %%
# With several layers, do so for each of them: the rows go layer by layer, so
# take layers and directions apart first. (Some add the two directions. That
# needs no wider decoder, and then nothing tells them apart.)

deep = nn.LSTM(16, 32, num_layers=4, batch_first=True, bidirectional=True)
_, (deep_h_n, _) = deep(embedding(source))
by_layer = deep_h_n.view(4, 2, 2, 32)  # (layers, directions, batch, features)
for_each = torch.cat([by_layer[:, 0], by_layer[:, 1]], dim=-1)
print(f"{deep_h_n.shape = }, {for_each.shape = }")

# %%
# Both models in one module
# -------------------------
# h and c are joined in the same way, and a linear layer for each lets training
# choose what to hand over. (tanh keeps :math:`h` between :math:`-1` and 1, like
# every h of an LSTM.) These layers are also the way to another width: with
# ``nn.Linear(64, 100)`` the decoder has 100 units. The two may differ in
# ``input_size`` too. The head of the decoder makes a score for each digit:


class Backwards(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 16)
        self.encoder = nn.LSTM(16, 32, batch_first=True, bidirectional=True)
        self.bridge_h, self.bridge_c = nn.Linear(64, 64), nn.Linear(64, 64)
        self.decoder = nn.LSTM(16, 64, batch_first=True)
        self.head = nn.Linear(64, 10)

    def encode(self, source):
        _, (h_n, c_n) = self.encoder(self.embedding(source))
        h = self.bridge_h(torch.cat([h_n[-2], h_n[-1]], dim=-1)).tanh()
        c = self.bridge_c(torch.cat([c_n[-2], c_n[-1]], dim=-1))
        return h.unsqueeze(0), c.unsqueeze(0)

    def decode(self, digits, state):
        output, state = self.decoder(self.embedding(digits), state)
        return self.head(output), state


# %%
# Teacher forcing: train
# ----------------------
# While it trains, the decoder reads what it *should* have written so far, not
# what it did write. Then all steps are known beforehand, and one call does them
# all. The input is the target, shifted by one step, with "start" in front:

model = Backwards()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
losses = []
for _ in range(200):
    source, target = make_batch(128)
    start = torch.full((128, 1), START)
    read = torch.cat([start, target[:, :-1]], dim=1)
    scores, _ = model.decode(read, model.encode(source))
    loss = nn.functional.cross_entropy(scores.flatten(0, 1), target.flatten())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(f"{losses[0] = :.2f}, {losses[99] = :.2f}, {losses[-1] = :.2f}")

# %%
# Write
# -----
# When it is used, nobody knows the target. The decoder writes a digit, reads it
# back as its next input, and carries its state. (Every answer has six digits
# here. Otherwise each target ends with a number for "end", and the decoder writes
# until that comes.)


def write(model, source):
    state = model.encode(source)
    digit = torch.full((len(source), 1), START)
    written = []
    for _ in range(6):
        scores, state = model.decode(digit, state)
        digit = scores.argmax(dim=-1)
        written.append(digit)
    return torch.cat(written, dim=1)


torch.manual_seed(1)
source, target = make_batch(1000)
with torch.no_grad():
    written = write(model, source)
right = (written == target).all(dim=1).float().mean()
by_step = (written == target).float().mean(dim=0)
print(source[0].tolist(), "->", written[0].tolist())
print(f"{right = :.2f}")
print(f"{by_step = }")

# %%

# lesson: figure
figure, axes = plt.subplots(1, 2, layout="constrained", figsize=(6.4, 2.8))
figure.suptitle("The decoder learns to write backwards, and tires a little")
axes[0].plot(losses)
axes[0].set(xlabel="step of training", ylabel="loss")
axes[1].plot(range(1, 7), by_step, "o-")
axes[1].set(
    xlabel="digit that is written", ylabel="share right", ylim=(0.8, 1.01)
)
plt.show()

# %%
# The digits that are written last are wrong more often. An error is read back
# and leads to the next one, and the state has to keep those digits longest.

# %%
# Slips to look out for
# ---------------------
# In code that you find, official tutorials included, look for these:
#
# - The encoder's input is padded and not packed: then h is the state after the
#   padding, and it is what the decoder gets. See *Different lengths: pad and
#   pack*.
# - The padding of the target is not left out of the loss. ``cross_entropy`` has
#   ``ignore_index`` for that.
# - The number for padding is also the number for "start": then ``padding_idx``
#   takes "start" along. `PyTorch's tutorial on translation
#   <https://docs.pytorch.org/tutorials/intermediate/seq2seq_translation_tutorial.html>`_
#   has all three.
# - The number for padding is also the number for "end": then ``ignore_index``
#   leaves the end out of the loss, and the decoder never learns to stop.
# - A state without a gradient is handed over: ``detach`` between encoder and
#   decoder cuts the encoder off from training, and no error says so.
#
# Here is how far the first slip moves the state that is handed over: three
# digits alone, and with three places of padding behind them.

three = source[:1, :3]
padded = nn.functional.pad(three, (0, 3), value=START)
with torch.no_grad():
    alone, _ = model.encode(three)
    with_padding, _ = model.encode(padded)
print(f"{(alone - with_padding).abs().max() = :.2f}")

# %%
# The second: this decoder writes three digits that are wrong, and then padding.
# As long as the padding counts, its loss is lower than 2.40, that of a guess
# among 11:

wanted = torch.tensor([4, 7, 1, *[START] * 9])  # 3 digits, 9 places of padding
wrong = wanted.where(wanted == START, 0)
confident = 5 * nn.functional.one_hot(wrong).float()
counted = nn.functional.cross_entropy(confident, wanted)
left_out = nn.functional.cross_entropy(confident, wanted, ignore_index=START)
print(f"{counted = :.2f}, {left_out = :.2f}")

# %%
# The third: ``padding_idx`` gives the padding no gradient, and now "start" gets
# none either. Its vector stays zeros:

shared = nn.Embedding(11, 16, padding_idx=START)
shared(torch.tensor([START, 4])).sum().backward()
print(f"{shared.weight[START].abs().sum() = }")
print(f"{shared.weight.grad[[START, 4], 0] = }")

# %%
# Remember
# --------
# - The encoder's final ``(h_n, c_n)`` is the decoder's ``(h_0, c_0)``: same
#   layers, same batch, same width, or a linear layer between.
# - Two directions become one with ``torch.cat([h_n[-2], h_n[-1]], dim=-1)``,
#   never ``view``.
# - Teacher forcing is one call; writing is a loop that carries the state.

# %%
# Try it
# ------
# Detach the state between the two while you train. The decoder learns to write
# *some* digits, but it hardly learns to use the encoder, whose weights get no
# gradient at all.

# lesson: solution
torch.manual_seed(0)
cut = Backwards()
source, target = make_batch(128)
read = torch.cat([torch.full((128, 1), START), target[:, :-1]], dim=1)
scores, _ = cut.decode(read, tuple(s.detach() for s in cut.encode(source)))
nn.functional.cross_entropy(scores.flatten(0, 1), target.flatten()).backward()
print(f"{cut.encoder.weight_hh_l0.grad = }")
print(f"{cut.decoder.weight_hh_l0.grad is None = }")

# %%

# lesson: check
assert h_n.shape == (2, 2, 32)
assert "Expected hidden[0] size (1, 2, 64), got [2, 2, 32]" in message
assert side_by_side.shape == mixed.shape == (1, 2, 64)
assert not torch.equal(side_by_side, mixed)
assert torch.equal(mixed[0, 0], h_n[0].flatten())  # two sequences in one row
for layer in range(4):
    pair = deep_h_n[2 * layer], deep_h_n[2 * layer + 1]
    assert torch.equal(for_each[layer], torch.cat(pair, dim=-1))
assert losses[-1] < 0.2 < 2 < losses[0]
assert right > 0.8
assert by_step[0] > by_step[-1]
assert (alone - with_padding).abs().max() > 0.1
assert counted < torch.tensor(11).log() - 1
assert left_out > torch.tensor(11).log() + 2
assert shared.weight[START].abs().sum() == 0
assert shared.weight.grad[START].abs().sum() == 0
assert shared.weight.grad[4].abs().sum() > 0
wide = nn.LSTM(5, 100, batch_first=True)
bridges = nn.Linear(64, 100), nn.Linear(64, 100)
pairs = zip(bridges, model.encode(source[:2]), strict=True)
bridged = tuple(bridge(s) for bridge, s in pairs)
assert wide(torch.randn(2, 7, 5), bridged)[0].shape == (2, 7, 100)
assert cut.encoder.weight_hh_l0.grad is None
assert cut.decoder.weight_hh_l0.grad is not None

# %%
# Next
# ----
# *How equal is equal: float32 and tolerance* opens the appendix.
