"""The state as a PyTorch program, and a state_dict as the state."""

import json
from typing import Any

import pytest
import torch
from torch import nn

from docs.explorer.presets import PRESETS
from tests.explorer import reference
from tests.explorer.reference import module_of, preset_values, random_values, show
from tests.explorer.screen import POST, Call, Visit, wrong_numbers

NAMES = [*reference.NAMES]


def states() -> list[dict[str, Any]]:
    """Every preset, random states, whole numbers and tiny ones."""
    tiny = {"h_0": [0, 0, 0], "c_0": [-1e-5, 1e-5, -1e-6]}
    return [
        *map(preset_values, PRESETS),
        *(random_values(seed, digits=4 if seed % 2 else 12) for seed in range(4)),
        random_values(4) | {"h_0": [0, 1, -1]},
        random_values(5, scale=1e-6) | tiny,
    ]


@pytest.mark.parametrize("mode", ["carry", "reset"])
def test_every_program_prints_the_numbers_of_the_page(call: Call, mode: str) -> None:
    """Each runs in a namespace of its own; not even the sign of a zero differs."""
    given = [{"values": values, "mode": mode} for values in states()]
    programs = call("code", "(m, states) => states.map(m.toPython)", given)
    for state, program in zip(given, programs, strict=True):
        printed: list[str] = []
        names = {"print": lambda *words, to=printed: to.append(" ".join(words))}
        with torch.enable_grad():
            exec(program, names)  # noqa: S102 - our own program
        h = reference.trace(state["values"], carry=mode == "carry")["h"]
        assert printed == [" ".join(map(show, row)) for row in h]
    assert torch.get_default_dtype() == torch.float32


def read(call: Call, state_dict: object) -> dict[str, Any]:
    """What is read of a state_dict as Python prints it."""
    found: dict[str, Any] = call("code", "(m, it) => m.fromStateDict(it)", str(state_dict))
    return found


def test_a_state_dict_is_read_as_python_prints_it_and_as_json(call: Call) -> None:
    """All 108 numbers find their gate, row and column."""
    values = random_values(4, digits=4)
    weights = {at: it for at, it in reference.numbers(values).items() if at[0] in "Wb"}
    assert len(weights) == 108
    printed = module_of(values).float().state_dict()
    as_json = json.dumps({name: tensor.tolist() for name, tensor in printed.items()})
    for text in (printed, as_json):
        assert dict(read(call, text)["found"]) == pytest.approx(weights, abs=1e-6)


def test_of_a_state_dict_what_does_not_fit_is_told(call: Call) -> None:
    """A tensor of another size is named; of more, the first layer and direction count."""
    larger = nn.LSTM(4, 5).state_dict()
    assert read(call, larger) == {"name": NAMES[0], "got": 80, "wanted": 48}
    far = {NAMES[0]: [[7.5] * 47 + [101]]}
    assert read(call, far) == {"name": NAMES[0], "beyond": 101}
    assert read(call, "hello")["got"] == 0
    pair = nn.ModuleDict({"enc": nn.LSTM(4, 3), "dec": nn.LSTM(4, 3)})
    reverse = {f"{name}_reverse": [9.0] for name in NAMES}
    for state_dict, used in (
        (nn.LSTM(4, 3, num_layers=2, bidirectional=True).state_dict(), NAMES),
        (pair.state_dict(), [f"enc.{name}" for name in NAMES]),
        (reverse | nn.LSTM(4, 3).state_dict(), NAMES),
    ):
        found = read(call, state_dict)
        assert (found["used"], len(found["found"])) == (used, 108)
        assert found["left"] == [name for name in state_dict if name not in used]


def test_a_state_dict_is_pasted_in(visit: Visit) -> None:
    """The printed weights of another LSTM, with the post's inputs."""
    values = random_values(11, digits=4)
    page = visit("en/explorer.html")
    page.get_by_text("Take weights from PyTorch").click()
    page.locator("#xp-pasted").fill(str(module_of(values).state_dict()))
    page.get_by_role("button", name="Take these weights").click()
    page.get_by_text("The weights are in").wait_for()
    kept = {name: POST[name] for name in ("x", "h_0", "c_0")}
    assert wrong_numbers(page, values | kept) == []
