"""What a ``torch.nn.LSTM`` is made with, as far as its shapes depend on it."""

from contextlib import suppress
from operator import index
from typing import NamedTuple, Self, SupportsIndex

from torch import nn


def as_int(name: str, value: SupportsIndex) -> int:
    """Return a whole number as an ``int``, whatever integer type it has.

    Raises:
        TypeError: It is none, such as 2.0 or True.
    """
    if not isinstance(value, bool):
        with suppress(TypeError):
            return index(value)
    raise TypeError(f"{name} must be a whole number, got {value!r}; pass an int")


def state_axes(*, batched: bool) -> tuple[str, ...]:
    """Name the axes of h and c, with a batch or without."""
    if batched:
        return ("layers·directions", "batch", "features")
    return ("layers·directions", "features")


class Options(NamedTuple):
    """The options of an ``nn.LSTM`` that its shapes depend on."""

    input_size: int
    """I, the features of each time step."""

    hidden_size: int
    """H, the features of c, and of h unless it is projected."""

    num_layers: int = 1
    """K, the stacked layers."""

    bias: bool = True
    """Whether each layer has the two biases."""

    batch_first: bool = False
    """Whether input and output are (batch, time, features)."""

    bidirectional: bool = False
    """Whether each layer has a reverse direction; D is 2 then, and 1 otherwise."""

    proj_size: int = 0
    """P, the features that h is projected to; 0 for no projection."""

    @classmethod
    def of(cls, lstm: nn.LSTM) -> Self:
        """Read the options from a module."""
        return cls(
            lstm.input_size,
            lstm.hidden_size,
            lstm.num_layers,
            lstm.bias,
            lstm.batch_first,
            lstm.bidirectional,
            lstm.proj_size,
        )

    @property
    def directions(self) -> int:
        """D, the number of directions."""
        return 2 if self.bidirectional else 1

    @property
    def state_size(self) -> int:
        """Hout, the features of h, which is P with a projection, H without."""
        return self.proj_size or self.hidden_size

    @property
    def rows(self) -> int:
        """K·D, the size of the first axis of the states."""
        return self.num_layers * self.directions

    def check(self) -> Self:
        """Refuse options that no module can be made with.

        Returns:
            The same options, in which every size is an ``int``.

        Raises:
            TypeError: A size is not a whole number.
            ValueError: A size is below 1, or ``proj_size`` not below ``hidden_size``.
        """
        options = self._replace(
            input_size=as_int("input_size", self.input_size),
            hidden_size=as_int("hidden_size", self.hidden_size),
            num_layers=as_int("num_layers", self.num_layers),
            proj_size=as_int("proj_size", self.proj_size),
        )
        for name in ("input_size", "hidden_size", "num_layers"):
            if getattr(options, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(options, name)}")
        if not 0 <= options.proj_size < options.hidden_size:
            raise ValueError(
                f"proj_size must be below hidden_size = {options.hidden_size}, or 0 for "
                f"no projection; got {options.proj_size}"
            )
        return options

    def __str__(self) -> str:
        """Write the call that makes the module, without the defaults."""
        named = [
            f"{name}={value}"
            for name, value in zip(self._fields[2:], self[2:], strict=True)
            if value != self._field_defaults[name]
        ]
        return f"nn.LSTM({', '.join([*map(str, self[:2]), *named])})"
