"""What a gate trace returns: the values of each cell at every time step."""

from typing import Generic, NamedTuple, TypeVar

from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

SequenceT = TypeVar("SequenceT", Tensor, PackedSequence)
"""What holds the values of all time steps, a ``Tensor`` if a tensor went in and a
``PackedSequence`` if a packed one did."""


class LayerTrace(NamedTuple, Generic[SequenceT]):
    """The gates and states of one layer in one direction, at every time step.

    L is the number of time steps, N the batch, H ``hidden_size``, and Hout
    ``proj_size`` if that is set and H otherwise. Each field but ``h`` is (time,
    batch, features) = (L, N, H), with its axes in the order of the module's
    ``output``: (batch, time, features) with ``batch_first``, no batch axis for
    an unbatched input, a ``PackedSequence`` for a packed one. All have the dtype and
    device of the module.

    Time is that of the input in the reverse direction too: entry ``t`` belongs to
    ``inputs[t]``, and the state that the reverse direction came from is at ``t + 1``.
    """

    i: SequenceT
    """Input gate, between 0 and 1, the share of ``g`` that is written to ``c``."""

    f: SequenceT
    """Forget gate, between 0 and 1, the share of the previous ``c`` that is kept."""

    g: SequenceT
    """Candidate, between -1 and 1, from which the input gate writes to ``c``."""

    o: SequenceT
    """Output gate, between 0 and 1, the share of ``tanh(c)`` that becomes ``h``."""

    c: SequenceT
    """Cell state after the step, ``f * c_previous + i * g``; it has no bound."""

    h_unprojected: SequenceT
    """``o * tanh(c)``, between -1 and 1. Without ``proj_size`` it equals ``h``."""

    h: SequenceT
    """Hidden state after the step and output of the layer, (time, batch, features) =
    (L, N, Hout). With ``proj_size`` it is ``weight_hr`` times ``h_unprojected``."""


class GateTrace(NamedTuple, Generic[SequenceT]):
    """What an ``nn.LSTM`` returns for a sequence, and the gates that led there.

    K is ``num_layers``, D the number of directions; the other letters are those of
    :obj:`LayerTrace`.
    """

    output: SequenceT
    """h of the top layer at every step, (time, batch, features) = (L, N, D·Hout), as
    the module returns it."""

    h_n: Tensor
    """h of every layer and direction after its last step, (layers·directions, batch,
    features) = (K·D, N, Hout), as the module returns it."""

    c_n: Tensor
    """c of every layer and direction after its last step, (layers·directions, batch,
    features) = (K·D, N, H), as the module returns it."""

    layers: tuple[tuple[LayerTrace[SequenceT], ...], ...]
    """The gates and states, where ``layers[k][d]`` is layer ``k`` in direction ``d``, 0
    for forward and 1 for reverse."""
