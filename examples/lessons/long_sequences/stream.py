r"""Stream it: one step at a time
=============================

How do I use a trained LSTM when the data arrive one sample at a time?

In production there is rarely a whole sequence. A sensor sends a sample, and you
want an answer now. The state makes that cheap: it holds all that the LSTM knows
of the past, so you keep two small tensors instead of the whole history. Four
things can go wrong, and none of them raises an error.
"""

# lesson: minutes 8
# lesson: level intermediate
# lesson: after carry_the_state, predict
# lesson: tags state, loops, output

# %%
# A model that takes a state and returns it
# -----------------------------------------
# Training gives whole sequences, streaming gives one step. The same module can
# do both if its ``forward`` takes a state, with None for a fresh start, and
# returns the new one:

import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(4, 16, num_layers=2, dropout=0.3, batch_first=True)
        self.head = nn.Linear(16, 1)

    def forward(self, x, state=None):
        output, state = self.lstm(x, state)
        return self.head(output), state


torch.manual_seed(0)
model = Model()

# %%
# In a picture, streaming is the chain of an LSTM with a pause after each step.
# What is kept during the pause are h and c of each layer:

# lesson: figure
import matplotlib.pyplot as plt

from lstm_demo.pictures import plot_unrolled

plot_unrolled(
    nn.LSTM(4, 16, num_layers=2, batch_first=True),
    torch.zeros(1, 5, 4),
    lit=("h_n", "c_n"),
)
plt.show()

# %%
# The eight lines
# ---------------
# ``eval`` switches dropout off. ``inference_mode`` keeps no record for
# ``backward``. Each sample becomes a batch of one sequence of one step, and the
# state is carried:

samples = torch.randn(100, 4)  # from a sensor, say, one row at a time

model.eval()
state = None
streamed = []
with torch.inference_mode():
    for sample in samples:
        answer, state = model(sample.view(1, 1, 4), state)
        streamed.append(answer.item())
print(f"{len(streamed) = }, {state[0].shape = }, {state[1].shape = }")

# %%
# Is it the same?
# ---------------
# Compare with the whole sequence in one call. Do the answers agree?
#
# Only roughly, because the model sees less at a time
#     ✗ It sees less at a time, but it has not forgotten anything: h and c hold
#     all that a single call would hand from step to step.
# Yes, up to rounding
#     ✓ A call over 100 steps does inside what your loop does outside: it hands
#     h and c on.
# Only with ``batch_first=False``
#     ✗ The order of the axes changes where the numbers lie, not what they are.

with torch.inference_mode():
    offline, _ = model(samples.unsqueeze(0))
difference = (offline.flatten() - torch.tensor(streamed)).abs().max()
print(f"{difference < 1e-6 = }")

# %%
# Do this comparison once for your own model, and keep it as a test. It finds
# all four mistakes at once:
#
# - ``eval`` was forgotten: dropout goes on, and answers are noise.
# - The state was not handed back: each sample is the first one.
# - The state was kept when a new stream began: the first answers are about the
#   old one.
# - The model is bidirectional: its second half needs the future, which is not
#   there yet.

wrong = {}
with torch.inference_mode():
    model.train()
    torch.manual_seed(0)
    wrong["without eval"], _ = model(samples.unsqueeze(0))
    model.eval()
    wrong["state not carried"], _ = model(
        samples.unsqueeze(1)
    )  # 100 fresh starts
    wrong["old state kept"], _ = model(samples.unsqueeze(0), state)
for name, answers in wrong.items():
    error = (answers.flatten() - offline.flatten()).abs()
    print(
        f"{name:18}", f"first answer {error[0]:.3f}", f"worst {error.max():.3f}"
    )

# %%
# When to start afresh
# --------------------
# Set the state back to None when what comes next has nothing to do with what
# came before: another patient, another sentence, a sensor that was off. If one
# batch serves many streams, reset only the rows of those that begin anew.
# ``torch.where`` does it, and unlike a product with 0 it also gets rid of a
# NaN. The batch is axis 1 of the states:


def start_afresh(state, begins):
    """Put zeros into the rows of a state where a new stream begins."""
    begins = begins.view(1, -1, 1)  # (layers, batch, hidden_size)
    return tuple(torch.where(begins, torch.zeros_like(s), s) for s in state)


with torch.inference_mode():
    _, state = model(torch.randn(3, 7, 4))
    state[1][0, 1, 0] = torch.nan  # something went wrong in stream 1
    state = start_afresh(state, torch.tensor([False, True, False]))
print([s.isnan().any().item() for s in state], state[0][:, 1].abs().sum())

# %%
# Stop and go on later
# --------------------
# A server that restarts need not lose the past. Save the state like anything
# else, and hand it back:

from pathlib import Path
from tempfile import TemporaryDirectory

with torch.inference_mode(), TemporaryDirectory() as folder:
    _, state = model(samples[:60].unsqueeze(0))
    torch.save(state, Path(folder) / "state.pt")

    state = torch.load(Path(folder) / "state.pt", weights_only=True)
    rest, _ = model(samples[60:].unsqueeze(0), state)
print(f"{torch.allclose(rest, offline[:, 60:], atol=1e-6) = }")

# %%
# And if you want to go on from a sample in the middle that you have not saved,
# to try two futures from there, say? Read the recording once more with
# ``run_stepwise``, which keeps :math:`h` and :math:`c` after every step:

from lstm_demo import run_stepwise

with torch.inference_mode():
    past = run_stepwise(model.lstm, samples.unsqueeze(0))
    state = past.h_calls[29], past.c_calls[29]  # after sample 30
    again, _ = model(samples[30:].unsqueeze(0), state)
print(f"{torch.allclose(again, offline[:, 30:], atol=1e-6) = }")

# %%
# What a step costs
# -----------------
# A step multiplies each weight once, whether it is the second or the millionth.
# Without a state you would have to read the whole history again for each
# answer:

weights = sum(weight.numel() for weight in model.lstm.parameters())
for step in (1, 100, 10_000):
    print(f"{step = }, carried: {weights:,}, all again: {weights * step:,}")

# %%
# Remember
# --------
# - ``model.eval()``, ``torch.inference_mode()``, one step in, the state handed
#   back.
# - The answers equal those of one call over everything. Keep that as a test.
# - Start afresh at the start of each stream; ``torch.where`` resets single
#   rows.

# %%
# Try it
# ------
# Feed the stream in packets of 7 samples, as a network would bring them. The
# answers do not change: where you cut is not visible if the state is carried
# over the cut.

# lesson: solution
state, packets = None, []
with torch.inference_mode():
    for packet in samples.split(7):
        answers, state = model(packet.unsqueeze(0), state)
        packets.append(answers.flatten())
packets = torch.cat(packets)
print(f"{torch.allclose(packets, offline.flatten(), atol=1e-6) = }")

# %%

# lesson: check
assert difference < 1e-6
errors = {
    name: (a.flatten() - offline.flatten()).abs() for name, a in wrong.items()
}
assert min(error.max() for error in errors.values()) > 0.001
assert errors["state not carried"][0] < 1e-6 < errors["old state kept"][0]
assert (
    errors["old state kept"][-1] < 1e-6
)  # by then the old stream is forgotten
assert not any(
    s.isnan().any() for s in start_afresh(state, torch.tensor([True]))
)
torch.testing.assert_close(rest, offline[:, 60:])
torch.testing.assert_close(again, offline[:, 30:])
torch.testing.assert_close(packets, offline.flatten())

# %%
# Next
# ----
# *Where memory pays: write words letter by letter* trains in chunks and then
# streams its own output.
