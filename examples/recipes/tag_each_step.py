r"""Tag each step
=============

A label for each word or each moment: the head reads ``output`` at every step.
Two directions help, because the label of a word depends on what follows it.
The model packs, or its reverse direction would begin in the padding.
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Tagger(nn.Module):
    def __init__(self, words, tags):
        super().__init__()
        self.embedding = nn.Embedding(words, 16, padding_idx=0)
        self.lstm = nn.LSTM(16, 32, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * 32, tags)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(
            self.embedding(x), lengths, batch_first=True, enforce_sorted=False
        )
        output, _ = pad_packed_sequence(
            self.lstm(packed)[0], batch_first=True, total_length=x.shape[1]
        )
        return self.head(output)  # (batch, time, tags)


# %%
# The loss leaves the padding out with ``ignore_index``, which is -100 by default.
# Do not set it to 0, as for the words: then a tag 0 would never be learned.

torch.manual_seed(0)
lengths = torch.tensor([2, 5, 3])
x = torch.randint(1, 100, (3, 5)) * (torch.arange(5) < lengths.unsqueeze(1))
tags = torch.randint(7, (3, 5)).masked_fill(x == 0, -100)
scores = Tagger(words=100, tags=7)(x, lengths)
loss = nn.functional.cross_entropy(scores.flatten(0, 1), tags.flatten())
print(f"{scores.shape = }, {loss.item() = :.2f}")
assert scores[0, 2:].std(dim=0).abs().max() == 0  # the padding: the bias alone

# %%
# A tag that may not follow another (in NER, I-PER after B-LOC) is what a *CRF*
# learns: it adds a score for each pair of neighbouring tags (BiLSTM-CRF). PyTorch
# has none. `pytorch-crf <https://github.com/kmkurn/pytorch-crf/issues/97>`_ takes
# a whole batch of these scores, with a mask of the valid steps (not run here).
