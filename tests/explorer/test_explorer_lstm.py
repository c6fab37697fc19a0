"""The browser's LSTM is torch's."""

import math
from collections.abc import Sequence

import pytest
import torch

from tests.explorer.modules import Modules
from tests.explorer.reference import module_of, random_values, trace


def _run(
    modules: Modules, states: Sequence[object]
) -> list[dict[str, list[dict[str, list[float]]]]]:
    found = modules.call("lstm", "(m, states) => states.map(m.run)", states)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("scale", [1.0, 5.0, 50.0])
def test_every_gate_and_state_is_torchs_within_1e_12(
    modules: Modules, scale: float
) -> None:
    """i, f, g, o, c and h, carried and reset, of a thousand random states in all."""
    states = [random_values(seed, scale) for seed in range(334)]
    for values, found in zip(states, _run(modules, states), strict=True):
        for mode in ("carry", "reset"):
            wanted = trace(values, carry=mode == "carry")
            for name, rows in wanted.items():
                for t, row in enumerate(rows):
                    for got, want in zip(found[mode][t][name], row, strict=True):
                        assert math.isfinite(got)
                        assert abs(got - want) <= 1e-12, (mode, name, t)


def test_reset_is_a_batch_of_five_and_carry_is_the_whole_call(modules: Modules) -> None:
    """Each way has one call of nn.LSTM that gives all its steps at once."""
    values = random_values(1)
    lstm = module_of(values)
    x = torch.tensor(values["x"], dtype=torch.float64)
    h_0, c_0 = (
        torch.tensor(values[name], dtype=torch.float64).view(1, 1, 3)
        for name in ("h_0", "c_0")
    )
    with torch.no_grad():
        whole, _ = lstm(x.unsqueeze(1), (h_0, c_0))
        batch, _ = lstm(x.unsqueeze(0), (h_0.repeat(1, 5, 1), c_0.repeat(1, 5, 1)))
    (found,) = _run(modules, [values])
    for mode, wanted in (("carry", whole[:, 0]), ("reset", batch[0])):
        got = torch.tensor([step["h"] for step in found[mode]], dtype=torch.float64)
        torch.testing.assert_close(got, wanted, rtol=0, atol=1e-12)


def test_an_address_names_one_number(modules: Modules) -> None:
    """Editable numbers, results of the chosen way, both ways and their difference."""
    values = random_values(2)
    wanted = {carry: trace(values, carry=carry) for carry in (True, False)}
    addresses = {
        "x.2.3": values["x"][1][3],
        "W_hf.1.2": values["W_hf"][1][2],
        "b_io.2": values["b_io"][2],
        "c_0.1": values["c_0"][1],
        "f.3.0": wanted[False]["f"][2][0],
        "carry.c.4.2": wanted[True]["c"][3][2],
        "reset.h.5.1": wanted[False]["h"][4][1],
        "delta.h.5.1": wanted[True]["h"][4][1] - wanted[False]["h"][4][1],
    }
    found = modules.call(
        "lstm",
        "(m, [values, keys]) => keys.map((key) =>"
        " m.numberAt(key, {values, mode: 'reset'}, m.run(values)))",
        [values, list(addresses)],
    )
    assert found == pytest.approx(list(addresses.values()), abs=1e-12)
