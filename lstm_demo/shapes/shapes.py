"""The one place that knows every shape of a ``torch.nn.LSTM``."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from torch import nn

from lstm_demo.messages import say
from lstm_demo.shapes.options import Options, as_int, state_axes
from lstm_demo.shapes.parameters import Shape, formula_of, weights_of
from lstm_demo.shapes.table import Table


class Shapes(NamedTuple):
    """The shape of every tensor that an ``nn.LSTM`` takes, returns and holds.

    L is the number of time steps, N the batch, I ``input_size``, H ``hidden_size``,
    K ``num_layers``, D the number of directions, P ``proj_size``, and Hout is P with a
    projection and H without.
    """

    options: Options
    """The options of the module."""

    length: int
    """L, the time steps of the longest sequence."""

    batch: int | None
    """N, or None without a batch axis."""

    lengths: tuple[int, ...] | None
    """The length of each packed sequence in the order of the batch, or None."""

    inputs: tuple[Shape, ...]
    """``input``, ``h_0`` and ``c_0``; ``input.data`` and ``batch_sizes`` if packed."""

    outputs: tuple[Shape, ...]
    """``output``, ``h_n`` and ``c_n``; ``output.data`` if packed, with the same
    ``batch_sizes``."""

    weights: tuple[Shape, ...]
    """Every parameter, in the order of ``nn.LSTM.named_parameters``."""

    parameters: int
    """How many numbers the module learns."""

    formula: tuple[str, str]
    """The count of the parameters in letters and in numbers."""

    def named(self, name: str) -> Shape:
        """Return the shape of the tensor called ``name``.

        Raises:
            ValueError: There is no such tensor.
        """
        everything = {shape.name: shape for shape in self.every()}
        if name not in everything:
            raise ValueError(
                f"no tensor is called {name!r}; there are {', '.join(everything)}"
            )
        return everything[name]

    def every(self) -> Iterator[Shape]:
        """Go through inputs, outputs and weights."""
        yield from (*self.inputs, *self.outputs, *self.weights)

    def batch_sizes(self) -> tuple[int, ...]:
        """Return how many sequences there are at each time step."""
        lengths = self.lengths or (self.length,) * (1 if self.batch is None else self.batch)
        return tuple(
            sum(step < length for length in lengths) for step in range(self.length)
        )

    def table(self) -> Table:
        """Set the shapes out as a table, in the reader's language."""
        which = (
            "packed" if self.lengths else "unbatched" if self.batch is None else "batched"
        )
        letters, numbers = self.formula
        return Table(
            say(
                f"tables.shapes-{which}",
                lstm=self.options,
                length=self.length,
                batch=self.batch,
                lengths=", ".join(map(str, self.lengths or ())),
            ),
            tuple(say(f"tables.{name}") for name in ("name", "axes", "letters", "shape")),
            tuple(
                (
                    shape.name,
                    f"({', '.join(say(f'axes.{axis}') for axis in shape.axes)})",
                    f"({', '.join(shape.letters)})",
                    str(shape.sizes),
                )
                for shape in self.every()
            ),
            say("tables.parameters", letters=letters, numbers=numbers),
        )

    def __str__(self) -> str:
        """Show the table as text."""
        return str(self.table())

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def shapes_of(
    lstm: nn.LSTM | Options,
    length: int | None = None,
    batch: int | None = None,
    *,
    lengths: Sequence[int] | None = None,
) -> Shapes:
    """Say the shape of every input, output and weight.

    Args:
        lstm: An ``nn.LSTM``, or its ``Options``.
        length: L, the time steps.
        batch: N, the sequences; without it there is no batch axis.
        lengths: Instead of both, the length of each sequence that will be packed.

    Raises:
        TypeError: ``lstm`` is neither of the two, ``length`` and ``lengths`` are given
            together or not at all, or a size is not a whole number.
        ValueError: A size is too small, or ``proj_size`` is not below ``hidden_size``.
    """
    options = Options.of(lstm) if isinstance(lstm, nn.LSTM) else lstm
    if not isinstance(options, Options):
        raise TypeError(
            f"lstm must be a torch.nn.LSTM or Options, got {type(lstm).__name__}"
        )
    options = options.check()
    steps, rows, packed = _check_sizes(length, batch, lengths)
    hout = "P" if options.proj_size else "H"
    axes, letters, sizes = _frame(options, steps, rows, packed)
    name = ".data" if packed else ""
    extra = () if not packed else (Shape("batch_sizes", ("time",), ("L",), (steps,)),)
    weights = tuple(weights_of(options))
    parameters = sum(math.prod(weight.sizes) for weight in weights)
    formula, numbers = formula_of(options)
    return Shapes(
        options,
        steps,
        rows,
        packed,
        inputs=(
            Shape(
                f"input{name}",
                (*axes, "features"),
                (*letters, "I"),
                (*sizes, options.input_size),
            ),
            *extra,
            *_states("0", options, rows),
        ),
        outputs=(
            Shape(
                f"output{name}",
                (*axes, "features"),
                (*letters, f"D·{hout}"),
                (*sizes, options.directions * options.state_size),
            ),
            *_states("n", options, rows),
        ),
        weights=weights,
        parameters=parameters,
        formula=(formula, f"{numbers} = {parameters}"),
    )


def _check_sizes(
    length: int | None, batch: int | None, lengths: Sequence[int] | None
) -> tuple[int, int | None, tuple[int, ...] | None]:
    if lengths is not None:
        if length is not None or batch is not None:
            raise TypeError("lengths already says length and batch; give lengths alone")
        packed = tuple(as_int("a length", each) for each in lengths)
        if not packed or min(packed) < 1:
            raise ValueError(
                f"lengths must be at least 1 time step for each sequence, got {packed}"
            )
        return max(packed), len(packed), packed
    if length is None:
        raise TypeError("give length, the number of time steps, or the lengths to pack")
    length = as_int("length", length)
    if length < 1:
        raise ValueError(f"length must be at least 1 time step, got {length}")
    batch = None if batch is None else as_int("batch", batch)
    if batch is not None and batch < 0:
        raise ValueError(f"batch must be 0 sequences or more, got {batch}")
    return length, batch, None


def _frame(
    options: Options, length: int, batch: int | None, lengths: tuple[int, ...] | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """Axes, letters and sizes of the sequence, before its features."""
    if lengths is not None:
        return ("packed",), ("ΣL",), (sum(lengths),)
    if batch is None:
        return ("time",), ("L",), (length,)
    frame = ("time", "batch"), ("L", "N"), (length, batch)
    if options.batch_first:
        return frame[0][::-1], frame[1][::-1], frame[2][::-1]
    return frame


def _states(when: str, options: Options, batch: int | None) -> Iterator[Shape]:
    axes = state_axes(batched=batch is not None)
    letters, sizes = ((), ()) if batch is None else (("N",), (batch,))
    for name, letter, width in (
        ("h", "P" if options.proj_size else "H", options.state_size),
        ("c", "H", options.hidden_size),
    ):
        yield Shape(
            f"{name}_{when}",
            axes,
            ("K·D", *letters, letter),
            (options.rows, *sizes, width),
        )
