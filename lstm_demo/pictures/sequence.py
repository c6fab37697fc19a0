"""The numbers of one sequence, taken out of the tensors of a record."""

from typing import Protocol

from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from lstm_demo.pictures.style import Numbers

Values = Tensor | PackedSequence


def check_record(record: object, fields: str) -> None:
    """Refuse a record that is not of one layer and direction.

    Raises:
        TypeError: It lacks one of the fields, whose names are letters.
    """
    if missing := [name for name in fields if not hasattr(record, name)]:
        raise TypeError(
            f"record must have the fields {' '.join(fields)} of one layer and direction, "
            f"got a {type(record).__name__} without {missing[0]}; "
            "of a trace, pass trace.layers[layer][direction]"
        )


class Gates(Protocol):
    """The gates and states of one layer and direction, each (time, batch, features)."""

    @property
    def i(self) -> Values:
        """The input gate."""

    @property
    def f(self) -> Values:
        """The forget gate."""

    @property
    def g(self) -> Values:
        """The cell gate, the candidate for c."""

    @property
    def o(self) -> Values:
        """The output gate."""

    @property
    def c(self) -> Values:
        """The cell state c after the step."""

    @property
    def h(self) -> Values:
        """The hidden state h after the step."""


def track(values: Values, batch: int, batch_first: bool) -> Numbers:
    """Take the (time, features) of one sequence, without its padding.

    Raises:
        ValueError: There is no such sequence.
    """
    length = None
    if isinstance(values, PackedSequence):
        values, lengths = pad_packed_sequence(values)
        batch_first = False
        _check_batch(batch, len(lengths))
        length = int(lengths[batch])
    if values.dim() == 2:
        _check_batch(batch, 1)
        rows = values
    else:
        axis = 0 if batch_first else 1
        _check_batch(batch, values.shape[axis])
        rows = values.select(axis, batch)
    numbers: Numbers = rows[:length].detach().double().cpu().numpy()
    return numbers


def _check_batch(batch: int, size: int) -> None:
    if size == 0:
        raise ValueError("the batch is empty, so there is no sequence to draw")
    if not 0 <= batch < size:
        raise ValueError(f"batch must be a sequence from 0 to {size - 1}, got {batch}")
