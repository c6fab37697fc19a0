r"""Words become numbers: Embedding and LSTM
========================================

How does an LSTM read letters or words, which are not numbers?

An LSTM multiplies and adds, so letters and words have to become numbers first.
An ``nn.Embedding`` gives each of them a vector of its own, and training moves
the vectors along with all other weights. Here a small model reads surnames
letter by letter and says which language they come from. Words in place of
letters work in the same way, with one addition that you will meet below.
"""

# lesson: minutes 10
# lesson: level beginner
# lesson: after predict
# lesson: tags training, lengths

# %%
# The data
# --------
# The package `Faker <https://faker.readthedocs.io/>`_ has lists of common
# surnames in many languages. *Take the lessons home* says how to install it,
# too. We keep the names that stand in one list only. The model has to guess the
# list:

import torch
from faker.providers.person import en_US, es_ES, it_IT, nl_NL
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

# Spanish, Italian, English and Dutch
providers = [es_ES.Provider, it_IT.Provider, en_US.Provider, nl_NL.Provider]
lists = [set(provider.last_names) for provider in providers]

names, labels = [], []
for label, own in enumerate(lists):
    others = set().union(*lists[:label], *lists[label + 1 :])
    only_here = sorted(own - others)
    names += [name.lower() for name in only_here]
    labels += [label] * len(only_here)
labels = torch.tensor(labels)
print(f"{len(names) = }, {names[::1000] = }")

# %%
# From letters to numbers
# -----------------------
# Each letter gets a number, from 1 on. The first four go to signs, such as the
# space, so the letter a is 5. Number 0 is kept for *padding*, which makes short
# names as long as the longest one, because a tensor has to be rectangular:

alphabet = sorted(set("".join(names)))
number_of = {letter: number for number, letter in enumerate(alphabet, start=1)}


def encode(name):
    return torch.tensor([number_of[letter] for letter in name])


padded = pad_sequence([encode("abad"), encode("smith")], batch_first=True)
print(padded)

# %%
# A letter that stands in none of these names makes ``encode`` stop with a
# ``KeyError``. With words that will happen sooner or later, since new texts
# bring new words. So one more number is reserved there, and all unknown words
# share it.

# %%
# From numbers to vectors
# -----------------------
# ``nn.Embedding`` is a table with one row per letter, and it looks up rows.
# With ``padding_idx=0`` the row of the padding starts as zeros and gets no
# gradient, so it stays zeros. (If you put other weights into the table, set
# that row to zero yourself.)
#
# Why is the number of a letter not given to the LSTM as it is?
#
# An LSTM cannot read whole numbers
#     ✗ It could read them as floats, and it would learn badly.
# The numbers would say something that is not true
#     ✓ They would put the letters into an order that means nothing.

torch.manual_seed(1)
embedding = nn.Embedding(len(alphabet) + 1, embedding_dim=16, padding_idx=0)
vectors = embedding(padded)
print(f"{padded.shape = }, {vectors.shape = }")
print(f"{vectors[0, 4].abs().sum() = }")  # the padding of "abad"

# %%
# As numbers, b would lie halfway between a and c, and z far away from a. That
# order says nothing about which letters are alike. With a vector for each of
# them, training can find that out.

# %%
# In the picture each row is one letter of "abad", and each column one feature.
# The two a's have the same vector. The last row is the padding:

# lesson: figure
import matplotlib.pyplot as plt

figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 2.2))
figure.suptitle("Each letter looks up its row; the padding is zeros")
ax.pcolormesh(vectors[0].detach(), cmap="PuOr_r", vmin=-3, vmax=3, ec="w", lw=1)
ax.set(xlabel="features", ylim=(5, 0), yticks=[0.5, 1.5, 2.5, 3.5, 4.5])
ax.set_yticklabels(list("abad0"))
ax.grid(False)
plt.show()

# %%
# What goes in has one axis less than what comes out: (batch, time) becomes
# (batch, time, features). That is just what an LSTM with ``batch_first=True``
# reads.

# %%
# The model
# ---------
# The names differ in length. ``pack_padded_sequence`` tells the LSTM where each
# one ends, so that ``h_n`` is h after its last letter and not after the
# padding. The next lesson opens the packing. The head gives one score to each
# language:


class GuessLanguage(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(len(alphabet) + 1, 16, padding_idx=0)
        self.lstm = nn.LSTM(input_size=16, hidden_size=48, batch_first=True)
        self.head = nn.Linear(48, len(lists))

    def forward(self, encoded):
        lengths = [len(name) for name in encoded]
        vectors = self.embedding(pad_sequence(encoded, batch_first=True))
        packed = pack_padded_sequence(
            vectors, lengths, batch_first=True, enforce_sorted=False
        )
        _, (h_n, _) = self.lstm(packed)
        return self.head(h_n[-1])


model = GuessLanguage()
print(f"{model([encode('abad'), encode('smith')]).shape = }")

# %%
# Train it
# --------
# 1000 names are put aside. The model never trains on them, so they show how
# good it is. ``cross_entropy`` is the loss for one class out of several, and it
# takes the scores as they are. One *epoch* is one pass over all other names,
# here in batches of 128:

encoded = [encode(name) for name in names]
order = torch.randperm(len(names))
held_out, training = order[:1000], order[1000:]
test_names, test_labels = [encoded[i] for i in held_out], labels[held_out]


def fit(model):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.015)
    accuracies = []
    for _epoch in range(6):
        for rows in training[torch.randperm(len(training))].split(128):
            scores = model([encoded[i] for i in rows])
            loss = nn.functional.cross_entropy(scores, labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            guesses = model(test_names).argmax(dim=-1)
        accuracies.append((guesses == test_labels).float().mean().item())
    return accuracies


accuracies = fit(model)
print([f"{accuracy:.2f}" for accuracy in accuracies])

# %%
# Is that good?
# -------------
# A result says little without something to compare it with. Always guessing the
# commonest language is right for fewer than three names in ten. A linear model
# that only counts letters, and does not know their order, is a better opponent:

counts = torch.stack(
    [name.bincount(minlength=len(alphabet) + 1) for name in encoded]
)
linear = nn.Linear(len(alphabet) + 1, len(lists))
optimizer = torch.optim.Adam(linear.parameters(), lr=0.2)
for _ in range(100):
    scores = linear(counts[training].float())
    loss = nn.functional.cross_entropy(scores, labels[training])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
guesses = linear(counts[held_out].float()).argmax(dim=-1)
linear_accuracy = (guesses == test_labels).float().mean().item()
commonest = test_labels.bincount().max().item() / 1000
print(f"{commonest = :.2f}, {linear_accuracy = :.2f}, {accuracies[-1] = :.2f}")

# %%
# What is the packing worth?
# --------------------------
# Many programs leave it out, and give the head ``output[:, -1]``. For a short
# name that is h after some steps of padding. No error says so. Here is the same
# model, read there:


class LastPaddedStep(GuessLanguage):
    def forward(self, encoded):
        vectors = self.embedding(pad_sequence(encoded, batch_first=True))
        output, _ = self.lstm(vectors)
        return self.head(output[:, -1])


padded_accuracies = fit(LastPaddedStep())
print([f"{accuracy:.2f}" for accuracy in padded_accuracies])

# %%
# It learns more slowly, because the name has to survive the padding first.
# *Different lengths: pad and pack* shows how that comes about, and *Classify
# sequences of different lengths, end to end* measures it on other data.

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("The LSTM beats a model that only counts letters")
ax.plot(range(1, 7), accuracies, "o-", label="LSTM, packed")
ax.plot(range(1, 7), padded_accuracies, "^:", label="LSTM, last padded step")
ax.axhline(linear_accuracy, color="C2", ls="--", label="counted letters")
ax.axhline(commonest, color="0.5", ls=":", label="always the commonest")
ax.set(
    xlabel="epoch",
    ylabel="names guessed right",
    ylim=(0, 1),
    xticks=range(1, 7),
)
ax.legend(loc="lower right")
plt.show()

# %%
# The packed LSTM is ahead, and it is the one that can use the order of the letters.
# Whether it does, you can test at the end. Here is the first name that was put
# aside from each list, with the probability of each language:

print("Spanish, Italian, English, Dutch")
with torch.no_grad():
    for label in range(4):
        name = names[held_out[test_labels == label][0]]
        chances = model([encode(name)]).softmax(dim=-1)[0]
        print("  ".join(f"{chance:.2f}" for chance in chances), name)

# %%
# Remember
# --------
# - ``nn.Embedding`` turns (batch, time) whole numbers into (batch, time,
#   features) vectors.
# - Keep number 0 for padding, and say so with ``padding_idx=0``. Words need a
#   number for the unknown ones, too.
# - Put examples aside before you train, and compare with something simple.

# %%
# Try it
# ------
# Shuffle the letters of each name that was put aside, and ask the model again.
# How many names does it still guess right?

# lesson: solution
# Far fewer: it does read the order, which now tells it nothing useful.
shuffled = [name[torch.randperm(len(name))] for name in test_names]
with torch.no_grad():
    guesses = model(shuffled).argmax(dim=-1)
shuffled_accuracy = (guesses == test_labels).float().mean().item()
print(f"{shuffled_accuracy = :.2f}")

# %%

# lesson: check
assert alphabet.index("a") == 4
assert number_of["a"] == 5
assert not any(sign.isalpha() for sign in alphabet[:4])
assert vectors.shape == (2, 5, 16)
assert vectors[0, 4].abs().sum() == 0
assert commonest < 0.3
assert accuracies[-1] > linear_accuracy + 0.02
packed, unpacked = torch.tensor([accuracies, padded_accuracies])
assert unpacked[0] < packed[0] - 0.1
assert unpacked[2:].mean() < packed[2:].mean() - 0.03
assert shuffled_accuracy < accuracies[-1] - 0.1

# %%
# Next
# ----
# *Different lengths: pad and pack* shows what packing does, and what goes wrong
# without it.
