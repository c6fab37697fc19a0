"""A pasted message is named, its numbers are read, and nothing else is."""

import re
import textwrap
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn, zeros

from docs.explorer.messages import known, read_messages
from tests.explorer.modules import Modules

MESSAGES = read_messages()
TRACE = """Traceback (most recent call last):
  File "train.py", line 40, in <module>
    output, _ = self.lstm(x)
                ^^^^^^^^^^^^
RuntimeError: {}
"""


def find_all(modules: Modules, texts: list[str]) -> list[list[tuple[str, dict[str, str]]]]:
    """What is found in each text: ids and numbers."""
    found = modules.call(
        "errors",
        "(m, [texts, known]) => texts.map((text) => m.find(text, known))",
        [texts, known()],
    )
    return [[(hit["id"], hit["numbers"]) for hit in hits] for hits in found]


def _boxed(text: str) -> str:
    lines = textwrap.wrap(text, 40)
    return "╭──── Traceback ────╮\n" + "\n".join(f"│ {line:<40} │" for line in lines)


WAYS: dict[str, Callable[[str], str]] = {
    "alone": str,
    "in a traceback": TRACE.format,
    "with Windows line ends": lambda text: TRACE.format(text).replace("\n", "\r\n"),
    "among other lines": lambda text: f"epoch 3\n{TRACE.format(text)}epoch 4\n",
    "in a frame": _boxed,
    "from pytest": lambda text: f"E       RuntimeError: {text}\n\ntrain.py:9: RuntimeError",
    "in curly quotes": lambda text: re.sub(
        "'(.*?)'", "\u2018\\1\u2019", text.replace('"', "\u201d")
    ),
    "escaped": lambda text: text.replace("'", "&#39;").replace('"', "&quot;"),
    "with other blanks": lambda text: text.replace(" ", "\u00a0"),
    "wrapped": lambda text: textwrap.fill(text, 30, subsequent_indent=" " * 12),
    "cut anywhere": lambda text: re.sub(
        r"( [a-z]{2})([a-z]{3,} )", "\\1\n\\2", text, count=1
    ),
    "with other brackets": lambda text: text.translate(str.maketrans("[]()", "()<>")),
    "in colours": lambda text: f"\u001b[31mRuntimeError\u001b[0m: {text}",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_message_is_named_and_its_numbers_are_read(
    modules: Modules, way: str
) -> None:
    """As torch says it, and as terminals, tools and web pages change it."""
    texts = [WAYS[way](message.text) for message in MESSAGES]
    for message, found in zip(MESSAGES, find_all(modules, texts), strict=True):
        read = [(name, [re.sub(r"\s", "", n) for n in it.values()]) for name, it in found]
        shown = [number.replace(" ", "") for number in message.example.values()]
        assert read == [(message.id, shown)], message.text


def test_numbers_of_ones_own_are_read(modules: Modules) -> None:
    """Every whole number of a message may be another, and so may every shape."""
    for message in MESSAGES:
        numbers = {
            name: re.sub(r"\d+", lambda digits: str(int(digits[0]) + 90), shown)
            if re.fullmatch(r"[\d, -]+", shown)
            else shown
            for name, shown in message.example.items()
        }
        text = re.sub(
            r"\{(\w+)[^{}]*\}", lambda hole, of=numbers: of[hole[1]], message.form
        )
        assert find_all(modules, [text]) == [[(message.id, numbers)]]


SEEN = {
    "'lengths' argument should be a 1D CPU int64 tensor, but got 1D cuda:0 Long tensor": (
        "lengths-device"
    ),
    "size mismatch for model.encoder.lstm.weight_hh_l1_reverse: copying a param with shape "
    "torch.Size([40, 10]) from checkpoint, the shape in current model is "
    "torch.Size([20, 5]).": "state-dict-size",
    "Expected hidden[0] size (2, 32, 100), got (2, 64, 100)": "h0-size",
    "LSTM: Expected input to be 2-D or 3-D but received 4-D tensor": "input-dim",
    "input must have 3 dimensions, got 2": "input-three",
    "dropout(): argument 'input' (position 1) must be Tensor, not tuple": "linear-tuple",
    "layer_norm(): argument 'input' (position 1) must be Tensor, not PackedSequence": (
        "linear-packed"
    ),
    "AttributeError: 'tuple' object has no attribute 'softmax'": "tuple-method",
    "The size of tensor a (5) must match the size of tensor b (2) at non-singleton "
    "dimension 0": "packed-states",
    "cuDNN error: CUDNN_STATUS_NOT_SUPPORTED. This error may appear if": "cudnn-status",
    "TypeError: __init__() got an unexpected keyword argument 'bidirectionnal'": (
        "unknown-option"
    ),
    "got dropout=0.30000000000000004 and num_layers=1": "",
    "so non-zero dropout expects num_layers greater than 1, but got "
    "dropout=0.30000000000000004 and num_layers=1": "dropout-one-layer",
    'Missing key(s) in state_dict: "network.decoder_with_a_long_name.weight_ih_l0"': (
        "missing-key"
    ),
    "input has inconsistent input_size: got 7, expected 4": "cell-input-size",
    "Input batch size 2 doesn't match hidden1 batch size 6": "cell-batch",
}


def test_what_people_post_is_named(modules: Modules) -> None:
    """Messages from threads, with prefixes, devices and wordings of other releases."""
    for found, name in zip(find_all(modules, list(SEEN)), SEEN.values(), strict=True):
        assert [found_id for found_id, _ in found] == ([name] if name else [])


UNRELATED: list[Callable[[], object]] = [
    lambda: zeros(2).view(3),
    lambda: zeros(2, 3).reshape(5),
    lambda: zeros(2)[5],
    lambda: torch.cat([zeros(2, 3), zeros(2, 4)]),
    lambda: nn.Conv1d(3, 4, 2)(zeros(1, 2, 5)),
    lambda: nn.BatchNorm1d(3)(zeros(1, 3)),
    lambda: torch.tensor(["a"]),
    lambda: torch.tensor([1, [2]]),
    lambda: zeros(2).item(),
    lambda: zeros(2, 3).bmm(zeros(2, 3)),
    lambda: nn.LayerNorm(4)(zeros(2, 3)),
    lambda: nn.MultiheadAttention(5, 2),
    lambda: nn.Dropout(1.5),
    lambda: zeros(2).long().normal_(),
    lambda: nn.Linear(4, 3).load_state_dict({}),
    lambda: nn.Linear(4),  # type: ignore[call-arg]  # raised on purpose
    lambda: dict[str, int]()["hidden_size"],
    lambda: [1, 2][7],
    lambda: "lstm" + 1,  # type: ignore[operator]  # raised on purpose
    lambda: int("lstm"),
    lambda: None.forward,  # type: ignore[attr-defined]  # raised on purpose
    lambda: (1, 2).append(3),  # type: ignore[attr-defined]  # raised on purpose
    lambda: open("/no/such/lstm.pt"),  # noqa: SIM115  (never opened)
    lambda: torch.load("/no/such/lstm.pt"),
    lambda: np.zeros(3).reshape(2, 2),
]
"""Calls that raise what has nothing to do with an LSTM."""


def test_unrelated_messages_are_not_named(modules: Modules) -> None:
    """There is no guess."""
    texts = ["CUDA out of memory.", "No module named 'torch'", "Killed"]
    for call in UNRELATED:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(Exception) as raised:  # noqa: PT011 - of any kind
                call()
        texts.append(str(raised.value))
    assert len(texts) >= 28
    for text, found in zip(texts, find_all(modules, texts), strict=True):
        assert found == [], text


def test_several_messages_in_one_text_are_all_found_in_order(modules: Modules) -> None:
    """A log of three failures, one of them twice: it counts once, where it stands last."""
    first, second, third = (
        next(message.text for message in MESSAGES if message.id == name)
        for name in ("h0-size", "no-steps", "unsorted")
    )
    (found,) = find_all(modules, [f"{second}\n\n{first}\n{third} {second}"])
    assert [name for name, _ in found] == ["h0-size", "unsorted", "no-steps"]


@pytest.mark.parametrize("piece", ["Expected hidden[0] size (", "1, 2, 3", "'", "a.", " "])
def test_a_hundred_kilobytes_are_answered(modules: Modules, piece: str) -> None:
    """No text sends the matching back and forth without end, or gets a wrong name."""
    assert find_all(modules, [piece * (100_000 // len(piece))]) == [[]]


@pytest.mark.parametrize(
    ("name", "numbers", "options"),
    [
        ("input-size", {"wanted": "4"}, {"input_size": 4}),
        (
            "h0-size",
            {"wanted": "4, 2, 3"},
            {"num_layers": 2, "batch": 2, "hidden_size": 3, "form": "batched"},
        ),
        (
            "dropout-one-layer",
            {"dropout": "0.25", "layers": "1"},
            {"dropout": 0.25, "num_layers": 1},
        ),
        ("states-batched", {}, {"form": "unbatched"}),
        ("unpack-three", {}, {}),
    ],
)
def test_the_numbers_of_a_message_set_the_options(
    modules: Modules, name: str, numbers: dict[str, str], options: dict[str, Any]
) -> None:
    """As far as it tells what the module was; a form with two directions counts both."""
    hit = {"id": name, "numbers": numbers}
    script = "(m, hit) => m.optionsOf(hit, { bidirectional: true })"
    assert modules.call("errors", script, hit) == options
