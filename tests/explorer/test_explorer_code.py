"""The state as a PyTorch program, and a state_dict as the state."""

import json
import subprocess
import sys
from typing import Any

import torch
from torch import nn

from docs.explorer.presets import PRESETS
from tests.explorer.modules import Modules
from tests.explorer.reference import module_of, preset_values, random_values, show, trace

KINDS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def _states() -> list[dict[str, Any]]:
    """Every preset, random states, whole numbers and tiny ones, both ways."""
    values = [preset_values(name) for name in PRESETS]
    values += [random_values(seed, digits=4 if seed % 2 else None) for seed in range(4)]
    whole = random_values(4)
    whole["h_0"] = [0, 1, -1]
    tiny = random_values(5, scale=1e-6)
    tiny |= {"h_0": [0, 0, 0], "c_0": [-1e-5, 1e-5, -1e-6]}
    values += [whole, tiny]
    return [{"values": one, "mode": mode} for one in values for mode in ("carry", "reset")]


def test_every_program_prints_the_numbers_of_the_page(modules: Modules) -> None:
    """Each runs in a namespace of its own; not even the sign of a zero differs."""
    states = _states()
    programs = modules.call("code", "(m, states) => states.map(m.toPython)", states)
    for state, program in zip(states, programs, strict=True):
        printed: list[str] = []
        with torch.enable_grad():
            exec(  # noqa: S102 - our own program
                program, {"print": lambda *words, to=printed: to.append(" ".join(words))}
            )
        h = trace(state["values"], carry=state["mode"] == "carry")["h"]
        assert printed == [" ".join(map(show, row)) for row in h]
    assert torch.get_default_dtype() == torch.float32


def test_one_program_runs_as_a_file(modules: Modules) -> None:
    """With nothing but torch, and no default that an earlier one has left."""
    state = {"values": preset_values("zeros"), "mode": "carry"}
    program = modules.call("code", "(m, state) => m.toPython(state)", state)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    h = trace(state["values"], carry=True)["h"]
    assert done.stdout == "".join(" ".join(map(show, row)) + "\n" for row in h)


def test_a_state_dict_is_read_as_python_prints_it_and_as_json(modules: Modules) -> None:
    """All 108 numbers find their gate, row and column."""
    lstm = nn.LSTM(4, 3)
    lstm.load_state_dict(
        {
            name: (tensor * 10000).round() / 10000
            for name, tensor in module_of(random_values(4)).state_dict().items()
        }
    )
    printed = str(lstm.state_dict())
    as_json = json.dumps(
        {name: tensor.tolist() for name, tensor in lstm.state_dict().items()}
    )
    for text in (printed, as_json):
        found = dict(modules.call("code", "(m, text) => m.fromStateDict(text).found", text))
        assert len(found) == 108
        for kind, name in (("W_i", "weight_ih_l0"), ("W_h", "weight_hh_l0")):
            for gate, block in zip("ifgo", lstm.state_dict()[name].chunk(4), strict=True):
                got = [
                    [found[f"{kind}{gate}.{r}.{k}"] for k in range(block.shape[1])]
                    for r in range(3)
                ]
                torch.testing.assert_close(torch.tensor(got), block, rtol=0, atol=1e-6)
        for kind, name in (("b_i", "bias_ih_l0"), ("b_h", "bias_hh_l0")):
            got = [found[f"{kind}{gate}.{r}"] for gate in "ifgo" for r in range(3)]
            torch.testing.assert_close(
                torch.tensor(got), lstm.state_dict()[name], rtol=0, atol=1e-6
            )


def test_a_state_dict_of_another_module_is_refused_with_its_size(
    modules: Modules,
) -> None:
    """The first tensor that does not fit is named, with its numbers counted."""
    text = str(nn.LSTM(4, 5).state_dict())
    found = modules.call("code", "(m, text) => m.fromStateDict(text)", text)
    assert found == {"name": "weight_ih_l0", "got": 80, "wanted": 48}
    far = str({"weight_ih_l0": [[7.5] * 47 + [101]]})
    found = modules.call("code", "(m, text) => m.fromStateDict(text)", far)
    assert found == {"name": "weight_ih_l0", "beyond": 101}
    assert modules.call("code", "(m, t) => m.fromStateDict(t)", "hello")["got"] == 0


def test_what_is_left_out_of_a_larger_state_dict_is_told(modules: Modules) -> None:
    """Of two layers, two directions and two modules, the first layer's first direction."""
    larger = nn.LSTM(4, 3, num_layers=2, bidirectional=True)
    pair = nn.ModuleDict({"enc": nn.LSTM(4, 3), "dec": nn.LSTM(4, 3)})
    for module, prefix in ((larger, ""), (pair, "enc.")):
        text = str(module.state_dict())
        found = modules.call("code", "(m, text) => m.fromStateDict(text)", text)
        used = [f"{prefix}{kind}_l0" for kind in KINDS]
        assert found["used"] == used
        assert found["left"] == [name for name in module.state_dict() if name not in used]
        assert len(found["found"]) == 108
    first = str({f"{kind}_l0_reverse": [9.0] for kind in KINDS}) + str(
        nn.LSTM(4, 3).state_dict()
    )
    found = modules.call("code", "(m, text) => m.fromStateDict(text)", first)
    assert (found["used"], found["left"]) == (
        [f"{kind}_l0" for kind in KINDS],
        [f"{kind}_l0_reverse" for kind in KINDS],
    )
