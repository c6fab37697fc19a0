"""The explorer's numbers from torch, in float64."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from docs.explorer.numbers import post_values
from docs.explorer.presets import PRESETS

GATES = "ifgo"
Values = dict[str, Any]


def module_of(values: Mapping[str, Any]) -> nn.LSTM:
    """An `nn.LSTM(4, 3)` in float64 with the weights of the explorer's values."""
    lstm = nn.LSTM(4, 3).double()
    blocks = {
        "weight_ih_l0": "W_i",
        "weight_hh_l0": "W_h",
        "bias_ih_l0": "b_i",
        "bias_hh_l0": "b_h",
    }
    for name, kind in blocks.items():
        rows = [row for gate in GATES for row in values[kind + gate]]
        lstm.state_dict()[name].copy_(torch.tensor(rows, dtype=torch.float64))
    return lstm


def random_values(seed: int, scale: float = 1.0, digits: int | None = None) -> Values:
    """Values as torch draws them: inputs and states normal, weights uniform, scaled."""
    generator = torch.Generator().manual_seed(seed)

    def draw(*size: int) -> Any:
        return torch.randn(*size, generator=generator, dtype=torch.float64)

    def weights(*size: int) -> Any:
        drawn = torch.rand(*size, generator=generator, dtype=torch.float64)
        return (drawn * 2 - 1) * scale / 3**0.5

    values = {"x": draw(5, 4), "h_0": draw(3).tanh(), "c_0": draw(3)}
    for gate in GATES:
        values[f"W_i{gate}"] = weights(3, 4)
        values[f"b_i{gate}"] = weights(3)
        values[f"W_h{gate}"] = weights(3, 3)
        values[f"b_h{gate}"] = weights(3)
    if digits is not None:
        values = {
            name: (tensor * 10**digits).round() / 10**digits
            for name, tensor in values.items()
        }
    return {name: tensor.tolist() for name, tensor in values.items()}


def trace(values: Mapping[str, Any], *, carry: bool) -> dict[str, list[list[float]]]:
    """i, f, g, o, c and h of every step, (time, features), from `nn.LSTMCell`'s parts.

    h and c come from `nn.LSTM` itself, one call a step; the gates from its weights.
    """
    lstm = module_of(values)
    w_ih, w_hh, b_ih, b_hh = lstm.state_dict().values()
    x = torch.tensor(values["x"], dtype=torch.float64)
    first = tuple(
        torch.tensor(values[name], dtype=torch.float64).view(1, 3)
        for name in ("h_0", "c_0")
    )
    found: dict[str, list[list[float]]] = {name: [] for name in "ifgoch"}
    state = first
    with torch.no_grad():
        for x_t in x:
            before = state if carry else first
            z = w_ih @ x_t + b_ih + w_hh @ before[0][0] + b_hh
            for gate, block in zip(GATES, z.chunk(4), strict=True):
                found[gate].append(
                    (block.tanh() if gate == "g" else block.sigmoid()).tolist()
                )
            _, state = lstm(x_t.unsqueeze(0), before)
            found["h"].append(state[0][0].tolist())
            found["c"].append(state[1][0].tolist())
    return found


def show(value: float) -> str:
    """Four decimals, and no minus before zero."""
    text = f"{value:.4f}"
    return "0.0000" if text == "-0.0000" else text


def preset_values(name: str) -> Values:
    """The values of a preset, filled in Python."""
    changed = dict(post_values())

    def fill(part: Any, address: str, prefix: str, number: float) -> Any:
        if isinstance(part, list):
            first = int(address == "x")
            return [
                fill(inner, f"{address}.{k + first}", prefix, number)
                for k, inner in enumerate(part)
            ]
        return number if f"{address}.".startswith(f"{prefix}.") else part

    for prefix, number in PRESETS[name].fill.items():
        changed = {key: fill(part, key, prefix, number) for key, part in changed.items()}
    return changed
