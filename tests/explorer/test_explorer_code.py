"""The state as a PyTorch program, and a state_dict as the state."""

import json
import os
import subprocess
import sys
from pathlib import Path

import torch
from torch import nn

from docs._make.places import ROOT
from tests.explorer.modules import Modules
from tests.explorer.reference import module_of, random_values, show, trace


def test_the_program_prints_the_numbers_of_the_page(
    modules: Modules, tmp_path: Path
) -> None:
    """Twenty random states, carried and reset, each run by a process of its own."""
    states = [
        {"values": random_values(seed, digits=4 if seed % 2 else None), "mode": mode}
        for seed in range(10)
        for mode in ("carry", "reset")
    ]
    programs = modules.call("code", "(m, states) => states.map(m.toPython)", states)
    paths = [tmp_path / f"{number}.py" for number in range(len(programs))]
    for path, program in zip(paths, programs, strict=True):
        path.write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.forked", *paths],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        check=True,
    )
    for state, text in zip(states, json.loads(done.stdout), strict=True):
        h = trace(state["values"], carry=state["mode"] == "carry")["h"]
        assert text == "".join(" ".join(map(show, row)) + "\n" for row in h)


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
    assert modules.call("code", "(m, t) => m.fromStateDict(t)", "hello")["got"] == 0
