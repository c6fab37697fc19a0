"""The parameters of a ``torch.nn.LSTM``: their names, their shapes, their number."""

from collections.abc import Iterator
from typing import NamedTuple

from lstm_demo.shapes.options import Options


class Shape(NamedTuple):
    """The shape of one tensor, axis by axis."""

    name: str
    """PyTorch's name for the tensor, as in ``h_0``, ``weight_ih_l0_reverse``."""

    axes: tuple[str, ...]
    """The name of each axis, as in ``("time", "batch", "features")``."""

    letters: tuple[str, ...]
    """The size of each axis in letters, as in ``("L", "N", "I")``."""

    sizes: tuple[int, ...]
    """The size of each axis."""


class _Axis(NamedTuple):
    name: str
    letter: str
    size: int


def weights_of(options: Options) -> Iterator[Shape]:
    """Go through the parameters in the order of ``nn.LSTM.named_parameters``."""
    hidden, hout = options.hidden_size, options.state_size
    gates = _Axis("gates·hidden", "4H", 4 * hidden)
    cell = _Axis("hidden", "H", hidden)
    state = _Axis("projected", "P", hout) if options.proj_size else cell
    below = _Axis("features", "I", options.input_size)
    for layer in range(options.num_layers):
        named: dict[str, tuple[_Axis, ...]] = {
            "weight_ih": (gates, below),
            "weight_hh": (gates, state),
        }
        if options.bias:
            named |= {"bias_ih": (gates,), "bias_hh": (gates,)}
        if options.proj_size:
            named |= {"weight_hr": (state, cell)}
        for suffix in ("", "_reverse")[: options.directions]:
            for name, axes in named.items():
                yield Shape(
                    f"{name}_l{layer}{suffix}",
                    tuple(axis.name for axis in axes),
                    tuple(axis.letter for axis in axes),
                    tuple(axis.size for axis in axes),
                )
        below = _Axis(
            f"directions·{state.name}", f"D·{state.letter}", options.directions * hout
        )


def formula_of(options: Options) -> tuple[str, str]:
    """Count the parameters of layer 0 and of those above, in letters and numbers."""
    directions, hout = options.directions, "P" if options.proj_size else "H"
    four, wide = 4 * options.hidden_size, options.state_size
    rest = (f" + 4H·{hout}", f" + {four}·{wide}")
    if options.bias:
        rest = rest[0] + " + 8H", rest[1] + f" + {2 * four}"
    if options.proj_size:
        rest = rest[0] + " + P·H", rest[1] + f" + {wide}·{options.hidden_size}"
    letters = f"D·(4H·I{rest[0]})"
    numbers = f"{directions}·({four}·{options.input_size}{rest[1]})"
    if options.num_layers > 1:
        letters += f" + (K - 1)·D·(4H·D·{hout}{rest[0]})"
        numbers += (
            f" + {options.num_layers - 1}·{directions}·"
            f"({four}·{directions * wide}{rest[1]})"
        )
    return letters, numbers
