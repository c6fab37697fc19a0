"""Modules with inputs, an independent way to run them, and when two runs are the same."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from hypothesis import strategies as st
from torch import Tensor, nn

from lstm_demo import Run
from lstm_demo.checks import State

# All differ, with one direction and with two: no axis can pass for another.
LAYERS, PROJ, LENGTH, BATCH, INPUT, HIDDEN = 2, 3, 5, 7, 8, 9
TOLERANCES = {
    torch.float64: {"atol": 1e-12, "rtol": 0.0},
    torch.float32: {"atol": 1e-6, "rtol": 1e-5},
}


class Case(NamedTuple):
    """A module with inputs and states for it, all of which want gradients."""

    lstm: nn.LSTM
    inputs: Tensor
    hx: State


def make_case(
    lstm: nn.LSTM, batched: bool = True, length: int = LENGTH, batch: int = BATCH
) -> Case:
    """Draw inputs and states that fit `lstm`."""
    dtype = lstm.weight_hh_l0.dtype
    rows = lstm.num_layers * (2 if lstm.bidirectional else 1)
    middle = (batch,) if batched else ()
    front = (batch, length) if batched and lstm.batch_first else (length, *middle)
    shapes = (
        (*front, lstm.input_size),
        (rows, *middle, lstm.proj_size or lstm.hidden_size),
        (rows, *middle, lstm.hidden_size),
    )
    inputs, h_0, c_0 = (
        torch.randn(shape, dtype=dtype, requires_grad=True) for shape in shapes
    )
    return Case(lstm, inputs, (h_0, c_0))


def run_cells(lstm: nn.LSTM, inputs: Tensor, hx: State) -> Run:
    """Run PyTorch's cell for each layer and direction of `lstm`, in any axes it takes.

    It knows no dropout; the states of the reverse direction are in its own order.
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


def assert_same(got: tuple[Tensor, ...], expected: tuple[Tensor, ...], case: Case):
    """Compare values, then the gradients of all that the case holds.

    Every number of every tensor has its own weight in the sum that is differentiated.
    """
    tolerance = TOLERANCES[case.inputs.dtype]
    torch.testing.assert_close(tuple(got), tuple(expected), **tolerance)
    leaves = (case.inputs, *case.hx, *case.lstm.parameters())
    factors = [torch.randn_like(tensor) for tensor in expected]
    options = {"retain_graph": True, "allow_unused": True, "materialize_grads": True}
    gradients = [
        torch.autograd.grad(tensors, leaves, factors, **options)
        for tensors in (tuple(got), tuple(expected))
    ]
    # A gradient is a sum over all steps and sequences: the largest sets its rounding.
    scale = max(1.0, *(g.abs().max().item() for g in gradients[1] if g.numel()))
    rtol, atol = tolerance["rtol"], tolerance["atol"] * scale
    torch.testing.assert_close(*gradients, rtol=rtol, atol=atol)


def draw_module(data: st.DataObject, *, bidirectional: bool) -> nn.LSTM:
    """Draw a small module of any options, with weights from a seed that is drawn too."""
    torch.manual_seed(data.draw(st.integers(0, 2**16), "seed"))
    size = st.integers(1, 4)
    hidden = data.draw(size, "hidden_size")
    return nn.LSTM(
        data.draw(size, "input_size"),
        hidden,
        data.draw(st.integers(1, 3), "num_layers"),
        bias=data.draw(st.booleans(), "bias"),
        batch_first=data.draw(st.booleans(), "batch_first"),
        bidirectional=bidirectional and data.draw(st.booleans(), "bidirectional"),
        proj_size=data.draw(st.integers(0, hidden - 1), "proj_size"),
        dtype=data.draw(st.sampled_from([torch.float64, torch.float32]), "dtype"),
    )
