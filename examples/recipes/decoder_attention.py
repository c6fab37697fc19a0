r"""Attention in a decoder, with a query
====================================

Let each step of a decoder look at all that the encoder has read. Its h is the
*query*: it is compared with the h of each step of the encoder, and the better
they agree, the more weight that step gets. The padding gets none.
"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def attend(decoded, encoded, lengths):
    """Return what each step of the decoder gets of the encoder, and the weights."""
    steps = torch.arange(encoded.shape[1], device=encoded.device)
    padding = steps >= lengths.to(steps.device).view(-1, 1, 1)
    scores = decoded @ encoded.transpose(1, 2)  # (batch, to write, to read)
    weights = scores.masked_fill(padding, -torch.inf).softmax(dim=-1)
    return weights @ encoded, weights


# %%
# While you train, the decoder reads what it should have written. Then all of its
# steps are known, and no loop is needed:

torch.manual_seed(0)
encoder = nn.LSTM(4, 6, batch_first=True)
decoder = nn.LSTM(5, 6, batch_first=True)
lengths = torch.tensor([2, 7, 3])
source, target = torch.randn(3, 7, 4), torch.randn(3, 5, 5)

packed = pack_padded_sequence(source, lengths, True, enforce_sorted=False)
output, state = encoder(packed)
encoded, _ = pad_packed_sequence(output, batch_first=True)
decoded, _ = decoder(target, state)
context, weights = attend(decoded, encoded, lengths)
joined = torch.cat([decoded, context], dim=-1)  # to the head
print(f"{weights.shape = }, {joined.shape = }")
assert weights[0, :, 2:].count_nonzero() == 0

# %%
# When it writes, it goes step by step, and computes the same. (In the attention
# of Bahdanau the context goes into the decoder's next input. That takes a loop
# in training, too.)

contexts = []
for step in target.split(1, dim=1):
    decoded, state = decoder(step, state)
    contexts.append(attend(decoded, encoded, lengths)[0])
torch.testing.assert_close(torch.cat(contexts, dim=1), context)

# %%
# If encoder and decoder are not equally wide, put an ``nn.Linear`` behind
# ``encoded``. What a weight means, and what it does not, is told in the recipe
# *Attention over the outputs, with a mask*.
