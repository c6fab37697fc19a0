"""What the calculator shows at the start, from a real module and a real call.

torch takes long to import, and a build that writes no such page has no need of it.
"""

from math import prod
from typing import Any, NamedTuple


class Row(NamedTuple):
    """A tensor with named axes."""

    name: str
    """Its name, as PyTorch has it."""

    sizes: tuple[int, ...]
    """The size of each axis."""

    axes: tuple[str, ...]
    """The keys of the axes' names in the page's words."""

    @property
    def shape(self) -> str:
        """The sizes as Python prints them."""
        return str(self.sizes)

    @property
    def numbers(self) -> int:
        """How many numbers it holds."""
        return prod(self.sizes)


LENGTH, BATCH = 5, 2
PROGRAM = """import torch
from torch import nn

lstm = nn.LSTM(4, 3)
x = torch.randn(5, 2, 4)
output, (h_n, c_n) = lstm(x)
print(output.shape, h_n.shape, c_n.shape)
"""
_SEQUENCE = ("time", "batch", "features")
_STATE = ("layers-directions", "batch", "features")
_PARAMETERS = {
    "weight_ih": ("gates-units", "inputs"),
    "weight_hh": ("gates-units", "features"),
    "bias_ih": ("gates-units",),
    "bias_hh": ("gates-units",),
}


def calculator_context() -> dict[str, Any]:
    """The names that the calculator's templates use."""
    import torch
    from torch import nn

    lstm = nn.LSTM(4, 3)
    inputs = torch.zeros(LENGTH, BATCH, 4)
    with torch.no_grad():
        output, (h_n, c_n) = lstm(inputs)
    called = {
        "input": (inputs, _SEQUENCE),
        "h_0": (h_n, _STATE),
        "c_0": (c_n, _STATE),
        "output": (output, _SEQUENCE),
        "h_n": (h_n, _STATE),
        "c_n": (c_n, _STATE),
    }
    tensors = [Row(name, tuple(t.shape), axes) for name, (t, axes) in called.items()]
    parameters = [
        Row(name, tuple(p.shape), _PARAMETERS[name.removesuffix("_l0")])
        for name, p in lstm.named_parameters()
    ]
    return {
        "tensors": {row.name: row for row in tensors},
        "parameters": parameters,
        "program": PROGRAM,
        "total": sum(row.numbers for row in parameters),
        "formula": " + ".join("·".join(map(str, row.sizes)) for row in parameters),
    }
