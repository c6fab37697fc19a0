"""Modules with inputs for them, and what it means for two runs to be the same."""

from typing import NamedTuple

import torch
from hypothesis import strategies as st
from torch import Tensor, nn

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


def assert_same(got: tuple[Tensor, ...], expected: tuple[Tensor, ...], case: Case):
    """Compare values, then the gradients of all that the case holds.

    Every number of every tensor has its own weight in the sum that is differentiated.
    """
    tolerance = TOLERANCES[case.inputs.dtype]
    torch.testing.assert_close(tuple(got), tuple(expected), **tolerance)
    leaves = (case.inputs, *case.hx, *case.lstm.parameters())
    factors = [torch.randn_like(tensor) for tensor in expected]
    gradients = [
        torch.autograd.grad(
            sum((f * tensor).sum() for f, tensor in zip(factors, tensors, strict=True)),
            leaves,
            retain_graph=True,
            allow_unused=True,
            materialize_grads=True,
        )
        for tensors in (got, expected)
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
