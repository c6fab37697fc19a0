"""A reference for the gates that computes none of them.

PyTorch's own loop over time calls ``sigmoid_`` and ``tanh_`` once per gate and step.
A dispatch mode intercepts these calls while the module runs, and records what they return.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, overload

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence
from torch.utils._python_dispatch import TorchDispatchMode

from lstm_demo.checks import State, check_call, check_forward, check_packed_call
from lstm_demo.gates.records import GateTrace, LayerTrace, SequenceT
from lstm_demo.shapes.options import Options

aten = torch.ops.aten

ONEDNN_LOCK = threading.Lock()
"""Held while oneDNN is off: two that switch it on and off would leave it off."""


@overload
def watch_gates(
    lstm: nn.LSTM, inputs: Tensor, hx: State | None = None
) -> GateTrace[Tensor]: ...


@overload
def watch_gates(
    lstm: nn.LSTM, inputs: PackedSequence, hx: State | None = None
) -> GateTrace[PackedSequence]: ...


def watch_gates(
    lstm: nn.LSTM, inputs: Tensor | PackedSequence, hx: State | None = None
) -> GateTrace[Tensor] | GateTrace[PackedSequence]:
    """Run the module and write down every gate that PyTorch itself computes.

    It is slow and keeps no graph; it is there to check :obj:`trace_gates`. While it runs,
    oneDNN is off in the whole process: its kernel is one call that shows nothing.

    Args:
        lstm: Any ``nn.LSTM`` on the CPU.
        inputs: As for :obj:`trace_gates`.
        hx: As for :obj:`trace_gates`.

    Returns:
        The same record as :obj:`trace_gates`, with ``output``, ``h_n`` and ``c_n`` from the
        call that was watched.

    Raises:
        TypeError: As for :obj:`trace_gates`.
        ValueError: Axes, sizes, dtypes or devices do not fit together, or the module is
            not on the CPU.

    See `TorchDispatchMode
    <https://docs.pytorch.org/docs/stable/torch.overrides.html>`_ and pytorch/pytorch,
    ``aten/src/ATen/native/RNN.cpp``.
    """
    if isinstance(inputs, PackedSequence):
        check_packed_call(lstm, inputs, hx)
    else:
        check_call(lstm, inputs, hx)
    check_forward(lstm)
    if inputs.data.device.type != "cpu":
        raise ValueError(
            f"lstm is on {inputs.data.device}, where PyTorch runs it in one call that "
            "shows no gates; pass lstm.cpu() and inputs.cpu()"
        )
    # In inference mode the module is one call, too.
    with (
        torch.inference_mode(mode=False),
        torch.no_grad(),
        _onednn_off(),
        _Watch(bool(lstm.proj_size)) as watch,
    ):
        output, (h_n, c_n) = lstm(inputs, hx)
    if isinstance(inputs, PackedSequence):
        layers = _by_layer(
            lstm, watch.steps, lambda rows: inputs._replace(data=torch.cat(rows))
        )
        return GateTrace(output, h_n, c_n, layers)

    def join(rows: list[Tensor]) -> Tensor:
        if inputs.dim() == 2:
            return torch.cat(rows)
        return torch.stack(rows, dim=1 if lstm.batch_first else 0)

    return GateTrace(output, h_n, c_n, _by_layer(lstm, watch.steps, join))


# PyTorch's class has no annotations.
class _Watch(TorchDispatchMode):
    """Writes down i, f, g, o, c, the unprojected h and h, step after step."""

    def __init__(self, projected: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        self.steps: list[list[Tensor]] = []
        self._projected = projected

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        seen = len(self.steps[-1]) if self.steps else 7
        if func in (aten.sigmoid_.default, aten.tanh_.default):  # i, f, g, o
            if seen == 7:
                self.steps.append([])
            self.steps[-1].append(result)
        elif func is aten.tanh.default and seen == 4:  # tanh(c)
            self.steps[-1].append(args[0])
        elif func is aten.mul.Tensor and seen == 5:  # o * tanh(c)
            self.steps[-1] += [result] if self._projected else [result, result]
        elif func is aten.mm.default and seen == 6:  # times weight_hr
            self.steps[-1].append(result)
        return result


def _by_layer(
    lstm: nn.LSTM,
    steps: list[list[Tensor]],
    join: Callable[[list[Tensor]], SequenceT],
) -> tuple[tuple[LayerTrace[SequenceT], ...], ...]:
    # The module runs layer after layer, each first forward, then in reverse.
    options = Options.of(lstm)
    directions = options.directions
    length = len(steps) // options.rows
    traces = []
    for row in range(options.rows):
        taken = steps[row * length : (row + 1) * length]
        in_time = taken[::-1] if row % directions else taken
        traces.append(
            LayerTrace(*(join(list(rows)) for rows in zip(*in_time, strict=True)))
        )
    return tuple(zip(*[iter(traces)] * directions, strict=True))


@contextmanager
def _onednn_off() -> Iterator[None]:
    # torch.backends.mkldnn.flags would warn of TF32 when it puts the flags back.
    set_flags: Callable[..., tuple[Any, ...]] = torch.backends.mkldnn.set_flags
    # Which flags there are beyond the first two, and whether they are given back as they
    # were, has changed from torch to torch; None leaves one alone.
    with ONEDNN_LOCK:
        enabled, *others = set_flags(False)
        try:
            yield
        finally:
            set_flags(enabled, *(None for _ in others[:2]), *others[2:])
