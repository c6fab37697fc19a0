r"""Start with an open forget gate and orthogonal weights
=====================================================

PyTorch draws all weights from the same range. Two habits often train faster: a
bias of 1 for the forget gate, so that the memory lasts from the start
(`Jozefowicz and others, 2015
<https://proceedings.mlr.press/v37/jozefowicz15.html>`_), and orthogonal blocks
in ``weight_hh``, so that h neither grows nor fades at once.
"""

import torch
from torch import nn


@torch.no_grad()
def initialise(lstm):
    size = lstm.hidden_size
    for name, weight in lstm.named_parameters():
        if "weight_ih" in name:
            nn.init.xavier_uniform_(weight)
        elif "weight_hh" in name:
            for block in weight.split(size):  # i, f, g, o
                nn.init.orthogonal_(block)
        elif "bias" in name:
            weight.zero_()
            if "bias_ih" in name:  # the two biases are added: set one
                weight[size : 2 * size] = 1  # f


# %%
# Every layer and direction is served:

torch.manual_seed(0)
lstm = nn.LSTM(4, 6, num_layers=2, bidirectional=True)
initialise(lstm)
f = torch.sigmoid(lstm.bias_ih_l0 + lstm.bias_hh_l0)[6:12]
print(f)  # the forget gate if input and h are 0
block = lstm.weight_hh_l1_reverse[:6]
torch.testing.assert_close(block @ block.T, torch.eye(6))
assert (f > 0.7).all()
