r"""Where memory pays: write words letter by letter
===============================================

On what task is the memory of an LSTM worth its price?

Guess the next letter of a surname. After *q* comes *u*, and a table of pairs
knows that. But after *-ez* a Spanish name is likely to be over, and *Fern-*
wants *-ández*: to know that, you have to remember more letters than any table
has room for. An LSTM does. Here it beats the tables, you see how far back it
looks, and then it invents names.
"""

# lesson: minutes 12
# lesson: level intermediate
# lesson: after words, reset_carry_detach
# lesson: tags state, training, loops

# %%
# One long text
# -------------
# All Spanish and Italian surnames of the package `Faker
# <https://faker.readthedocs.io/>`_, in a random order, are joined to a text
# with a new line after each name. A tenth is put aside for the test.

import torch
from faker.providers.person import es_ES, it_IT
from torch import nn

names = sorted({*es_ES.Provider.last_names, *it_IT.Provider.last_names})
alphabet = ["\n", *sorted(set("".join(names).lower()))]
number_of = {letter: number for number, letter in enumerate(alphabet)}


def encode(names):
    text = "\n" + "\n".join(names).lower() + "\n"
    return torch.tensor([number_of[letter] for letter in text])


torch.manual_seed(0)
order = torch.randperm(len(names)).tolist()
held_out = len(names) // 10
test = encode(names[i] for i in order[:held_out])
train_names = [names[i] for i in order[held_out:]]
print(f"{len(names) = }, {len(alphabet) = }, {len(test) = }")

# %%
# How good is a guess? In bits
# ----------------------------
# A model gives each letter a probability. If the letter that comes had the
# probability :math:`p`, the guess costs :math:`-\log_2 p` *bits*: 1 bit for a
# coin toss, 0 for certainty. The mean over the test text is the score, and less
# is better. (*Perplexity*, which papers give, is 2 to the power of that mean.)
# Two tables to beat: how often each letter follows *one* letter, and how often
# it follows *two*.


def bits_of_table(before):
    """Score a table of counts on the test, with its best share for the unseen."""
    size = len(alphabet)
    text = encode(train_names)
    place = sum(
        text[i : len(text) - before + i] * size**i for i in range(before)
    )
    counts = torch.zeros(size**before, size)
    counts.index_put_((place, text[before:]), torch.ones(()), accumulate=True)
    place = sum(
        test[i : len(test) - before + i] * size**i for i in range(before)
    )
    scores = []
    for share in (0.05, 0.1, 0.3, 1.0):
        chances = counts + share
        chances /= chances.sum(dim=-1, keepdim=True)
        bits = -chances[place, test[before:]].log2()
        scores.append(bits[3 - before :].mean().item())  # same letters for all
    return min(scores)


one, two, three = (bits_of_table(before) for before in (1, 2, 3))
print(f"{one = :.2f}, {two = :.2f}, {three = :.2f} bits per letter")

# %%
# With three letters before it, the table gets *worse*: most triples of the test
# never occurred in training. That is the wall that tables run into.

# %%
# Train in chunks, carry the state
# --------------------------------
# The text is cut into 16 streams, side by side as a batch, and read in chunks
# of 25 letters. The state is carried from chunk to chunk and detached, as
# *Reset, carry, detach: truncated backpropagation* explains. The target is the
# input, one letter later.

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_chunks

plot_chunks(10, 5)
plt.show()

# %%
# The model is an embedding, an LSTM and a head for each letter of the alphabet:


class Writer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(len(alphabet), 24)
        self.lstm = nn.LSTM(24, 64)
        self.head = nn.Linear(64, len(alphabet))

    def forward(self, letters, state=None):
        output, state = self.lstm(self.embedding(letters), state)
        return self.head(output), state


def bits(scores, letters):
    nats = nn.functional.cross_entropy(scores.flatten(0, -2), letters.flatten())
    return nats / torch.log(torch.tensor(2.0))


def test_bits(model):
    with torch.no_grad():
        scores, _ = model(test[:-1].unsqueeze(1))
        return bits(scores[2:], test[3:]).item()


model = Writer()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
history = []
for _ in range(8):
    shuffled = [
        train_names[i] for i in torch.randperm(len(train_names)).tolist()
    ]
    text = encode(shuffled)
    streams = text[: len(text) // 16 * 16].view(16, -1).T  # (time, batch)
    state = None
    for x, y in zip(streams[:-1].split(25), streams[1:].split(25), strict=True):
        scores, state = model(x, state)
        loss = bits(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        state = tuple(s.detach() for s in state)
    history.append(test_bits(model))
print([f"{score:.2f}" for score in history])
print(f"better than the best table by {two - history[-1]:.2f} bits")

# %%

# lesson: figure
# sphinx_gallery_thumbnail_number = 2
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("The LSTM needs fewer bits per letter than the tables")
ax.plot(range(1, 9), history, "o-", label="LSTM")
ax.axhline(one, color="0.5", ls=":", label="table, 1 letter before")
ax.axhline(two, color="C1", ls="--", label="table, 2 letters before")
ax.set(xlabel="epoch", ylabel="bits per letter")
ax.legend()
plt.show()

# %%
# How far back does it look?
# --------------------------
# Let the trained LSTM see only the last few letters: start from a zero state,
# read :math:`k` letters, and guess the next. If it looked back one letter only,
# one letter would be enough. Where does the curve become flat?
#
# At 2, since it is just a little better than the table
#     ✗ It is better just because it goes on where the table has to stop.
# At 5 or more
#     ✓ Each further letter helps a little: the start of a name says what its
#     end may be.

seen = (1, 2, 3, 4, 5, 7, 10)
by_context = []
with torch.no_grad():
    for k in seen:
        windows = test.unfold(0, k + 1, 1)[
            10 - k :
        ].T  # (time, batch), same targets
        scores, _ = model(windows[:-1])
        by_context.append(bits(scores[-1], windows[-1]).item())
print([f"{k}: {score:.2f}" for k, score in zip(seen, by_context, strict=True)])

# %%

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("Each letter that it may look back on makes the guess better")
ax.plot(seen, by_context, "o-")
ax.set(
    xlabel="letters that it has seen",
    ylabel="bits per letter",
    xticks=range(1, 11),
)
plt.show()

# %%
# So a score is a score *for so much past*. Compare two models only if both may
# look back equally far: both carry the state, or both reset it at each name.

# %%
# Let it write
# ------------
# To write, start with a new line, draw a letter from the probabilities, and
# feed it back as the next input. It is a stream of its own making: one step at
# a time, the state carried.


def write(count):
    letter, state, text = torch.tensor([[0]]), None, ""
    with torch.no_grad():
        while text.count("\n") < count:
            scores, state = model(letter, state)
            letter = scores[-1].softmax(dim=-1).multinomial(1)
            text += alphabet[letter.item()]
    return text.split("\n")[:-1]


torch.manual_seed(0)
written = write(200)
known = {name.lower() for name in names}
invented = [name for name in written if name not in known]
print(", ".join(invented[:12]))
print(f"{len(invented)} of {len(written)} are new")

# %%
# Remember
# --------
# - Memory pays where what comes next depends on more than a table has room for.
# - Text in streams: (time, batch), chunks, the state carried and detached.
# - Compare in bits per letter with tables of counts, on text that was put
#   aside.

# %%
# Try it
# ------
# Take the memory away: score the model while it gets a fresh state at every
# letter. It falls behind even the table of one letter, since it was trained to
# rely on its memory.

# lesson: solution
with torch.no_grad():
    scores, _ = model(
        test[2:-1].unsqueeze(0)
    )  # each letter is a sequence of its own
    forgetful = bits(scores[0], test[3:]).item()
print(f"{forgetful = :.2f}, {one = :.2f}, {history[-1] = :.2f}")

# %%

# lesson: check
assert two < one
assert two < three
assert history[-1] < two - 0.1
assert by_context[0] > by_context[1] > by_context[2] > by_context[3]
assert by_context[3] > by_context[-1]
assert forgetful > one
assert len(invented) > 100
assert all(set(name) <= set(alphabet) for name in written)

# %%
# Next
# ----
# *One step by hand: the equations of an LSTM* opens the box and computes h and
# c.
