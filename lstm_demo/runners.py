"""Run a ``torch.nn.LSTM`` over a sequence: in one call, step by step, or in chunks."""

from collections.abc import Iterable
from typing import NamedTuple

import torch
from torch import Tensor, nn

from lstm_demo.checks import State, axes_of, check_call, check_chunk_size


class Run(NamedTuple):
    """What came out of running an ``nn.LSTM`` over a sequence.

    L is the number of time steps, N the batch, K ``num_layers``, D the number of
    directions, H ``hidden_size``, Hout ``proj_size`` if that is set and ``hidden_size``
    otherwise. All tensors have the dtype and device that the module returns, which are
    those of its weights unless autocast is on. Unbatched runs have no batch axis.
    """

    output: Tensor
    """h of the top layer at every step, (time, batch, features) = (L, N, D·Hout), or
    (batch, time, features) with ``batch_first``; what the module returns first."""

    h_n: Tensor
    """h of every layer after the last call, (layers·directions, batch, features) =
    (K·D, N, Hout), whatever ``batch_first`` says."""

    c_n: Tensor
    """c of every layer after the last call, (layers·directions, batch, features) =
    (K·D, N, H), whatever ``batch_first`` says."""

    h_calls: Tensor
    """``h_n`` after each call, (calls, layers·directions, batch, features). A stepwise
    run makes L calls, so this is h after every step; a batched run makes one."""

    c_calls: Tensor
    """``c_n`` after each call, (calls, layers·directions, batch, features). A stepwise
    run is the way to see c at every step: ``output`` does not hold it."""


def run_batched(lstm: nn.LSTM, inputs: Tensor, hx: State | None = None) -> Run:
    """Run the whole sequence in one call of the module.

    Args:
        lstm: Any ``nn.LSTM``, on any device, in any floating-point dtype.
        inputs: (time, batch, features) = (L, N, input_size); (batch, time, features)
            with ``batch_first``; or (time, features) without a batch.
        hx: The initial states ``(h_0, c_0)``: (layers·directions, batch, features) =
            (K·D, N, Hout) and (K·D, N, H); zeros if omitted.

    Raises:
        TypeError: ``lstm`` is not an ``nn.LSTM``, ``inputs`` not a tensor, or ``hx``
            not a pair of tensors.
        ValueError: axes, sizes, dtypes or devices do not fit together.

    In training mode ``dropout`` between layers draws a new mask at every call, so this
    run and a stepwise one differ then, as two calls of the module do; after
    ``lstm.eval()`` they agree.

    See `torch.nn.LSTM
    <https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html>`_.
    """
    check_call(lstm, inputs, hx)
    return _run(lstm, (inputs,), hx)


def run_stepwise(
    lstm: nn.LSTM, inputs: Tensor, hx: State | None = None, *, carry_state: bool = True
) -> Run:
    """Run the sequence with one call of the module per time step.

    Args:
        lstm: Any ``nn.LSTM`` that is not bidirectional.
        inputs: As for ``run_batched``.
        hx: As for ``run_batched``.
        carry_state: Start each step from the state that the step before has left.
            If false, every step starts from ``hx``, which makes L sequences of length
            one.

    Raises:
        TypeError: As for ``run_batched``.
        ValueError: As for ``run_batched``, or ``lstm`` is bidirectional and there is
            more than one step: the reverse direction starts at the last step, so a step
            cannot be computed before the future is known.

    In training mode ``dropout`` between layers draws a new mask at every step.
    """
    return run_in_chunks(lstm, inputs, hx, chunk_size=1, carry_state=carry_state)


def run_in_chunks(
    lstm: nn.LSTM,
    inputs: Tensor,
    hx: State | None = None,
    *,
    chunk_size: int,
    carry_state: bool = True,
) -> Run:
    """Run the sequence with one call of the module per ``chunk_size`` time steps.

    With a chunk of one step this is ``run_stepwise``, with a chunk of the whole
    sequence ``run_batched``.

    Args:
        lstm: Any ``nn.LSTM``; a bidirectional one only if one chunk holds all steps.
        inputs: As for ``run_batched``.
        hx: As for ``run_batched``.
        chunk_size: Time steps per call, at least one; the last chunk may be shorter.
        carry_state: Start each chunk from the state that the chunk before has left.
            If false, every chunk starts from ``hx``.

    Raises:
        TypeError: As for ``run_batched``, or ``chunk_size`` is not an ``int``.
        ValueError: As for ``run_stepwise``, or ``chunk_size`` is below one.
    """
    check_call(lstm, inputs, hx)
    time = axes_of(lstm, inputs).index("time")
    check_chunk_size(lstm, chunk_size, inputs.shape[time], whole="run_batched")
    chunks = torch.split(inputs, chunk_size, dim=time)
    return _run(lstm, chunks, hx, time=time, carry_state=carry_state)


def _run(
    lstm: nn.LSTM,
    chunks: Iterable[Tensor],
    hx: State | None,
    *,
    time: int = 0,
    carry_state: bool = True,
) -> Run:
    outputs, h_calls, c_calls = [], [], []
    state = hx
    for chunk in chunks:
        output, (h_n, c_n) = lstm(chunk, state)
        outputs.append(output)
        h_calls.append(h_n)
        c_calls.append(c_n)
        if carry_state:
            state = h_n, c_n
    if len(outputs) == 1:
        return Run(output, h_n, c_n, h_n.unsqueeze(0), c_n.unsqueeze(0))
    return Run(
        torch.cat(outputs, dim=time),
        h_n,
        c_n,
        torch.stack(h_calls),
        torch.stack(c_calls),
    )
