"""Run a ``torch.nn.LSTM`` over a sequence: in one call, step by step, or in chunks."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from lstm_demo.checks import (
    State,
    axes_of,
    check_call,
    check_chunk_size,
    check_resets,
)


class Run(NamedTuple):
    """What came out of running an ``nn.LSTM`` over a sequence.

    L is the number of time steps, N the batch, K ``num_layers``, D the number of
    directions, H ``hidden_size``, Hout ``proj_size`` if that is set and ``hidden_size``
    otherwise. All tensors have the dtype and device that the module returns, which are
    those of its weights unless autocast is on. Unbatched runs have no batch axis.
    """

    output: Tensor
    """h of the top layer at every step, (time, batch, features) = (L, N, D·Hout), or
    (batch, time, features) with ``batch_first``; what the module returns first, and what
    a head reads for an answer at every step."""

    h_n: Tensor
    """h of every layer after the last call, (layers·directions, batch, features) =
    (K·D, N, Hout), whatever ``batch_first`` says. A head reads it for one answer about
    the whole sequence, and with ``c_n`` it is where the next chunk starts."""

    c_n: Tensor
    """c of every layer after the last call, (layers·directions, batch, features) =
    (K·D, N, H), whatever ``batch_first`` says; the other half of ``(h_n, c_n)``, from
    which a sequence goes on."""

    h_calls: Tensor
    """``h_n`` after each call, (calls, layers·directions, batch, features). A stepwise
    run makes L calls, so this is h of every layer after every step; a batched run makes
    one. To go on from call k, pass ``(run.h_calls[k], run.c_calls[k])`` as ``hx``."""

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
    lstm: nn.LSTM,
    inputs: Tensor,
    hx: State | None = None,
    *,
    carry_state: bool = True,
    resets: Tensor | None = None,
) -> Run:
    """Run the sequence with one call of the module per time step.

    Args:
        lstm: Any ``nn.LSTM`` that is not bidirectional.
        inputs: As for ``run_batched``.
        hx: As for ``run_batched``.
        carry_state: Start each step from the state that the step before has left.
            If false, every step starts from ``hx``, which makes L sequences of length
            one.
        resets: True where a sequence of the batch starts from zeros at that step,
            because another one begins there. A tensor of ``torch.bool`` with the axes of
            ``inputs`` but for the features: (time, batch) = (L, N), (batch, time) with
            ``batch_first``, (time,) without a batch.

    Raises:
        TypeError: As for ``run_batched``, or ``resets`` is not a tensor.
        ValueError: As for ``run_batched``; or ``lstm`` is bidirectional and there is
            more than one step: the reverse direction starts at the last step, so a step
            cannot be computed before the future is known; or ``resets`` does not fit
            ``inputs``.

    In training mode ``dropout`` between layers draws a new mask at every step.
    """
    check_call(lstm, inputs, hx)
    time = axes_of(lstm, inputs).index("time")
    check_chunk_size(lstm, 1, inputs.shape[time], whole="run_batched")
    steps = torch.split(inputs, 1, dim=time)
    if resets is None:
        return _run(lstm, steps, hx, time=time, carry_state=carry_state)
    check_resets(lstm, inputs, resets)
    rows = resets.unbind(time)
    return _run(lstm, steps, hx, time=time, carry_state=carry_state, resets=rows)


def run_in_chunks(
    lstm: nn.LSTM,
    inputs: Tensor,
    hx: State | None = None,
    *,
    chunk_size: int,
    carry_state: bool = True,
    detach: bool = False,
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
        detach: Cut the carried state from its history. The numbers stay the same, and
            no gradient reaches back into the chunk before: this is truncated
            backpropagation through time (`Williams and Peng, 1990
            <https://doi.org/10.1162/neco.1990.2.4.490>`_).

    Raises:
        TypeError: As for ``run_batched``, or ``chunk_size`` is not a whole number.
        ValueError: As for ``run_batched``; or ``chunk_size`` is below one; or ``lstm``
            is bidirectional and there is more than one chunk.
    """
    check_call(lstm, inputs, hx)
    time = axes_of(lstm, inputs).index("time")
    steps = check_chunk_size(lstm, chunk_size, inputs.shape[time], whole="run_batched")
    chunks = torch.split(inputs, steps, dim=time)
    return _run(lstm, chunks, hx, time=time, carry_state=carry_state, detach=detach)


def _run(
    lstm: nn.LSTM,
    chunks: Sequence[Tensor],
    hx: State | None,
    *,
    time: int = 0,
    carry_state: bool = True,
    detach: bool = False,
    resets: Sequence[Tensor] = (),
) -> Run:
    # `resets` has an entry for each chunk, or none: True for the rows that start anew.
    outputs, h_calls, c_calls = [], [], []
    state = hx
    for k, chunk in enumerate(chunks):
        if resets and state is not None:
            state = _reset(state, resets[k])
        output, (h_n, c_n) = lstm(chunk, state)
        outputs.append(output)
        h_calls.append(h_n)
        c_calls.append(c_n)
        if carry_state:
            state = (h_n.detach(), c_n.detach()) if detach else (h_n, c_n)
    if len(outputs) == 1:
        return Run(output, h_n, c_n, h_n.unsqueeze(0), c_n.unsqueeze(0))
    return Run(
        torch.cat(outputs, dim=time),
        h_n,
        c_n,
        torch.stack(h_calls),
        torch.stack(c_calls),
    )


def _reset(state: State, rows: Tensor) -> State:
    # Not a product with 0, which would keep a NaN.
    h, c = state
    rows = rows.unsqueeze(-1)  # beside the features of (layers·directions, batch, features)
    return torch.where(rows, 0.0, h), torch.where(rows, 0.0, c)
