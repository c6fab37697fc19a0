r"""From output to a prediction: the head and the training loop
===========================================================

How do the numbers of an LSTM become a class, a number or a word?

An LSTM returns ``hidden_size`` numbers per step, and none of them is an answer
yet. A linear layer, called the *head*, turns them into one. Where you attach
the head decides what you predict: something at each step, or one thing for the
whole sequence. In this lesson you also train both parts together.
"""

# lesson: minutes 11
# lesson: level beginner
# lesson: after output_and_states
# lesson: tags output, training

# %%
# Where the head goes
# -------------------
# Here are 7 sequences of 5 steps, an LSTM, and a head for two classes. There
# are three usual ways to use it. *Many to one*: one answer for the whole
# sequence, such as its class. *Many to many*: one answer per step, such as a
# label for each word. *One to many*: one start, and each answer is the next
# input, such as a text that is being written.

import torch
from torch import nn

torch.manual_seed(0)
lstm = nn.LSTM(input_size=4, hidden_size=3, batch_first=True)
head = nn.Linear(in_features=3, out_features=2)
x = torch.randn(7, 5, 4)  # (batch, time, features)

# %%
# From here on the lessons need Matplotlib and ``lstm_demo``. *Take the lessons
# home* says how to install both, and the first lines of each script that you
# download name what it needs.

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_heads

plot_heads(lstm, head, x)
plt.show()

# %%
# In the third way, each answer has to be turned back into an input of
# ``input_size`` numbers: this head gives 2, and the LSTM reads 4. When a text
# is written, for example, the letter that was chosen is turned into a vector
# again.

# %%
# An answer for each step
# -----------------------
# The head computes :math:`W h + b`, with one row of :math:`W` for each number
# of the answer. ``nn.Linear`` works on the last axis and leaves the other axes
# as they are. Given the whole ``output``, it answers at each step of each
# sequence: 2 numbers, a *score* for each class. ``argmax`` names the class with
# the higher score, and ``softmax`` turns the scores into probabilities.

output, (h_n, c_n) = lstm(x)
scores = head(output)
print(f"{output.shape = }")
print(f"{scores.shape = }")
print(f"{scores[0, 0].softmax(dim=-1).detach() = }")

# %%
# One answer for the sequence
# ---------------------------
# Now you want one class per sequence. Here are three candidates. All of them
# have the shape (7, 3), so the head takes any of them without an error.
#
# Which of them do you give to the head?
#
# ``output[:, 0]``, h after the first step
#     ✗ It has read the first input, and no other.
# ``c_n[-1]``, the memory at the end
#     ✗ It has read everything, but it has not passed the output gate, which
#     decides what is shown.
# ``h_n[-1]``, h after the last step
#     ✓ It has read the whole sequence, and it is what the LSTM prepares for
#     other layers to read.

candidates = {
    "output[:, 0]": output[:, 0],
    "c_n[-1]": c_n[-1],
    "h_n[-1]": h_n[-1],
}
for name, numbers in candidates.items():
    last = torch.equal(numbers, output[:, -1])
    print(
        f"{name:12} {tuple(head(numbers).shape)}, h after the last step: {last}"
    )

# %%
# So write ``head(h_n[-1])``. The memory :math:`c` has not passed the output
# gate yet, and its numbers may be large. Here ``output[:, -1]`` is the same as
# ``h_n[-1]``. ``h_n[-1]`` is the safer habit, because it stays right when
# sequences of different lengths are packed (*Different lengths: pad and pack*).

# %%
# If you come from Keras: ``return_sequences=True`` returns what is called
# ``output`` here, without it you get ``output[:, -1]``, and
# ``return_state=True`` adds ``h_n[-1]`` and ``c_n[-1]`` (`Keras's page
# <https://keras.io/api/layers/recurrent_layers/lstm/>`_).

# %%
# Put them into one module
# ------------------------
# ``nn.Sequential`` hands to each module all that the one before it returned. An
# LSTM returns a tuple, and a linear layer wants a tensor:

try:
    nn.Sequential(lstm, head)(x)
except TypeError as error:
    message = str(error)
print(message)

# %%
# So write a small module yourself. It takes the tuple apart and applies the
# head at each step. ``squeeze(-1)`` drops the last axis, which has size 1:


class SumIsPositive(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=16, batch_first=True)
        self.head = nn.Linear(in_features=16, out_features=1)

    def forward(self, numbers):
        output, _ = self.lstm(numbers)
        return self.head(output).squeeze(-1)  # (batch, time)


model = SumIsPositive()
print(f"{model(torch.randn(7, 5, 1)).shape = }")

# %%
# Train it
# --------
# The task: 20 random numbers go in, one at a time. Is their sum positive? The
# answer is one number per step, and above 0 means yes. Such a score, not yet a
# probability, is called a *logit*. ``BCEWithLogitsLoss`` turns it into a
# probability, by the function *sigmoid*, and measures how wrong that is.
#
# Training repeats the same round. The model answers new data, and the *loss*
# measures how wrong the answers are. ``zero_grad`` clears the gradients of the
# round before, because ``backward`` adds to what is there. ``backward``
# computes the new *gradients*: for each weight, how the loss changes when the
# weight grows a little. ``optimizer.step`` moves each weight a little, so as to
# lessen the loss. Here the optimizer is Adam, and ``lr``, the *learning rate*,
# says how far it moves. We ask only at the last step, ``[:, -1]``:

optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
loss_of = nn.BCEWithLogitsLoss()  # for answers that are yes or no
losses = []
for update in range(121):
    numbers = torch.randn(64, 20, 1)
    wanted = (numbers.sum(dim=(1, 2)) > 0).float()
    loss = loss_of(model(numbers)[:, -1], wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    if update % 40 == 0:
        print(f"{update = }, {loss.item() = :.2f}")

# %%
# The loss starts at 0.69. That is :math:`\ln 2`, the natural logarithm of 2:
# the loss of always answering 50 %. For a few rounds it stays there, then it
# falls fast, and later slowly. Each round brings 64 new sequences, and with so
# high a learning rate a step goes too far now and then: so the line trembles
# and jumps. As the sequences are new, the model cannot know them by heart, and
# each loss is an honest one.

# lesson: figure
figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3))
figure.suptitle("The loss starts at that of a guess, and falls")
ax.plot(losses, label="LSTM and head")
ln_2 = torch.tensor(2.0).log()
ax.axhline(ln_2, color="0.5", ls=":", label="always answering 50 %")
ax.set(xlabel="update", ylabel="loss", ylim=(0, 0.9))
ax.legend(loc="upper right", ncols=2)
plt.show()

# %%
# Ask at every step
# -----------------
# The head was trained at the last step alone, but it can read h at any step.
# Here its answer at step :math:`t` is compared with the sum of the first
# :math:`t` numbers, for 1000 new sequences.
#
# At how many of the 20 steps is it right more than nine times in ten?
#
# Only at the last
#     ✗ It was trained there, but a sum has to be kept all the way.
# At all 20
#     ✓ Something like the sum so far is in h all the way.

numbers = torch.randn(1000, 20, 1)
sum_so_far = numbers.cumsum(dim=1).squeeze(-1)
with torch.no_grad():  # we only look: no gradients needed
    answers = model(numbers)
right = ((answers > 0) == (sum_so_far > 0)).float().mean(dim=0)
print(f"{(right > 0.9).sum().item() = }")

# %%
# To answer at the end, the LSTM has to keep something like the sum all the way.
# So the same head can read it at every step.

# %%
# The picture follows three sequences. Above is the sum so far, below what the
# model says of it, as a probability: 1 is a sure yes, 0 a sure no.

# lesson: figure
figure, axes = plt.subplots(
    2, sharex=True, layout="constrained", figsize=(6.4, 4.4)
)
figure.suptitle("The answer follows the sign of the sum")
for row, style in ((1, "o-"), (3, "s--"), (5, "^:")):
    axes[0].plot(range(1, 21), sum_so_far[row], style, ms=4)
    axes[1].plot(range(1, 21), answers[row].sigmoid(), style, ms=4)
axes[0].axhline(0, color="0.5", lw=1)
axes[0].set_ylabel("sum so far")
axes[1].set(
    xlabel="time step $t$", ylabel="probability", xticks=range(0, 21, 5)
)
plt.show()

# %%
# Train an answer for each step
# -----------------------------
# If you want an answer at each step, ask at each step in training, too. Then
# ``wanted`` has the axes (batch, time), like the answers, and the loss is the
# mean over all of them. Nothing else changes:

torch.manual_seed(0)
tagger = SumIsPositive()
optimizer = torch.optim.Adam(tagger.parameters(), lr=0.03)
for _ in range(121):
    sequences = torch.randn(64, 20, 1)
    wanted = (sequences.cumsum(dim=1).squeeze(-1) > 0).float()
    loss = loss_of(tagger(sequences), wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
with torch.no_grad():
    tagged = ((tagger(numbers) > 0) == (sum_so_far > 0)).float().mean(dim=0)
print(f"{right.mean() = :.2f}, {tagged.mean() = :.2f}")
print(f"{right[-1] = :.2f}, {tagged[-1] = :.2f}")

# %%
# The first number says how often the answers are right, over all steps, if
# training asks only at the end. The second, if it asks at every step. The next
# line says the same of the last step alone. That answer loses nothing; which of
# the two is a little ahead there depends on the seed. For several classes and
# for sequences of different lengths, copy the recipe *Tag each step*.

# %%
# Remember
# --------
# - ``head(output)`` gives an answer for each step, ``head(h_n[-1])`` one for
#   the sequence.
# - An LSTM returns a tuple, so it does not fit into ``nn.Sequential``: write a
#   module.
# - Ask at the last step that belongs to the sequence. With padding or two
#   directions ``output[:, -1]`` is not it: see *Different lengths: pad and
#   pack* and *Two directions: bidirectional*.

# %%
# Try it
# ------
# Give the head the mean of ``output`` over time in place of its last step, as
# many text classifiers do, and train again, twice as long. How often is it
# right now, and how often was it before?

# lesson: solution
# The mean of the answers is the answer to the mean, since the head is linear.
torch.manual_seed(0)
model = SumIsPositive()
optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
for _ in range(240):
    numbers = torch.randn(64, 20, 1)
    wanted = (numbers.sum(dim=(1, 2)) > 0).float()
    loss = loss_of(model(numbers).mean(dim=1), wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

numbers = torch.randn(1000, 20, 1)
said = model(numbers).mean(dim=1) > 0
mean_right = (said == (numbers.sum(dim=(1, 2)) > 0)).float().mean()
print(f"{mean_right = :.2f}, {right[-1] = :.2f}")

# %%

# lesson: check
assert scores.shape == (7, 5, 2)
torch.testing.assert_close(scores, output @ head.weight.T + head.bias)
assert all(numbers.shape == (7, 3) for numbers in candidates.values())
assert head(h_n[-1]).shape == (7, 2)
assert torch.equal(h_n[-1], output[:, -1])
assert (
    message
    == "linear(): argument 'input' (position 1) must be Tensor, not tuple"
)
assert abs(losses[0] - ln_2) < 0.03
rounds = torch.tensor(losses)
assert rounds[:3].min() > 0.6
assert rounds[20:40].mean() < 0.45
assert rounds[80:].mean() < rounds[20:40].mean()
assert (right > 0.9).all()
assert (tagged > 0.9).all()
assert tagged[-1] > right[-1] - 0.03
assert mean_right > 0.9

# %%
# Next
# ----
# *Words become numbers: Embedding and LSTM* puts an ``nn.Embedding`` below the
# LSTM, so that it can read letters and words.
