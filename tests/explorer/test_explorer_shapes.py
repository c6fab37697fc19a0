"""The calculator's shapes, parameters and refusals are those of real modules."""

import itertools
import warnings
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from docs.explorer.messages import known
from tests.explorer.modules import Modules

OPTIONS = (
    *("input_size", "hidden_size", "num_layers", "bias", "batch_first", "dropout"),
    *("bidirectional", "proj_size"),
)
SIZES: tuple[dict[str, Any], ...] = (
    {"input_size": 4, "hidden_size": 3, "length": 5, "lengths": [5, 2]},
    {"input_size": 2, "hidden_size": 6, "length": 7, "lengths": [3, 9, 4]},
    {"input_size": 9, "hidden_size": 8, "length": 3, "lengths": [6]},
    {"input_size": 1, "hidden_size": 5, "length": 2, "lengths": [1, 4, 2, 7]},
)


def _configurations() -> list[dict[str, Any]]:
    crossed = itertools.product(
        SIZES,
        (1, 2, 3),
        (False, True),
        (False, True),
        (0, 2),
        (False, True),
        ("batched", "unbatched", "packed"),
    )
    return [
        {
            **sizes,
            "batch": len(sizes["lengths"]),
            "num_layers": layers,
            "bidirectional": bidirectional,
            "batch_first": batch_first,
            "proj_size": proj_size,
            "bias": bias,
            "dropout": 0,
            "form": form,
        }
        for sizes, layers, bidirectional, batch_first, proj_size, bias, form in crossed
    ]


def _module(options: dict[str, Any]) -> nn.LSTM:
    return nn.LSTM(**{name: options[name] for name in OPTIONS})


def _call(options: dict[str, Any], lstm: nn.LSTM) -> dict[str, list[int]]:
    features = options["input_size"]
    inputs: Any
    if options["form"] == "packed":
        batch_first = options["batch_first"]
        axes = (max(options["lengths"]), len(options["lengths"]))
        padded = torch.zeros(*(axes[::-1] if batch_first else axes), features)
        inputs = pack_padded_sequence(
            padded, options["lengths"], batch_first=batch_first, enforce_sorted=False
        )
    elif options["form"] == "unbatched":
        inputs = torch.zeros(options["length"], features)
    else:
        axes = (options["length"], options["batch"])
        inputs = torch.zeros(*(axes[::-1] if options["batch_first"] else axes), features)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "LSTM with projections", UserWarning)
        output, (h_n, c_n) = lstm(inputs)
    if isinstance(inputs, PackedSequence):
        inputs, output = inputs.data, output.data
    return {
        "input": [*inputs.shape],
        "h_0": [*h_n.shape],
        "c_0": [*c_n.shape],
        "output": [*output.shape],
        "h_n": [*h_n.shape],
        "c_n": [*c_n.shape],
    }


def test_every_shape_of_1152_configurations_is_the_modules_own(
    modules: Modules,
) -> None:
    """Inputs, outputs, every parameter by name and order, and their count."""
    configurations = _configurations()
    assert len(configurations) >= 576
    found = modules.call(
        "shapes",
        "(m, list) => list.map((o) => ({refusal: m.refusal(o), tensors: m.tensors(o),"
        " parameters: m.parameters(o), count: m.count(m.parameters(o))}))",
        configurations,
    )
    for options, got in zip(configurations, found, strict=True):
        lstm = _module(options)
        assert got["refusal"] is None
        shapes = {tensor["name"]: tensor["sizes"] for tensor in got["tensors"]}
        assert shapes == _call(options, lstm), options
        weights = [(tensor["name"], tensor["sizes"]) for tensor in got["parameters"]]
        assert weights == [(name, [*p.shape]) for name, p in lstm.named_parameters()], (
            options
        )
        assert got["count"] == sum(p.numel() for p in lstm.parameters())
        for tensor in (*got["tensors"], *got["parameters"]):
            assert len(tensor["axes"]) == len(tensor["sizes"])


ILLEGAL = [
    {"input_size": 0},
    {"input_size": -4},
    {"input_size": 2.5},
    {"hidden_size": 0},
    {"hidden_size": -3},
    {"hidden_size": 3.5},
    {"num_layers": 0},
    {"num_layers": -1},
    {"dropout": 1.5},
    {"dropout": -0.1},
    {"proj_size": 3},
    {"proj_size": 7},
    {"proj_size": -1},
    {"length": 0},
    {"length": 0, "form": "unbatched"},
    {"length": 0, "batch_first": True},
    {"form": "packed", "lengths": [5, 0]},
    {"form": "packed", "lengths": [0, 4]},
    {"form": "packed", "lengths": [-2, 3]},
    {"input_size": 0, "hidden_size": 0},
    {"dropout": 2, "hidden_size": 0},
    {"num_layers": 0, "proj_size": 9},
    {"proj_size": 3, "input_size": 0},
]


@pytest.mark.parametrize("change", ILLEGAL, ids=str)
def test_what_torch_refuses_is_refused_in_its_words(
    modules: Modules, change: dict[str, Any]
) -> None:
    """One after the other, in the order in which torch looks."""
    options = {**_configurations()[0], **change}
    with pytest.raises((ValueError, TypeError, RuntimeError)) as raised:
        _call(options, _module(options))
    refused = modules.call("shapes", "(m, options) => m.refusal(options)", options)
    said = modules.call("errors", "(m, args) => m.wording(...args)", [refused, known()])
    assert said == str(raised.value)


def test_the_program_runs_and_prints_the_calculated_shapes(modules: Modules) -> None:
    """The code to paste, for 144 configurations, in this process."""
    configurations = _configurations()[::8]
    found = modules.call(
        "shapes",
        "(m, list) => list.map((o) => ["
        "m.toPython(o), m.tensors(o).slice(3).map((t) => t.sizes)])",
        configurations,
    )
    printed: list[list[int]] = []
    for program, sizes in found:
        printed.clear()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "LSTM with projections", UserWarning)
            exec(  # noqa: S102 - our own program
                program, {"print": lambda *shapes: printed.extend([*s] for s in shapes)}
            )
        assert printed == sizes, program


@pytest.mark.parametrize(
    ("change", "ids"),
    [
        ({}, []),
        ({"dropout": 0.5}, ["dropout-one-layer"]),
        ({"dropout": 0.5, "num_layers": 2}, []),
        ({"batch_first": True, "form": "unbatched"}, ["batch-first-ignored"]),
        ({"batch_first": True, "form": "packed"}, ["batch-first-ignored"]),
        ({"batch_first": True}, []),
        ({"length": 1, "batch": 5}, ["length-one"]),
        ({"length": 4, "batch": 4}, ["length-equals-batch"]),
        ({"bidirectional": True}, ["reverse-and-padding"]),
        ({"bidirectional": True, "form": "packed"}, []),
    ],
    ids=str,
)
def test_what_torch_lets_pass_is_warned_of(
    modules: Modules, change: dict[str, Any], ids: list[str]
) -> None:
    """Each warning where it belongs, and none on an ordinary call."""
    options = {**_configurations()[0], **change}
    assert modules.call("shapes", "(m, options) => m.warnings(options)", options) == ids
