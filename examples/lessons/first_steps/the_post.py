r"""Inputs and outputs of an LSTM in code: the post, run again
==========================================================

An LSTM reads five inputs step by step, and then all at once. Why do the numbers
of the two runs differ?

"Inputs y Outputs de una LSTM en código" is a Spanish blog post, signed by
aaron. It makes a small LSTM, feeds it five inputs in a loop, feeds it all five
in one call, and prints what comes out. There are many notebooks like it, and
this site began with it.

Here the whole post runs again, with all the numbers that it printed. You know
enough by now to read it with open eyes. Its code runs, and its numbers are
real. But it lets you believe two things that are not so: that the loop
remembers from step to step, and that the five inputs are five sequences.
"""

# lesson: minutes 10
# lesson: level beginner
# lesson: after carry_the_state, a_loop_is_one_call, hidden_size
# lesson: tags state, loops, axes

# %%
# What the post makes
# -------------------
# The post sets the seed of the random generator and makes an LSTM for four
# features with three units, five random inputs, and random states to start
# from. The code below does the same. It also throws away 776 random numbers,
# and the reason is worth knowing.
#
# The post was a notebook. If you run its cells from top to bottom today, you
# get other numbers, although the seed is the same. Most likely some cells had
# been run before, as everyone does, and each run took numbers from the same
# generator. So what the page printed does not begin right after the seed. The
# numbers of the post come out if the generator first skips 776 draws. What
# exactly had used them is not known.

import torch
from torch import nn

torch.manual_seed(2)
torch.rand(776)  # skip what had been drawn before

lstm = nn.LSTM(input_size=4, hidden_size=3)
lstm.requires_grad_(False)  # no training here; keeps what is printed short

inputs_list = [torch.randn(1, 4) for _ in range(5)]
h_0, c_0 = torch.randn(1, 1, 3), torch.randn(1, 1, 3)
print(inputs_list)

# %%
# Step by step
# ------------
# The first half of the post is a loop with one call per input. ``view(1, 1,
# -1)`` makes of each input one step of one sequence: (time, batch, features) =
# (1, 1, 4). After each call the loop prints what came out. The post keeps the
# pair ``(h_n, c_n)`` under one name, ``hidden``. Here both tensors are printed
# with their own names.

for x_t in inputs_list:
    out, hidden = lstm(x_t.view(1, 1, -1), (h_0, c_0))
    h_n, c_n = hidden
    print(f"{out = }")
    print(f"{h_n = }")
    print(f"{c_n = }")
    print()

# %%
# Look at one block of numbers: ``out`` and ``h_n`` are the same, since after a
# single step the last :math:`h` is the only one. ``c_n`` is not in ``out``.

# %%
# All at once
# -----------
# The second half of the post gives all five inputs to the LSTM in one call. Its
# procedure has three parts. The first is to join the inputs into one tensor
# that has a batch axis. ``torch.cat`` makes of five tensors (1, 4) one of (5,
# 4), and ``view`` puts the batch axis in the middle: (time, batch, features).

inputs = torch.cat(inputs_list).view(5, 1, -1)
print(inputs.size())
print(inputs)

# %%
# The second part is to settle the size of the hidden state. In truth you
# settled it when you wrote ``hidden_size=3``. What is left is the state to
# start from: if you pass one, it is the pair ``(h_0, c_0)``, and each has the
# shape (layers, batch, hidden_size), here (1, 1, 3). You may also leave it out.
# Then the LSTM starts from zeros.
#
# The post draws new random states here. Its numbers come out if the generator
# skips 48 draws before. Four earlier runs of this cell would account for them:
# each makes six normal numbers, and so few at a time take two draws each.
#
# The third part is the call. It gives ``out``, :math:`h` at every step, and the
# latest states, ``h_n`` and ``c_n``.

torch.rand(48)  # skip what had been drawn before
h_0_new, c_0_new = torch.randn(1, 1, 3), torch.randn(1, 1, 3)

out, (h_n, c_n) = lstm(inputs, (h_0_new, c_0_new))
print(f"{out = }")
print(f"{h_n = }")
print(f"{c_n = }")

# %%
# With that, the post ends. All 106 numbers that it printed stand above, in its
# order.

# %%
# Two runs that agree at no step
# ------------------------------
# Put both runs side by side. The same LSTM has read the same five inputs, so a
# reader expects the same outputs. In the picture you see :math:`h` of each
# step, as it was printed above: the loop in the upper row, the one call in the
# lower, which starts from states of its own. Not a single column agrees.

steps = [lstm(x_t.view(1, 1, -1), (h_0, c_0))[0] for x_t in inputs_list]
loop_output = torch.cat(steps)  # joined along time

# %%

# lesson: figure
try:
    import matplotlib.pyplot as plt
except ModuleNotFoundError:
    print("The picture needs matplotlib; all else runs without it.")
else:
    figure, ax = plt.subplots(layout="constrained", figsize=(6.4, 3.6))
    figure.suptitle("The loop starts anew at each step, the call goes on")
    ax.set(xlim=(-1.9, 4.5), ylim=(-0.45, 3.3))
    ax.axis("off")
    box = {
        "boxstyle": "round,pad=0.4",
        "facecolor": "none",
        "edgecolor": "#4a5568",
    }
    arrow = {"arrowstyle": "->", "color": "#4a5568"}
    middle = {"ha": "center", "va": "center"}
    ax.text(-1.9, 3.1, "the loop", va="center")
    ax.text(-1.9, 1.3, "one call", va="center")
    for t in range(5):
        for y, row in ((2.1, loop_output), (0.4, out)):
            shown = "\n".join(f"{number:.4f}" for number in row[t, 0])
            ax.text(t, y, shown, **middle, bbox=box, fontsize=9)
        ax.annotate("", (t, 2.55), (t, 2.95), arrowprops=arrow)
        ax.text(t, 3.1, "$h_0, c_0$", **middle)
        ax.annotate("", (t - 0.31, 0.4), (t - 0.69, 0.4), arrowprops=arrow)
        ax.text(t, -0.3, f"$t = {t + 1}$", **middle)
    ax.text(-0.74, 0.4, "other $h_0, c_0$", ha="right", va="center")
    plt.show()

# %%
# There are two differences between the runs. The loop gives ``(h_0, c_0)`` to
# *every* call, so what one step leaves behind never reaches the next. And the
# one call starts from states of its own.
#
# How many of the five steps agree once you have put right one of the two?
#
# Let the one call start from the loop's states: all five
#     ✗ The loop still forgets, so they part at the second step.
# Let the one call start from the loop's states: the first only
#     ✓ Before the first step there is nothing to forget.
# Let the loop carry its state: all five
#     ✗ It still starts elsewhere, and the start is felt at every step.


def read_in_a_loop(state, carry):
    """Read the five steps, one call each, and return h at every step."""
    outputs = []
    for x_t in inputs.split(1):
        output_t, new_state = lstm(x_t, state)
        outputs.append(output_t)
        if carry:
            state = new_state
    return torch.cat(outputs)


def count_equal(a, b):
    """Count the steps at which two outputs agree."""
    return sum(torch.allclose(a[t], b[t]) for t in range(5))


forgets = read_in_a_loop((h_0, c_0), carry=False)
carries = read_in_a_loop((h_0, c_0), carry=True)
same_start, _ = lstm(inputs, (h_0, c_0))

print("steps that agree")
print(f"as in the post:   {count_equal(forgets, out)}")
print(f"one start:        {count_equal(forgets, same_start)}")
print(f"carried:          {count_equal(carries, out)}")
print(f"both:             {count_equal(carries, same_start)}")

# %%
# Either mend alone is not enough. With both, the loop and the call agree at
# every step. So the post's two runs could never have agreed, whatever numbers
# its generator had drawn.

# %%
# The same with two functions
# ---------------------------
# The package ``lstm_demo`` has both ways to run an LSTM as functions:
# ``run_stepwise`` makes one call per step, ``run_batched`` makes one for the
# whole sequence. ``load_post`` makes the LSTM and the inputs of the post, and
# the two pairs of states to start from: ``hx`` is that of the loop, and
# ``hx_whole`` that of the one call. So the post, as it was and mended, is a few
# lines:

try:
    from lstm_demo import load_post, run_batched, run_stepwise
except ModuleNotFoundError:
    print("This part needs lstm_demo; all else runs without it.")
else:
    post = load_post()

    # what the post runs
    loop = run_stepwise(post.lstm, post.inputs, post.hx, carry_state=False)
    call = run_batched(post.lstm, post.inputs, post.hx_whole)
    torch.testing.assert_close(loop.output, loop_output)
    torch.testing.assert_close(call.output, out)

    # what it wanted to show
    loop = run_stepwise(post.lstm, post.inputs, post.hx)
    call = run_batched(post.lstm, post.inputs, post.hx)
    torch.testing.assert_close(loop.output, call.output)
    torch.testing.assert_close(loop.h_n, call.h_n)
    torch.testing.assert_close(loop.c_n, call.c_n)
    print(f"{torch.allclose(loop.output, call.output) = }")
    print(f"{loop.c_calls.shape = }")  # c after each of the five calls

# %%
# The stepwise run gives you one thing that the call does not: ``c_calls`` holds
# :math:`c` after every step. Its axes are (calls, layers, batch, hidden_size).

# %%
# Five steps or five sequences?
# -----------------------------
# The comments in the post's code call its inputs ``5 input sentences``, and the
# first axis of their tensor ``number of sequences``. But they are five *steps
# of one sequence*: the first axis is time. The comment above the loop says it
# rightly: ``step through the sequence one element at a time``.
#
# Suppose that you take the word literally, and make five sequences of one step
# each. Then they belong on the batch axis, and each needs a state to start
# from.

batch = inputs.transpose(0, 1)  # 1 step, 5 sequences
same_start_for_all = h_0.repeat(1, 5, 1), c_0.repeat(1, 5, 1)
batch_output, batch_state = lstm(batch, same_start_for_all)
print(f"{batch_output.shape = }")
print(f"{torch.allclose(batch_output[0], loop_output[:, 0]) = }")

# %%
# These are the numbers of the loop. A loop that does not carry its state reads
# five sequences that have nothing to do with one another. So "sequences" fits
# the loop, but not the one call after it.
#
# A comment in the loop says that after each step ``hidden`` contains the hidden
# state. The comment is true and leads astray: ``hidden`` holds the state after
# *that one* step, nobody reads it, and the next turn of the loop writes over
# it. After the loop it holds what the LSTM remembers of the fifth input, and
# nothing of the four before.

# %%
# Where the post's words lead astray
# ----------------------------------
# Three more of its comments are worth a second look:
#
# - ``a function which contains the weights``, it says of the hidden state. The
#   weights belong to the LSTM and stay as they are while it reads. The state is
#   made anew for each sequence and changes at each step.
# - ``Size of the hidden state`` is right of ``hidden_size``. But then it says
#   ``the number of outputs that each LSTM cell produces at each time step``, as
#   if there were several cells. Here is one, used at all five steps, and
#   ``hidden_size`` is how many numbers its :math:`h` and its :math:`c` have.
# - ``initialize the hidden state`` stands in the second half above two tensors.
#   The first half had said it rightly: ``h_0`` is the hidden state, and ``c_0``
#   is the memory of the cell.

# %%
# Remember
# --------
# - A loop over the steps equals one call if it starts from the same state *and*
#   carries the state on.
# - Time is the first axis, (time, batch, features): five steps of one sequence
#   are (5, 1, features), five sequences of one step (1, 5, features).
# - A seed fixes the numbers only if everything that draws random numbers runs
#   once, and in the same order.

# %%
# Try it
# ------
# Mend the loop of the post with as few changes as you can, and compare its last
# ``out`` with the last step of one call from the same states.

# lesson: solution
hidden = h_0, c_0
for x_t in inputs_list:
    # it was (h_0, c_0); and the line above the loop is new
    out_t, hidden = lstm(x_t.view(1, 1, -1), hidden)
print(out_t)
print(same_start[-1:])
torch.testing.assert_close(out_t, same_start[-1:])

# %%

# lesson: check
torch.testing.assert_close(forgets, loop_output)
assert count_equal(forgets, out) == 0
assert count_equal(forgets, same_start) == 1
assert count_equal(carries, out) == 0
assert count_equal(carries, same_start) == 5
assert torch.allclose(forgets[0], same_start[0])
torch.testing.assert_close(batch_output[0], loop_output[:, 0])
assert out.shape == (5, 1, 3)

# Four runs of the last cell take as many draws as the 48 that are skipped.
with torch.random.fork_rng(devices=()):
    torch.manual_seed(2)
    for _ in range(4):
        torch.randn(1, 1, 3), torch.randn(1, 1, 3)
    after_four_runs = torch.rand(1)
    torch.manual_seed(2)
    torch.rand(48)
    assert torch.equal(torch.rand(1), after_four_runs)

# The last state of the loop is that of an LSTM which has read input 5 alone.
_, of_the_fifth = lstm(inputs[4:], (h_0, c_0))
torch.testing.assert_close(batch_state[0][:, 4:], of_the_fifth[0])

# %%
# Next
# ----
# You know what goes in and what comes out. *From output to a prediction: the
# head and the training loop* trains an LSTM to do something.
