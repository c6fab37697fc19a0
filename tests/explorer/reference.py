"""The explorer's numbers from torch, in float64."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from docs.explorer.numbers import post_values
from docs.explorer.presets import PRESETS

GATES = "ifgo"
TENSORS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
NAMES = dict(zip(TENSORS, ("W_i", "W_h", "b_i", "b_h"), strict=True))
"""The tensors of a module; the part for a gate is called so, with the gate's letter."""
RESULTS = (*"ifgoch", *(f"z_{gate}" for gate in GATES))
"""What a step calculates; z is a gate before its sigmoid or tanh."""

Values = Mapping[str, Any]
"""The 134 numbers to change, as nested lists: x, h_0, c_0, W_ii, b_ii, W_hi, …"""


def double(part: Any) -> Tensor:
    """Nested lists as a tensor."""
    return torch.tensor(part, dtype=torch.float64)


def module_of(values: Values) -> nn.LSTM:
    """An `nn.LSTM(4, 3)` in float64 with the weights of the explorer's values."""
    lstm = nn.LSTM(4, 3).double()
    for name, kind in NAMES.items():
        rows = [row for gate in GATES for row in values[kind + gate]]
        lstm.state_dict()[name].copy_(double(rows))
    return lstm


def trace(values: Values, *, carry: bool) -> dict[str, Tensor]:
    """The results of every step, (time, features), by their names.

    h and c come from `nn.LSTM` itself, one call a step; the gates from its weights.
    """
    lstm = module_of(values)
    w_ih, w_hh, b_ih, b_hh = lstm.state_dict().values()
    first = double(values["h_0"]).view(1, 3), double(values["c_0"]).view(1, 3)
    state = first
    steps = []
    with torch.no_grad():
        for x_t in double(values["x"]):
            before = state if carry else first
            z = (w_ih @ x_t + b_ih + w_hh @ before[0][0] + b_hh).chunk(4)
            gates = z[0].sigmoid(), z[1].sigmoid(), z[2].tanh(), z[3].sigmoid()
            _, state = lstm(x_t.unsqueeze(0), before)
            steps.append(torch.stack([*gates, state[1][0], state[0][0], *z]))
    return dict(zip(RESULTS, torch.stack(steps, dim=1), strict=True))


def show(value: float | Tensor) -> str:
    """Four decimals, and no minus before zero."""
    return f"{value:z.4f}"


def numbers(values: Values) -> dict[str, float]:
    """The values by their addresses, such as `x.1.0` and `b_if.2`; steps count from 1."""
    found: dict[str, float] = {}
    for name, tensor in values.items():
        for r, row in enumerate(tensor, start=int(name == "x")):
            if isinstance(row, list):
                found |= {f"{name}.{r}.{k}": number for k, number in enumerate(row)}
            else:
                found[f"{name}.{r}"] = row
    return found


def random_values(seed: int, scale: float = 1.0, digits: int = 12) -> dict[str, Any]:
    """Values as torch draws them: inputs and states normal, weights uniform, scaled."""
    generator = torch.Generator().manual_seed(seed)
    values = {}
    for name, part in post_values().items():
        drawn = double(part)
        if name in ("x", "h_0", "c_0"):
            drawn.normal_(generator=generator)
        else:
            drawn.uniform_(-1, 1, generator=generator).mul_(scale / 3**0.5)
        values[name] = drawn.round(decimals=digits).tolist()
    return values


def preset_values(name: str) -> dict[str, Any]:
    """The values of a preset, filled in Python."""
    values = {key: double(part) for key, part in post_values().items()}
    for address, number in PRESETS[name].fill.items():
        key, *row = address.split(".")
        values[key][tuple(int(k) - (key == "x") for k in row)] = number
    return {key: tensor.tolist() for key, tensor in values.items()}
