"""Every message that the paste box names, raised live: the twins of the templates."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

zeros = torch.zeros
LSTM: Any = nn.LSTM  # of no type: these calls are wrong on purpose
lstm: Any = nn.LSTM(4, 3)
cell: Any = nn.LSTMCell(4, 3)
linear: Any = nn.Linear(3, 1)
pack: Any = pack_padded_sequence
pad: Any = pad_packed_sequence
x = zeros(5, 2, 4)


def _packed(*lengths: int, features: int = 4) -> Any:
    return pack(zeros(5, len(lengths), features), list(lengths))


def _unpack_three() -> None:
    _output, _h, _c = lstm(x)


def _carry(*, step: bool) -> None:
    optimizer = torch.optim.SGD(lstm.parameters(), 0.0)
    state: tuple[Tensor, Tensor] | None = None
    for _ in range(2):
        output, state = lstm(x, state)
        output.sum().backward(retain_graph=step)
        if step:
            optimizer.step()


def _project() -> None:
    torch.set_warn_always(True)  # or torch would say it once only
    try:
        LSTM(4, 3, proj_size=2)(x)
    finally:
        torch.set_warn_always(False)


def _states(*size: int, c: int | None = None) -> tuple[Tensor, Tensor]:
    return zeros(*size), zeros(*size[:-1], c or size[-1])


RAISED: list[tuple[str, Callable[[], object], dict[str, str]]] = [
    ("input-dim", lambda: lstm(zeros(4)), {"got": "1"}),
    ("input-dim", lambda: lstm(zeros(5, 2, 1, 4)), {"got": "4"}),
    ("input-size", lambda: lstm(zeros(5, 2, 7)), {"wanted": "4", "got": "7"}),
    (
        "h0-size",
        lambda: lstm(x, _states(1, 6, 3)),
        {"wanted": "1, 2, 3", "got": "1, 6, 3"},
    ),
    (
        "c0-size",
        lambda: lstm(x, _states(1, 2, 3, c=8)),
        {"wanted": "1, 2, 3", "got": "1, 2, 8"},
    ),
    ("states-unbatched", lambda: lstm(x, _states(1, 3)), {"h": "2", "c": "2"}),
    (
        "states-batched",
        lambda: lstm(zeros(5, 4), _states(1, 1, 3)),
        {"h": "3", "c": "3"},
    ),
    ("one-state", lambda: lstm(x, zeros(1, 2, 3)), {}),
    ("no-state", lambda: lstm(x, (zeros(1, 2, 3), None)), {}),
    (
        "input-dtype",
        lambda: lstm(x.double()),
        {"got": "torch.float64", "wanted": "torch.float32"},
    ),
    (
        "input-dtype",
        lambda: lstm(x.long()),
        {"got": "torch.int64", "wanted": "torch.float32"},
    ),
    ("state-dtype", lambda: lstm(x, (zeros(1, 2, 3).double(), zeros(1, 2, 3))), {}),
    ("numpy-input", lambda: lstm(np.zeros((5, 2, 4))), {}),
    ("list-input", lambda: lstm([[0.0] * 4]), {}),
    ("no-steps", lambda: lstm(zeros(0, 2, 4)), {}),
    ("input-device", lambda: lstm(x.to("meta")), {"got": "meta", "wanted": "cpu"}),
    (
        "state-device",
        lambda: lstm(x, (zeros(1, 2, 3, device="meta"), zeros(1, 2, 3, device="meta"))),
        {"wanted": "cpu", "got": "meta"},
    ),
    (
        "dropout-one-layer",
        lambda: LSTM(4, 3, dropout=0.25),
        {"dropout": "0.25", "layers": "1"},
    ),
    ("dropout-range", lambda: LSTM(4, 3, dropout=1.5), {}),
    ("proj-too-wide", lambda: LSTM(4, 3, proj_size=3), {}),
    ("proj-negative", lambda: LSTM(4, 3, proj_size=-1), {}),
    ("proj-warning", _project, {}),
    ("not-positive", lambda: LSTM(4, 0), {"name": "hidden_size"}),
    ("not-positive", lambda: LSTM(0, 3), {"name": "input_size"}),
    ("not-positive", lambda: LSTM(4, 3, 0), {"name": "num_layers"}),
    ("not-an-int", lambda: LSTM(4, 3.0), {"name": "hidden_size", "got": "float"}),
    ("not-an-int", lambda: LSTM("4", 3), {"name": "input_size", "got": "str"}),
    (
        "not-a-bool",
        lambda: LSTM(4, 3, batch_first=1),
        {"name": "batch_first", "got": "int"},
    ),
    ("unknown-option", lambda: LSTM(4, 3, num_layer=2), {"name": "num_layer"}),
    ("no-hidden-size", lambda: LSTM(4), {}),
    ("three-arguments", lambda: lstm(x, zeros(1, 2, 3), zeros(1, 2, 3)), {"got": "4"}),
    ("unsorted", lambda: pack(x, [3, 5]), {}),
    ("zero-length", lambda: pack(x, [5, 0]), {}),
    (
        "lengths-batch",
        lambda: pack(x.transpose(0, 1), [5, 4]),
        {"got": "2", "wanted": "5"},
    ),
    (
        "lengths-device",
        lambda: pack(x, torch.tensor([5, 4], device="meta")),
        {"dim": "1", "device": "meta", "dtype": "Long"},
    ),
    (
        "total-length",
        lambda: pad(_packed(5, 4), total_length=3),
        {"got": "3", "wanted": "5"},
    ),
    (
        "long-lengths",
        lambda: lstm(_packed(7, 5)),
        {"start": "10", "steps": "1", "rows": "10"},
    ),
    ("pad-a-tuple", lambda: pad(lstm(_packed(5, 4))), {}),
    ("pad-a-tensor", lambda: pad(x), {}),
    (
        "features",
        lambda: lstm(_packed(5, 4, features=7)),
        {"rows": "9", "got": "7", "wanted": "4", "columns": "12"},
    ),
    (
        "features",
        lambda: nn.Linear(6, 1)(lstm(x)[0]),
        {"rows": "10", "got": "3", "wanted": "6", "columns": "1"},
    ),
    ("linear-tuple", lambda: linear(lstm(x)), {}),
    ("linear-packed", lambda: linear(lstm(_packed(5, 4))[0]), {}),
    ("packed-attribute", lambda: lstm(_packed(5, 4))[0].shape, {"name": "shape"}),
    ("unpack-three", _unpack_three, {}),
    ("tuple-method", lambda: lstm(x).shape, {"name": "shape"}),
    ("tuple-method", lambda: lstm(x)[1].detach(), {"name": "detach"}),
    ("tuple-index", lambda: lstm(x)[:, -1], {}),
    ("numpy-output", lambda: lstm(x)[0].numpy(), {}),
    ("backward-twice", lambda: _carry(step=False), {}),
    ("inplace", lambda: _carry(step=True), {}),
    (
        "state-dict-size",
        lambda: LSTM(4, 3).load_state_dict(LSTM(4, 5).state_dict()),
        {"layer": "0", "got": "20, 4", "wanted": "12, 4"},
    ),
    (
        "missing-key",
        lambda: LSTM(4, 3, 2).load_state_dict(lstm.state_dict()),
        {"name": "weight_ih_l1"},
    ),
    ("vmap", lambda: torch.func.vmap(lambda it: lstm(it)[0])(x), {}),
    ("cell-input-size", lambda: cell(zeros(2, 7)), {"got": "7", "wanted": "4"}),
    ("cell-input-dim", lambda: cell(x), {"got": "3"}),
    (
        "cell-batch",
        lambda: cell(zeros(2, 4), _states(6, 3)),
        {"wanted": "2", "got": "6"},
    ),
    (
        "cell-hidden-size",
        lambda: cell(zeros(2, 4), _states(2, 5)),
        {"state": "0", "got": "5", "wanted": "3"},
    ),
    (
        "cell-hidden-size",
        lambda: cell(zeros(2, 4), _states(2, 3, c=8)),
        {"state": "1", "got": "8", "wanted": "3"},
    ),
    (
        "cell-state-dim",
        lambda: cell(zeros(2, 4), _states(1, 2, 3)),
        {"state": "0", "got": "3"},
    ),
    (
        "cell-dtype",
        lambda: cell(zeros(2, 4).double()),
        {"got": "Double", "wanted": "Float"},
    ),
    ("cell-one-state", lambda: cell(zeros(2, 4), zeros(2, 3)), {}),
]
"""The id of a message, a call that raises it, and the numbers in it."""

UNRELATED = [
    lambda: zeros(2, 3) @ zeros(2, 3).view(2, 3, 1, 1),
    lambda: zeros(2) + zeros(3),
    lambda: zeros(2).view(3),
    lambda: zeros(2, 3).reshape(5),
    lambda: zeros(2)[5],
    lambda: zeros(2, 3).squeeze(4),
    lambda: torch.cat([zeros(2, 3), zeros(2, 4)]),
    lambda: torch.stack([zeros(2), zeros(3)]),
    lambda: nn.Conv1d(3, 4, 2)(zeros(1, 2, 5)),
    lambda: nn.Embedding(3, 4)(torch.tensor([7])),
    lambda: nn.Embedding(3, 4)(zeros(2)),
    lambda: nn.CrossEntropyLoss()(zeros(2, 3), torch.tensor([5, 1])),
    lambda: nn.BatchNorm1d(3)(zeros(1, 3)),
    lambda: zeros(2).backward(),
    lambda: torch.tensor(["a"]),
    lambda: torch.tensor([1, [2]]),
    lambda: zeros(2).item(),
    lambda: zeros(2, 3).bmm(zeros(2, 3)),
    lambda: nn.LayerNorm(4)(zeros(2, 3)),
    lambda: nn.MultiheadAttention(5, 2),
    lambda: nn.Dropout(1.5),
    lambda: zeros(2).long().normal_(),
    lambda: dict[str, int]()["hidden_size"],
    lambda: [1, 2][7],
    lambda: "lstm" + 1,  # type: ignore[operator]  # raised on purpose
    lambda: int("lstm"),
    lambda: None.forward,  # type: ignore[attr-defined]  # raised on purpose
    lambda: (1, 2).append(3),  # type: ignore[attr-defined]  # raised on purpose
    lambda: open("/no/such/lstm.pt"),  # noqa: SIM115  (never opened)
    lambda: torch.load("/no/such/lstm.pt"),
    lambda: np.zeros(3).reshape(2, 2),
]
"""Calls that raise what has nothing to do with an LSTM."""
