"""The numbers of one sequence, taken out of the trace of a layer."""

from torch import Tensor

from lstm_demo.gates.records import LayerTrace
from lstm_demo.pictures.style import Numbers


def first_sequence(record: LayerTrace[Tensor]) -> dict[str, Numbers]:
    """Take the first sequence out of i, f, g, o, c and h, each as (time, features).

    Args:
        record: The trace of one layer and direction, each field (time, batch, features),
            or (time, features) without a batch.

    Raises:
        TypeError: ``record`` is something else, as a whole trace is, or the trace of
            packed sequences.
        ValueError: The batch is empty.
    """
    if not isinstance(record, LayerTrace):
        raise TypeError(
            "record must be a LayerTrace, the trace of one layer and direction, "
            f"got {type(record).__name__}; "
            "of what trace_gates returns, pass trace.layers[layer][direction]"
        )
    fields = {name: getattr(record, name) for name in "ifgoch"}
    if not isinstance(record.h, Tensor):
        raise TypeError(
            "record must be the trace of a tensor, got that of a "
            f"{type(record.h).__name__}; trace one sequence by itself"
        )
    if record.h.dim() == 3:
        if record.h.shape[1] == 0:
            raise ValueError(
                "record has an empty batch, so there is no sequence to draw; "
                "trace a batch of at least one"
            )
        fields = {name: values[:, 0] for name, values in fields.items()}
    return {name: values.detach().double().cpu().numpy() for name, values in fields.items()}
