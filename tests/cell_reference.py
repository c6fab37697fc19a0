"""An independent way to run an LSTM: PyTorch's cell, for each layer and direction."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from lstm_demo import Run
from lstm_demo.checks import State


def run_cells(lstm: nn.LSTM, inputs: Tensor, hx: State) -> Run:
    """Run the cells with the weights of `lstm`, without dropout, in any axes it takes.

    The states of the reverse direction are in its own order.
    """
    batch_axis = 0 if lstm.batch_first else 1
    if inputs.dim() == 2:
        h_0, c_0 = (state.unsqueeze(1) for state in hx)
        run = run_cells(lstm, inputs.unsqueeze(batch_axis), (h_0, c_0))
        return Run(run.output.squeeze(batch_axis), *(rows.squeeze(-2) for rows in run[1:]))
    x = inputs.transpose(0, 1) if lstm.batch_first else inputs
    h_rows: list[Tensor] = []
    c_rows: list[Tensor] = []
    for _ in range(lstm.num_layers):
        outputs = []
        for reverse in (False, True)[: 1 + lstm.bidirectional]:
            row, steps = len(h_rows), x.flip(0) if reverse else x
            hs, cs = _walk(lstm, lstm.all_weights[row], steps, hx[0][row], hx[1][row])
            h_rows.append(hs)
            c_rows.append(cs)
            outputs.append(hs.flip(0) if reverse else hs)
        x = torch.cat(outputs, dim=-1)
    h_steps, c_steps = torch.stack(h_rows, dim=1), torch.stack(c_rows, dim=1)
    output = x.transpose(0, 1) if lstm.batch_first else x
    return Run(output, h_steps[-1], c_steps[-1], h_steps, c_steps)


def _walk(
    lstm: nn.LSTM, weights: Sequence[Tensor], steps: Tensor, h: Tensor, c: Tensor
) -> tuple[Tensor, Tensor]:
    w_ih, w_hh = weights[:2]
    biases = weights[2:4] if lstm.bias else ()
    # A cell has no projection: its h, projected or not, enters beside the inputs.
    joined, unused = torch.cat([w_ih, w_hh], dim=1), w_hh.new_zeros(len(w_hh), c.shape[1])
    hs, cs = [], []
    for x in steps:
        hx = torch.zeros_like(c), c
        h, c = torch.lstm_cell(torch.cat([x, h], dim=1), hx, joined, unused, *biases)
        if lstm.proj_size:
            h = h @ weights[-1].T
        hs.append(h)
        cs.append(c)
    return torch.stack(hs), torch.stack(cs)
