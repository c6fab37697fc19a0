"""What goes into and comes out of ``torch.nn.LSTM``, shown by running it."""

from lstm_demo.post import Post, load_post
from lstm_demo.runners import Run, run_batched, run_in_chunks, run_stepwise

__all__ = [
    "Post",
    "Run",
    "load_post",
    "run_batched",
    "run_in_chunks",
    "run_stepwise",
]
