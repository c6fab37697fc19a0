"""Every word that tables and descriptions show, in English.

A translation keeps the ``{placeholders}``; see `lstm_demo.languages`.
"""

AXES = {
    "time": "time",
    "batch": "batch",
    "features": "features",
    "layers·directions": "layers·directions",
    "packed": "time·batch packed",
    "gates·hidden": "gates·hidden",
    "directions·hidden": "directions·hidden",
    "directions·projected": "directions·projected",
    "hidden": "hidden",
    "projected": "projected",
}
"""The name of each axis, and the words shown for it."""

TABLES = {
    "axis": "axis",
    "axes": "axes",
    "letters": "letters",
    "name": "name",
    "shape": "shape",
    "size": "size",
    "taken for": "taken for",
    "omitted": "omitted: zeros",
    "shapes-packed": "Shapes of {lstm} for packed sequences of the lengths {lengths}.",
    "shapes-batched": (
        "Shapes of {lstm} for N = {batch} sequences of L = {length} time steps."
    ),
    "shapes-unbatched": (
        "Shapes of {lstm} for one sequence of L = {length} time steps, without a batch."
    ),
    "parameters": "Parameters: {letters} = {numbers}.",
    "description": "What {lstm} takes each axis for.",
}
"""Heads and captions of the tables."""

LEVELS = {
    "error": "Error",
    "warning": "Warning",
    "note": "Note",
}
"""How grave a finding is: the call fails, goes wrong in silence, or is worth a look."""

FINDINGS = {
    "refused": "The module refuses this call: {reason}.",
    "features-elsewhere": (
        "The last axis must hold the features, and input_size is {input_size}. It has"
        " the size {got}, while axis {axis} has the size {input_size}: if that one "
        "holds the features, pass inputs.movedim({axis}, -1)."
    ),
    "axes-not-as-meant": (
        "You mean the axes ({meant}), but the module takes them for ({taken}). Pass "
        "inputs.permute({order})."
    ),
    "batch-time-swapped": (
        "Batch and time are probably swapped. The steps of a sequence resemble their "
        "neighbours; different sequences do not. Here neighbours are alike along axis"
        " {batch}, taken for batch (ratio {along_batch}), but not along axis {time}, "
        "taken for time (ratio {along_time}). The ratio is the mean squared "
        "difference of neighbours over twice the variance: near 0 for a smooth "
        "sequence, near 1 without any order. If axis {batch} is time, pass "
        "inputs.transpose(0, 1), or make the module with batch_first={other}."
    ),
    "batch-time-swapped-short": (
        "Batch and time are probably swapped. Axis {time}, taken for time, has the "
        "size {steps}. Along axis {batch}, taken for batch, neighbours are alike as "
        "the steps of a sequence are: their mean squared difference is {along_batch} "
        "times what it would be without any order. If axis {batch} is time, pass "
        "inputs.transpose(0, 1), or make the module with batch_first={other}."
    ),
    "batch-time-swapped-padding": (
        "Batch and time are probably swapped. Along axis {batch}, taken for batch, "
        "the data ends in exact zeros after different lengths, as padded sequences do"
        " along time; along axis {time}, taken for time, it does not. If axis {batch}"
        " is time, pass inputs.transpose(0, 1), or make the module with "
        "batch_first={other}."
    ),
    "batch-time-swapped-lengths": (
        "Batch and time are swapped. There are {count} lengths, one for each "
        "sequence; axis {batch}, taken for batch, has the size {rows}, and axis "
        "{time}, taken for time, the size {count}. Pass inputs.transpose(0, 1), or "
        "make the module with batch_first={other}."
    ),
    "lengths-count": (
        "There are {count} lengths for {rows} sequences, and pack_padded_sequence "
        "needs one for each."
    ),
    "lengths-below-one": (
        "Sequence {row} has the length {length}, and pack_padded_sequence needs at "
        "least one time step."
    ),
    "lengths-beyond-padding": (
        "Sequence {row} has the length {length}, but the tensor ends after {steps} "
        "time steps. pack_padded_sequence can accept that in silence and make a "
        "corrupt object, which fails later, inside the module."
    ),
    "lengths-cut-data": (
        "Sequence {row} has the length {length}, but what follows is no padding: its "
        "values are not all the same. Packing drops the last {dropped} time steps of "
        "it in silence."
    ),
    "padding-unpacked": (
        "The sequences end in exact zeros after different lengths: {padded} of {rows}"
        " do, and sequence {row} after {length} of {steps} time steps. If the zeros "
        "are padding, the module still reads them as data, and h_n and c_n of those "
        "sequences are taken after them. Pack the sequences with "
        "pack_padded_sequence."
    ),
    "padding-unpacked-reverse": (
        "If they are padding, the reverse direction begins with it, and its output is "
        "wrong at every time step of those sequences."
    ),
    "packed-corrupt": (
        "The packed sequence is corrupt: batch_sizes adds up to {wanted}, but there "
        "are {got} rows of data. It was packed with a length greater than the padded "
        "length."
    ),
    "states-batch-first": (
        "{name} has the shape {got}, with its batch first, where (layers·directions, "
        "batch, features) = {wanted} is needed. batch_first does not move the states:"
        " pass {name}.transpose(0, 1).contiguous()."
    ),
    "states-order-untold": (
        "The batch and layers·directions both have the size {size}, so no error can "
        "tell if the axes of h_0 and c_0 are swapped. Whatever batch_first says, the "
        "module takes axis 0 for layers·directions and axis 1 for the batch."
    ),
    "states-swapped-shapes": (
        "h_0 and c_0 are swapped: the features of h are proj_size = {projected}, "
        "those of c hidden_size = {hidden}. Pass hx as (h_0, c_0)."
    ),
    "states-swapped": (
        "h_0 and c_0 are probably swapped. In every state that the module returns, h "
        "has the sign of c and is no farther from 0 than tanh(c). Of {count} pairs of"
        " numbers here, all fit if swapped, and none as they stand. Pass hx as (h_0, "
        "c_0)."
    ),
    "dropout-one-layer": (
        "dropout={dropout} has no effect: it acts between layers, and there is only one."
    ),
    "batch-first-unbatched": (
        "batch_first=True has no effect: with two axes, inputs is taken for one "
        "sequence without a batch."
    ),
    "batch-first-packed": (
        "batch_first=True has no effect: a packed sequence has no batch axis to put first."
    ),
    "one-step": (
        "There is one time step, and the {rows} sequences know nothing of each other."
        " If they are the time steps of one sequence, batch and time are swapped."
    ),
    "not-finite-input": (
        "inputs holds {value}, first at index {step} of the time axis: {where}. No "
        "result of that sequence after it can be trusted, and with a reverse "
        "direction none before it: NaN spreads, and the gates squash an infinite "
        "number into one that looks sound."
    ),
    "not-finite-state": (
        "{name} holds {value}. No result of that sequence can be trusted: NaN spreads"
        " to every step, and the gates squash an infinite number into one that looks "
        "sound."
    ),
    "not-finite-weight": (
        "{name} holds {value}. No result can be trusted: NaN spreads to every step, "
        "and the gates squash an infinite number into one that looks sound."
    ),
}
"""What ``describe`` can find, by its stable id."""

MESSAGES = tuple(
    message for group in (AXES, TABLES, LEVELS, FINDINGS) for message in group.values()
)
"""All of them, as the catalogs hold them."""
