"""An independent way to run an LSTM: one `nn.LSTMCell` per layer and direction."""

import torch
from torch import Tensor, nn
from torch.func import functional_call

from lstm_demo import Run
from lstm_demo.checks import State


def run_cells(lstm: nn.LSTM, inputs: Tensor, hx: State) -> Run:
    """Run `lstm` by cells that hold its weights; gradients flow back to `lstm`.

    Args:
        lstm: The module; dropout is left out.
        inputs: In the axes that `lstm` takes.
        hx: (layers·directions, batch, features), or without batch as `inputs`.

    Returns:
        What the module returns, and the states after every step that a direction has
        taken, the reverse one's in its own order.
    """
    batched = inputs.dim() == 3
    layer_inputs = inputs if batched else inputs.unsqueeze(1)
    if batched and lstm.batch_first:
        layer_inputs = layer_inputs.transpose(0, 1)
    h_0, c_0 = hx if batched else (state.unsqueeze(1) for state in hx)
    h_rows, c_rows = [], []
    for layer in range(lstm.num_layers):
        outputs = []
        for direction in range(2 if lstm.bidirectional else 1):
            suffix = f"l{layer}_reverse" if direction else f"l{layer}"
            steps = layer_inputs.flip(0) if direction else layer_inputs
            row = len(h_rows)
            hs, cs = _walk(lstm, suffix, steps, h_0[row], c_0[row])
            h_rows.append(hs)
            c_rows.append(cs)
            outputs.append(hs.flip(0) if direction else hs)
        layer_inputs = torch.cat(outputs, dim=-1)
    output = layer_inputs
    h_steps, c_steps = torch.stack(h_rows, dim=1), torch.stack(c_rows, dim=1)
    if not batched:
        output, h_steps, c_steps = (
            output.squeeze(1),
            h_steps.squeeze(2),
            c_steps.squeeze(2),
        )
    elif lstm.batch_first:
        output = output.transpose(0, 1)
    return Run(output, h_steps[-1], c_steps[-1], h_steps, c_steps)


def _walk(
    lstm: nn.LSTM, suffix: str, steps: Tensor, h: Tensor, c: Tensor
) -> tuple[Tensor, Tensor]:
    weight_ih = getattr(lstm, f"weight_ih_{suffix}")
    weight_hh = getattr(lstm, f"weight_hh_{suffix}")
    weights = {"weight_ih": weight_ih, "weight_hh": weight_hh}
    if lstm.bias:
        weights["bias_ih"] = getattr(lstm, f"bias_ih_{suffix}")
        weights["bias_hh"] = getattr(lstm, f"bias_hh_{suffix}")
    width = weight_ih.shape[1]
    if lstm.proj_size:
        # A cell has no projection: the projected h enters it beside the inputs.
        width += lstm.proj_size
        weights["weight_ih"] = torch.cat([weight_ih, weight_hh], dim=1)
        weights["weight_hh"] = weight_hh.new_zeros(4 * lstm.hidden_size, lstm.hidden_size)
    cell = nn.LSTMCell(width, lstm.hidden_size, lstm.bias, dtype=weight_ih.dtype)
    hs, cs = [], []
    for x in steps:
        if lstm.proj_size:
            beside = torch.cat([x, h], dim=1)
            h, c = functional_call(cell, weights, (beside, (torch.zeros_like(c), c)))
            h = h @ getattr(lstm, f"weight_hr_{suffix}").T
        else:
            h, c = functional_call(cell, weights, (x, (h, c)))
        hs.append(h)
        cs.append(c)
    return torch.stack(hs), torch.stack(cs)
