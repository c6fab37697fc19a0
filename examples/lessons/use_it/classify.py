r"""Classify sequences of different lengths, end to end
===================================================

How do I train an LSTM on my own sequences, from the data to a saved model?

This is the job that most people come with: sequences of different lengths, one
label for each. The parts are always the same, and you can take them from here:
a ``Dataset``, a ``collate_fn`` that pads, a model that packs, a training loop
with validation, a test, and a file. The data are real. One part is easy to get
wrong, and that costs more than five points of accuracy.
"""

# lesson: minutes 14
# lesson: level intermediate
# lesson: after different_lengths, predict
# lesson: tags lengths, training, output

# %%
# The data: who is speaking?
# --------------------------
# Nine speakers say the same two vowels, in 640 recordings of 7 to 29 time
# steps. Each step has 12 numbers that describe the sound. The data set is
# *Japanese Vowels* (Kudo, Toyama and Shimbo, 1999, `UCI repository
# <https://doi.org/10.24432/C5NS47>`_, CC BY 4.0). Its authors train with 270
# recordings and test with the other 370.

import torch
from torch import nn
from torch.nn.utils.rnn import (
    pack_padded_sequence,
    pad_packed_sequence,
    pad_sequence,
)
from torch.utils.data import DataLoader, Dataset, Subset

from lstm_demo import load_japanese_vowels

# double precision: nearly the same digits on any processor
torch.set_default_dtype(torch.float64)
train, test = load_japanese_vowels()
print(f"{len(train.sequences) = }, {len(test.sequences) = }")
print([sequence.shape for sequence in train.sequences[:3]])

# %%
# Two recordings of each of three speakers. The curves are 3 of the 12 numbers.
# Telling the speakers apart is not hopeless, and not trivial either:

# lesson: figure
import matplotlib.pyplot as plt

figure, axes = plt.subplots(
    2, 3, sharex=True, sharey=True, layout="constrained"
)
figure.suptitle("Two recordings of each of three speakers")
for column, speaker in enumerate((0, 3, 6)):
    for row in range(2):
        axes[row, column].plot(train.sequences[30 * speaker + row][:, :3])
    axes[0, column].set_title(f"speaker {speaker}")
    axes[1, column].set_xlabel("time step")
plt.show()

# %%
# Dataset: one example at a time
# ------------------------------
# A ``Dataset`` says how many examples there are and returns one of them: a
# sequence and its label. This one also scales the numbers to mean 0 and
# standard deviation 1. First 54 of the 270 recordings are put aside for
# *validation*, to look at while training. Mean and deviation come from the 216
# that are left, because nothing may be known beforehand about the others.

torch.manual_seed(0)
order = torch.randperm(len(train.sequences))
part, validation = order[:216], order[216:]
steps = torch.cat([train.sequences[i] for i in part]).double()
mean, std = steps.mean(dim=0), steps.std(dim=0)


class Recordings(Dataset):
    def __init__(self, utterances):
        sequences = [x.double() for x in utterances.sequences]
        self.sequences = [(x - mean) / std for x in sequences]
        self.speakers = utterances.speakers

    def __len__(self):
        return len(self.sequences)

    def __getitem__(self, index):
        return self.sequences[index], self.speakers[index]


# %%
# collate_fn: from examples to a batch
# ------------------------------------
# A ``DataLoader`` collects examples and stacks them into a batch. Sequences of
# different lengths cannot be stacked, and it stops with "stack expects each
# tensor to be equal size". Your own ``collate_fn`` pads them, and keeps the
# lengths, since nobody can tell later which zeros were padding:


def pad_batch(examples):
    sequences, speakers = zip(*examples, strict=True)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return (
        pad_sequence(sequences, batch_first=True),
        lengths,
        torch.stack(speakers),
    )


recordings = Recordings(train)
loader = DataLoader(
    Subset(recordings, part), batch_size=32, shuffle=True, collate_fn=pad_batch
)
x, lengths, speakers = next(iter(loader))
print(f"{x.shape = }, {lengths[:6] = }")

# %%
# The model
# ---------
# The LSTM reads in both directions, which *Two directions: bidirectional*
# explains. So h of the whole recording has two halves. ``h_n[-2]`` is what the
# forward direction holds after the last valid step, and ``h_n[-1]`` what the
# reverse direction holds after the first. With packing, both are right.
#
# To compare, the same model can also read ``output`` at the last *padded* step,
# without packing, or take the mean over the valid steps:


class Speaker(nn.Module):
    def __init__(self, read):
        super().__init__()
        self.lstm = nn.LSTM(12, 32, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * 32, 9)
        self.read = read

    def forward(self, x, lengths):
        if self.read == "output[:, -1]":  # wrong, and no error says so
            return self.head(self.lstm(x)[0][:, -1])
        packed = pack_padded_sequence(
            x, lengths, batch_first=True, enforce_sorted=False
        )
        output, (h_n, _) = self.lstm(packed)
        if self.read == "h_n":
            return self.head(torch.cat([h_n[-2], h_n[-1]], dim=-1))
        # the padding is 0 now, so it adds nothing to the sum
        output, _ = pad_packed_sequence(output, batch_first=True)
        return self.head(output.sum(dim=1) / lengths.unsqueeze(1))


# %%
# Train and validate
# ------------------
# After each epoch the model is asked about the 54 validation recordings, which
# it does not train on. Their accuracy shows when more training stops helping.
# ``train()`` and ``eval()`` switch layers such as dropout on and off; make them
# a habit.

test_batch = pad_batch(list(Recordings(test)))
validation_batch = pad_batch([recordings[i] for i in validation])


def accuracy(model, batch):
    x, lengths, speakers = batch
    model.eval()
    with torch.no_grad():
        return (
            (model(x, lengths).argmax(dim=-1) == speakers).float().mean().item()
        )


def fit(read, epochs=12):
    torch.manual_seed(0)
    model = Speaker(read)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    history = []
    for _ in range(epochs):
        model.train()
        for x, lengths, speakers in loader:
            loss = nn.functional.cross_entropy(model(x, lengths), speakers)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        history.append(accuracy(model, validation_batch))
    return model, history


# %%
# Three ways to read the same LSTM
# --------------------------------
# The three differ in the place where the head reads. The third one,
# ``output[:, -1]``, also leaves out the packing, as many programs do. All else
# is equal.
#
# What will the last padded step cost?
#
# Nothing, since training gets used to it
#     ✗ Training does its best, but little is known at that step.
# Five points of accuracy or more
#     ✓ For short recordings the head reads what many steps of padding left.

models, histories, scores = {}, {}, {}
for read in ("h_n", "mean(output)", "output[:, -1]"):
    models[read], histories[read] = fit(read)
    scores[read] = accuracy(models[read], test_batch)
    print(f"{read:13} {scores[read]:.3f}")

# %%
# After the recording, the forward direction has read padding. The reverse
# direction, at the last step, has read nothing *but* padding. There is no error
# and no warning. Without the other two, the score would look acceptable.

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("The accuracy depends on where the head reads")
for (read, history), style in zip(
    histories.items(), ("o-", "s--", "^:"), strict=True
):
    ax.plot(range(1, 13), history, style, ms=4, label=read)
ax.set(
    xlabel="epoch",
    ylabel="validation accuracy",
    ylim=(0, 1),
    xticks=(1, 3, 6, 9, 12),
)
ax.legend(loc="lower right")
plt.show()

# %%
# An honest comparison
# --------------------
# Do you need an LSTM at all? The mean of the 12 numbers over time loses all
# order. A linear model on it has 117 weights, where the LSTM has over ten
# thousand. It is fitted to the same 216 recordings:


def means(utterances):
    return torch.stack(
        [x.mean(dim=0) for x in Recordings(utterances).sequences]
    )


x, speakers = means(train)[part], train.speakers[part]
linear = nn.Linear(12, 9)
optimizer = torch.optim.Adam(linear.parameters(), lr=0.1)
for _ in range(300):
    loss = nn.functional.cross_entropy(linear(x), speakers)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
guesses = linear(means(test)).argmax(dim=-1)
linear_score = (guesses == test.speakers).float().mean().item()
print(f"{linear_score = :.3f}")

# %%
# The linear model is about as good, and much simpler. To tell these speakers
# apart, the mean over time is already nearly enough. It is worth knowing such a
# number before you tune an LSTM for a week.

# %%
# Save it, load it
# ----------------
# Save the ``state_dict``, the weights by name, together with what the data were
# scaled by: a model that gets numbers on another scale is wrong without an
# error. To load, make the same module first, then load the weights into it:

from pathlib import Path
from tempfile import TemporaryDirectory

with TemporaryDirectory() as folder:
    path = Path(folder) / "speaker.pt"
    weights = models["h_n"].state_dict()
    torch.save({"weights": weights, "mean": mean, "std": std}, path)
    saved = torch.load(path, weights_only=True)

loaded = Speaker("h_n")
loaded.load_state_dict(saved["weights"])
print(f"{accuracy(loaded, test_batch) == scores['h_n'] = }")

# %%
# Remember
# --------
# - ``collate_fn`` pads the batch and keeps the lengths; the model packs with
#   them.
# - For one answer per sequence read ``h_n``:
#   ``torch.cat([h_n[-2], h_n[-1]], dim=-1)`` for two directions.
# - Scale with the training data alone, and save the scale with the weights.
# - Compare with a simple model before you believe in a complicated one.

# %%
# Try it
# ------
# Ask the good model about the first test recording alone, and then in the batch
# of all 370, where it is padded to 29 steps. Does its answer change?

# lesson: solution
# No: packing keeps the padding away from it.
with torch.no_grad():
    first = Recordings(test)[0]
    one = loaded(first[0].unsqueeze(0), torch.tensor([len(first[0])]))
    many = loaded(test_batch[0], test_batch[1])[:1]
print(f"{torch.allclose(one, many, atol=1e-5) = }")

# %%

# lesson: check
assert next(iter(loader))[0].shape[::2] == (32, 12)
assert test_batch[0].shape == (370, 29, 12)
assert len(part) == len(x) == 216
assert scores["h_n"] > 0.93
assert scores["h_n"] > scores["output[:, -1]"] + 0.05
assert scores["mean(output)"] > scores["output[:, -1]"]
assert abs(linear_score - scores["h_n"]) < 0.04
assert accuracy(loaded, test_batch) == scores["h_n"]
torch.testing.assert_close(one, many, atol=1e-5, rtol=1e-4)
assert sum(p.numel() for p in linear.parameters()) == 117
assert sum(p.numel() for p in loaded.parameters()) > 10_000

# %%
# Next
# ----
# *Forecast a series: windows, baselines, several steps* predicts numbers in
# place of classes.
