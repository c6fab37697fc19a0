"""The example of the reference, which tests/test_runners.py runs."""

import torch
from torch import nn

from lstm_demo import run_batched, run_in_chunks, run_stepwise

lstm = nn.LSTM(input_size=4, hidden_size=3)
inputs = torch.randn(5, 2, 4)

whole = run_batched(lstm, inputs)
steps = run_stepwise(lstm, inputs)
chunks = run_in_chunks(lstm, inputs, chunk_size=2)

for run in (steps, chunks):
    torch.testing.assert_close(run.output, whole.output)
    torch.testing.assert_close(run.h_n, whole.h_n)
    torch.testing.assert_close(run.c_n, whole.c_n)

assert whole.c_calls.shape == (1, 1, 2, 3)
assert steps.c_calls.shape == (5, 1, 2, 3)
assert chunks.c_calls.shape == (3, 1, 2, 3)
