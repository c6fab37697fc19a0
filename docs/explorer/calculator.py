"""What the calculator shows at the start, before its script runs."""

from math import prod
from typing import Any

LENGTH, BATCH = 5, 2
PROGRAM = """import torch
from torch import nn

lstm = nn.LSTM(4, 3)
x = torch.randn(5, 2, 4)
output, (h_n, c_n) = lstm(x)
print(output.shape, h_n.shape, c_n.shape)
"""


def calculator_context() -> dict[str, Any]:
    """The names that the calculator's templates use."""
    # Here, since torch takes long to import, and a build that writes no such page has no
    # need of it.
    from lstm_demo import Options, shapes_of

    shapes = shapes_of(Options(4, 3), LENGTH, BATCH)
    return {
        "tensors": {shape.name: shape for shape in (*shapes.inputs, *shapes.outputs)},
        "parameters": [(shape, prod(shape.sizes)) for shape in shapes.weights],
        "program": PROGRAM,
        "total": shapes.parameters,
        "formula": " + ".join("·".join(map(str, shape.sizes)) for shape in shapes.weights),
    }
