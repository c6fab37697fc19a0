"""The numbers that the explorer starts with, under their addresses, from `lstm_demo`.

torch takes long to import, and a build that writes no such page has no need of it.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from docs.explorer.presets import GATES

if TYPE_CHECKING:
    from torch import Tensor

STEPS, INPUTS, UNITS = 5, 4, 3


@cache
def post_values() -> dict[str, Any]:
    """The post's inputs, initial states and weights by gate, as exact numbers."""
    from lstm_demo import load_post

    post = load_post()
    h_0, c_0 = post.hx
    values = {
        "x": post.inputs.view(STEPS, INPUTS),
        "h_0": h_0.view(-1),
        "c_0": c_0.view(-1),
    }
    kinds = {"W_i": "weight_ih_l0", "b_i": "bias_ih_l0"}
    kinds |= {"W_h": "weight_hh_l0", "b_h": "bias_hh_l0"}
    for kind, name in kinds.items():
        blocks = post.lstm.state_dict()[name].chunk(len(GATES))
        values |= {
            f"{kind}{gate}": block for gate, block in zip(GATES, blocks, strict=True)
        }
    return {name: tensor.tolist() for name, tensor in values.items()}


def show(value: float) -> str:
    """Four decimals, and no minus before zero."""
    return f"{value:z.4f}"


@cache
def post_numbers() -> dict[str, str]:
    """What the page shows before anyone touches it: each address and its four decimals.

    Step 1 to 5, units and inputs from 0. `h.3.0` is h of the carried way, as are the
    gates; `carry.h.3.0`, `reset.h.3.0` and `delta.h.3.0` name the way.
    """
    values = post_values()
    found = {"x." + ".".join(key): number for key, number in _leaves(values["x"], first=1)}
    for name, tensor in values.items():
        if name != "x":
            found |= {f"{name}." + ".".join(key): number for key, number in _leaves(tensor)}
    ways = {way: _trace(carry=way == "carry") for way in ("carry", "reset")}
    ways["delta"] = {name: ways["carry"][name] - ways["reset"][name] for name in "ch"}
    for way, trace in ways.items():
        for name, tensor in trace.items():
            for (t, k), number in _leaves(tensor.tolist(), first=1):
                found[f"{way}.{name}.{t}.{k}"] = number
                if way == "carry":
                    found[f"{name}.{t}.{k}"] = number
    return {address: show(number) for address, number in found.items()}


def _leaves(part: Any, first: int = 0) -> list[tuple[tuple[str, ...], float]]:
    if not isinstance(part, list):
        return [((), part)]
    return [
        ((str(k), *rest), number)
        for k, inner in enumerate(part, start=first)
        for rest, number in _leaves(inner)
    ]


def _trace(*, carry: bool) -> "dict[str, Tensor]":
    """Gates, their sums z, c, tanh(c) and h of every step, each (time, features).

    Not carried, the five steps are a batch of five sequences of one step.
    """
    import torch

    from lstm_demo import load_post, trace_gates

    post = load_post()
    inputs = post.inputs.double()
    h_0, c_0 = (state.double() for state in post.hx)
    if not carry:
        inputs = inputs.transpose(0, 1)
        h_0, c_0 = h_0.repeat(1, STEPS, 1), c_0.repeat(1, STEPS, 1)
    with torch.no_grad():
        ((layer,),) = trace_gates(post.lstm.double(), inputs, (h_0, c_0)).layers
    found = {name: getattr(layer, name).view(STEPS, UNITS) for name in (*GATES, "c", "h")}
    sums = {f"z_{name}": found[name].logit() for name in "ifo"}
    return {**found, **sums, "z_g": found["g"].atanh(), "tanh_c": found["c"].tanh()}
